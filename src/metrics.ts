import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { CardOutcome } from './chat/liveCards.ts';
import type { CallMeters } from './telemetry/watchedCalls.ts';
import type { GraphResult } from './telemetry/watchedGraph.ts';

/** What is read when Prometheus asks; left out: not to be had. */
export type Levels = { [Name in keyof typeof levels]?: number };

const levels = {
  calls_live: 'Calls that have not ended.',
  call_events_undecided: 'News of calls that is saved and not decided.',
  call_events_oldest_seconds: 'How long the oldest of them has waited.',
  effects_waiting: 'What is still to be asked of Graph, or under way.',
  cards_behind: 'Cards that do not show the latest yet.',
  calls_waiting: 'Outgoing calls that wait for a free line.',
  calls_paused: '1 while an admin has paused outgoing calls.',
  graph_circuit_open: '1 while an instance asks nothing of Microsoft Graph, because it does not answer.',
};

export interface Metrics extends CallMeters {
  /** One request was answered; `path` is the route's pattern, never an id. */
  answered(path: string, status: number, ms: number): void;
  /** One request to Graph; `operation` is telemetry/operationName.ts's. */
  askedGraph(operation: string, result: GraphResult, ms: number): void;
  /** One card was taken up, and what came of it. */
  card(outcome: CardOutcome): void;
  /** One job of a queue was run. */
  job(queue: string, outcome: string): void;
  /** A reminder came to this; `lateMs`: how long after it was due, where that says something. */
  reminder(state: string, lateMs?: number): void;
  /** Everything in Prometheus' text format. */
  text(): Promise<string>;
}

/** Seconds, from what a local statement takes to what nobody waits for. */
const buckets = [0.005, 0.02, 0.1, 0.5, 1, 2, 5, 10, 30];

/**
 * What a Prometheus server may scrape: the process itself, and what Rollcall does. Labels are words of our own (routes,
 * kinds, outcomes), never ids or names. `readLevels` is asked once a scrape; while it fails, its gauges are NaN.
 */
export function createMetrics(readLevels: () => Promise<Levels>): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const counter = <L extends string>(name: string, help: string, ...labelNames: L[]) =>
    new Counter({ name: `rollcall_${name}`, help, labelNames, registers });
  const histogram = <L extends string>(name: string, help: string, ...labelNames: L[]) =>
    new Histogram({ name: `rollcall_${name}`, help, labelNames, buckets, registers });
  const gauges = Object.entries(levels).map(
    ([name, help]) =>
      [name as keyof Levels, new Gauge({ name: `rollcall_${name}`, help, registers })] as const,
  );

  const answers = counter('http_answers_total', 'Requests answered.', 'path', 'status');
  const answering = histogram('http_answer_seconds', 'Time from a request to its answer.', 'path');
  const asked = counter('graph_requests_total', 'Requests to Microsoft Graph.', 'operation', 'result');
  const asking = histogram('graph_request_seconds', 'Time that Microsoft Graph took.', 'operation');
  const decided = counter('call_events_decided_total', 'News of calls that was decided.', 'event');
  const waited = histogram('lane_wait_seconds', 'How long news of a call waited for its turn.');
  const deciding = histogram('turn_seconds', 'Time to decide the news of one call, its row locked.');
  const effects = counter('effects_total', 'Attempts at effects of calls.', 'kind', 'outcome');
  const effecting = histogram('effect_seconds', 'Time that one attempt took.', 'kind');
  const cards = counter('card_updates_total', 'Cards taken up to be shown.', 'outcome');
  const jobs = counter('jobs_total', 'Jobs that were run.', 'queue', 'outcome');
  const reminders = counter('reminders_total', 'What reminders came to.', 'state');
  const late = histogram('reminder_lateness_seconds', 'How long after it was due a reminder was acted on.');

  return {
    answered(path, status, ms) {
      answers.inc({ path, status });
      answering.observe({ path }, ms / 1000);
    },
    askedGraph(operation, result, ms) {
      asked.inc({ operation, result });
      asking.observe({ operation }, ms / 1000);
    },
    decided(kinds, waitMs, ms) {
      for (const event of kinds) decided.inc({ event });
      waited.observe(waitMs / 1000);
      deciding.observe(ms / 1000);
    },
    carriedOut(kind, outcome, ms) {
      effects.inc({ kind, outcome });
      effecting.observe({ kind }, ms / 1000);
    },
    card: (outcome) => cards.inc({ outcome }),
    job: (queue, outcome) => jobs.inc({ queue, outcome }),
    reminder(state, lateMs) {
      reminders.inc({ state });
      if (lateMs !== undefined) late.observe(Math.max(0, lateMs) / 1000);
    },
    async text() {
      const read = await readLevels().catch(() => null);
      for (const [name, gauge] of gauges) gauge.set(Number(read?.[name] ?? Number.NaN));
      return registry.metrics();
    },
  };
}
