/** Everything about calls put together: the desk, what it asks of Graph, and what the store keeps. */
import type { Kysely } from 'kysely';
import type { Call } from './calling/call.ts';
import { createDesk, type Desk } from './calling/desk.ts';
import { createPerform } from './calling/perform.ts';
import { createPerformBeginning, type TellReminder } from './calling/performBeginning.ts';
import { callNews, participantOf } from './calling/wire.ts';
import type { Config } from './config.ts';
import { frontDeskForCalls } from './frontDeskForCalls.ts';
import { createGraphCalls } from './graph/calls.ts';
import { createMediaHost } from './graph/mediaHost.ts';
import type { PatientGraph } from './graph/patience.ts';
import type { Clock } from './lib/clock.ts';
import type { Log } from './lib/log.ts';
import { lineForCalls } from './lineForCalls.ts';
import { callStore } from './store/calls.ts';
import { incomingStore } from './store/incoming.ts';
import type { Schema } from './store/schema.ts';
import type { Watch } from './watch.ts';

/**
 * @param made `urgent`: the database over connections of its own; `deliverMessage`: takes what a caller said in a message
 *   that is to be kept
 * @throws Error where the files of the front desk do not work, naming every mistake
 */
export async function deskForCalls(made: {
  config: Config;
  db: Kysely<Schema>;
  urgent: Kysely<Schema>;
  graph: PatientGraph;
  clock: Clock;
  log: Log;
  watch: Watch;
  onChanged(call: Call): Promise<void>;
  tellReminder: TellReminder;
  deliverMessage(call: Call, text: string): Promise<void>;
}) {
  const { config, db, urgent, graph, clock, log, watch } = made;
  const tenantId = config.BOT_TENANT_ID.toLowerCase();
  const now = () => clock.now();
  const incoming = incomingStore(urgent, tenantId);
  const frontDesk = await frontDeskForCalls({ config, graph, incoming, clock, log });
  const line = lineForCalls(made);
  const graphCalls = createGraphCalls(graph, { callNews, participantOf });
  const { MEDIA_HOST_URL: url, MEDIA_HOST_TOKEN: token } = config;
  const desk: Desk = createDesk({
    store: watch.store(callStore(db)),
    urgent: watch.store(callStore(urgent)),
    perform: watch.perform(
      createPerform({
        graph: graphCalls,
        begin: createPerformBeginning({
          graph: graphCalls,
          publicUrl: config.PUBLIC_URL,
          applicationInstance: config.APPLICATION_INSTANCE_ID || null,
          mediaHost: url ? createMediaHost({ url, token }) : null,
          locale: config.DEFAULT_LANGUAGE,
          screen: frontDesk.screen,
          place: (request) => desk.place(request),
          post: (callId, event) => desk.post(callId, event),
          tellReminder: made.tellReminder,
        }),
        line: line.perform,
        now,
      }),
    ),
    clock,
    log,
    botId: config.BOT_ID.toLowerCase(),
    tenantId,
    locale: config.DEFAULT_LANGUAGE,
    rules: frontDesk.rules,
    caps: {
      callsAtOnce: config.CALLS_AT_ONCE,
      callsPerMonth: config.CALLS_PER_MONTH,
      requestsPerWindow: config.GRAPH_REQUESTS_PER_WINDOW,
    },
    isAway: () => graph.health().open,
    onChanged: made.onChanged,
  });
  return {
    desk,
    prompts: line.prompts,
    seal: line.seal,
    /** Looks whether the files of the front desk have changed. */
    check: frontDesk.check,
    /** What the queue card shows; whoever looks at it must not hold up who calls. */
    onCard: () => incomingStore(db, tenantId).onCard(now()),
    /** The queue card loses lines that have had their time; `every`: how often this is asked, in milliseconds. */
    fade: (every: number) => incomingStore(db, tenantId).fade(now(), every),
    close: line.close,
  };
}
