/** The front desk put together: its files, followed while they change, and what is found out about a call that comes in. */
import type { Rules } from './calling/decide.ts';
import type { Config } from './config.ts';
import { createConfigured } from './frontdesk/configured.ts';
import { createScreen } from './frontdesk/screen.ts';
import type { Graph } from './graph/client.ts';
import { createPresenceOf } from './graph/presence.ts';
import { readMenus } from './ivr/menuFile.ts';
import { checkPromptFiles, mistakeIn } from './ivr/promptFiles.ts';
import type { Clock } from './lib/clock.ts';
import type { Log } from './lib/log.ts';
import type { incomingStore } from './store/incoming.ts';

/**
 * The rules that calls are decided by, and what the rules ask for about one, as `app.ts` hands them to calling.
 * @param made `incoming`: over the connections that nothing else uses
 * @throws Error naming every mistake, with file and line, where the files do not work at the start
 */
export async function frontDeskForCalls(made: {
  config: Config;
  graph: Graph;
  incoming: ReturnType<typeof incomingStore>;
  clock: Pick<Clock, 'now'>;
  log: Log;
}) {
  const { config, graph, incoming, clock, log } = made;
  const folder = `${config.CONFIG_DIR}/prompts`;
  const configured = await createConfigured({
    folder: config.CONFIG_DIR,
    async readMenus(files) {
      const prompts = await checkPromptFiles(folder);
      const read = readMenus(files, { prompt: mistakeIn(prompts) });
      // Where a menu names one, that is a mistake of the menu.
      if ('book' in read) for (const [name, what] of prompts.wrong) log.warn(`${folder}/${name} ${what}`);
      return read;
    },
    has: { mediaHost: config.MEDIA_HOST_URL !== '', botId: config.BOT_ID.toLowerCase() },
    report(mistakes) {
      for (const { file, line, message } of mistakes)
        log.error({ file, line }, `${message}. The files as they were before stay in force`);
    },
    changed: (version) => log.info({ version }, 'the files of the front desk have changed and are in force'),
  });
  const can = {
    hear: config.SPEECH_RECOGNIZER !== 'none',
    keepMessages: config.KEEP_MESSAGES,
    sentiment: config.SENTIMENT,
  };
  const aloneMs = config.LEAVE_WHEN_ALONE_MINUTES * 60_000;
  const meetingMedia = config.MEDIA_HOST_MEETINGS ? 'application' : 'service';

  return {
    check: configured.check,
    rules: (): Rules => ({ ...configured.current(), aloneMs, meetingMedia, can }),
    screen: createScreen({
      current: configured.current,
      kept: incoming.facts,
      presenceOf: createPresenceOf(graph),
      now: () => clock.now(),
    }),
  };
}
