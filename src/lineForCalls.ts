/** What Rollcall says and hears on the line, put together: voices, prompts, recognition, and what is sealed meanwhile. */
import { readFileSync } from 'node:fs';
import type { Kysely } from 'kysely';
import { createLookUp } from './calling/lookUp.ts';
import { createPerformTalk } from './calling/performTalk.ts';
import type { Config } from './config.ts';
import type { Graph } from './graph/client.ts';
import { createGraphMedia } from './graph/media.ts';
import { createIntents } from './ivr/intent.ts';
import { createPrompts } from './ivr/prompts.ts';
import { isAngry } from './ivr/sentiment.ts';
import { createSpeech } from './ivr/speech.ts';
import { createUnderstanding } from './ivr/understand.ts';
import type { Clock } from './lib/clock.ts';
import type { Log } from './lib/log.ts';
import { createSeal } from './lib/seal.ts';
import { promptStore } from './store/prompts.ts';
import type { Schema } from './store/schema.ts';

/**
 * As `app.ts` hands it to calling.
 * @param made `deliverMessage`: takes what a caller said in a message that is to be kept
 */
export function lineForCalls(made: {
  config: Config;
  db: Kysely<Schema>;
  graph: Graph;
  clock: Clock;
  log: Log;
  deliverMessage: NonNullable<Parameters<typeof createPerformTalk>[0]['deliverMessage']>;
}) {
  const { config, db, graph, clock, log, deliverMessage } = made;
  const speech = createSpeech({ config, log });
  const prompts = createPrompts({
    store: promptStore(db),
    synthesize: speech.synthesize,
    folder: `${config.CONFIG_DIR}/prompts`,
    publicUrl: config.PUBLIC_URL,
    clock,
  });
  const understanding = createUnderstanding({
    recognize: speech.recognize,
    intents: createIntents(),
    isAngry: config.SENTIMENT ? isAngry : null,
    log,
  });
  const { seal, unseal } = createSeal(secretOf(config), 'recordings');

  return {
    prompts,
    seal,
    perform: createPerformTalk({
      media: createGraphMedia(graph),
      prompts,
      understanding,
      lookUp: createLookUp({ failed: (error) => log.warn({ err: error }, 'a webhook gave no answer') }),
      unseal,
      deliverMessage: config.KEEP_MESSAGES ? deliverMessage : null,
    }),
    close: speech.close,
  };
}

/** The credential: every instance has it, and whoever reads the database does not. */
const secretOf = ({ BOT_PASSWORD, BOT_CERTIFICATE_KEY_FILE }: Config): string =>
  BOT_PASSWORD || readFileSync(BOT_CERTIFICATE_KEY_FILE, 'utf8');
