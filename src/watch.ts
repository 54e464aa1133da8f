/** What is watched, put together: metrics, traces, and what is wrapped so that it shows in both. */
import type { Kysely } from 'kysely';
import type { DeskStore } from './calling/deskStore.ts';
import type { Perform } from './calling/perform.ts';
import type { Config } from './config.ts';
import type { Graph } from './graph/client.ts';
import type { Handlers } from './jobs/jobs.ts';
import type { Clock } from './lib/clock.ts';
import type { Log } from './lib/log.ts';
import { createMetrics } from './metrics.ts';
import { readLevels } from './store/levels.ts';
import type { Schema } from './store/schema.ts';
import { openTracing } from './telemetry/tracing.ts';
import { watchedPerform, watchedStore } from './telemetry/watchedCalls.ts';
import { watchedCards } from './telemetry/watchedCards.ts';
import { watchedGraph } from './telemetry/watchedGraph.ts';
import { watchedHandlers } from './telemetry/watchedJobs.ts';

export type Watch = Awaited<ReturnType<typeof openWatch>>;

/** @param made `log`: its lines name this instance, as its traces do */
export async function openWatch(made: { config: Config; db: Kysely<Schema>; clock: Clock; log: Log }) {
  const { config, db, clock, log } = made;
  const endpoint = config.OTEL_EXPORTER_OTLP_ENDPOINT;
  const tracing = await openTracing({ endpoint, instance: String(log.bindings().instance), log });
  const metrics = createMetrics(() => readLevels(db, clock.now()));
  const calls = { tracing, meters: metrics, now: () => clock.now() };
  return {
    metrics,
    cards: watchedCards({ tracing, card: metrics.card }),
    graph: (graph: Graph): Graph => watchedGraph(graph, { tracing, asked: metrics.askedGraph }),
    store: <S extends DeskStore>(store: S): S => watchedStore(store, calls),
    perform: (perform: Perform): Perform => watchedPerform(perform, calls),
    jobs: (handlers: Partial<Handlers>): Partial<Handlers> => watchedHandlers(handlers, metrics.job),
    /** Sends the last traces. */
    close: tracing.close,
  };
}
