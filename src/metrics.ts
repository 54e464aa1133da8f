import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What is read when Prometheus asks; `store/levels.ts` counts it. */
export interface Levels {
  liveCalls: number;
  undecidedEvents: number;
  effectsWaiting: number;
  cardsBehind: number;
}

export interface Metrics {
  /** One request was answered; `path` is the route's pattern, never an id. */
  answered(path: string, status: number, ms: number): void;
  /** One request to Graph; status 0: no answer. */
  askedGraph(method: string, status: number): void;
  /** Everything in Prometheus' text format. */
  text(): Promise<string>;
}

/**
 * What a Prometheus server may scrape: the process itself, each route's answers and their time, requests to Graph, and
 * what waits in the database. `readLevels` is asked once a scrape; while it fails, its gauges are NaN.
 */
export function createMetrics(readLevels: () => Promise<Levels>): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const answers = new Counter({
    name: 'rollcall_http_answers_total',
    help: 'Requests answered, by route and status.',
    labelNames: ['path', 'status'] as const,
    registers,
  });
  const seconds = new Histogram({
    name: 'rollcall_http_answer_seconds',
    help: 'Time from a request to its answer.',
    labelNames: ['path'] as const,
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
    registers,
  });
  const graph = new Counter({
    name: 'rollcall_graph_requests_total',
    help: 'Requests to Microsoft Graph, by method and class of status; none: no answer.',
    labelNames: ['method', 'status'] as const,
    registers,
  });
  const gauge = (name: string, help: string) => new Gauge({ name: `rollcall_${name}`, help, registers });
  const gauges: Record<keyof Levels, Gauge> = {
    liveCalls: gauge('calls_live', 'Calls that have not ended.'),
    undecidedEvents: gauge('call_events_undecided', 'News of calls that is saved and not decided.'),
    effectsWaiting: gauge('effects_waiting', 'What is still to be asked of Graph, or under way.'),
    cardsBehind: gauge('cards_behind', 'Cards that do not show the latest yet.'),
  };

  async function level(): Promise<void> {
    const levels = await readLevels().catch(() => null);
    for (const key of Object.keys(gauges) as (keyof Levels)[]) {
      gauges[key].set(levels ? Number(levels[key]) : Number.NaN);
    }
  }

  return {
    answered(path, status, ms) {
      answers.inc({ path, status });
      seconds.observe({ path }, ms / 1000);
    },
    askedGraph(method, status) {
      graph.inc({ method, status: status === 0 ? 'none' : `${Math.floor(status / 100)}xx` });
    },
    async text() {
      await level();
      return registry.metrics();
    },
  };
}
