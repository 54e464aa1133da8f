import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

export interface Metrics {
  /** One request was answered; `path` is the route's pattern, never an id. */
  answered(path: string, status: number, ms: number): void;
  /** Everything in Prometheus' text format. */
  text(): Promise<string>;
}

/** What a Prometheus server may scrape: the process itself, and each route's answers and their time. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const answers = new Counter({
    name: 'rollcall_http_answers_total',
    help: 'Requests answered, by route and status.',
    labelNames: ['path', 'status'] as const,
    registers: [registry],
  });
  const seconds = new Histogram({
    name: 'rollcall_http_answer_seconds',
    help: 'Time from a request to its answer.',
    labelNames: ['path'] as const,
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  });
  return {
    answered(path, status, ms) {
      answers.inc({ path, status });
      seconds.observe({ path }, ms / 1000);
    },
    text: () => registry.metrics(),
  };
}
