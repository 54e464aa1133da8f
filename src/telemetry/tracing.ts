/** A trace per call: what came in, what was decided, what was carried out, and what Graph was asked for it. */
import type { Log } from '../lib/log.ts';
import { scope, traceIdOf, within } from '../lib/scope.ts';

/** Ids, kinds, counts and results; never a name, a number, or anything that somebody said or wrote. */
type Attributes = Record<string, string | number | boolean | string[]>;

/** A span to be exported; `parent` null: it is the root of its trace. */
interface NewSpan {
  name: string;
  trace: string;
  parent: string | null;
  /** 16 hex digits; a random one when left out. */
  id?: string;
  /** Epoch milliseconds; now when left out. */
  start?: number;
  /** Whether it asks another service. */
  client?: boolean;
  attributes: Attributes;
}

interface OpenSpan {
  id: string;
  /** @param end epoch milliseconds; now when left out */
  end(result: { attributes: Attributes; failed: boolean; end?: number }): void;
}

/** Where spans go; telemetry/otlp.ts is one. */
export interface Spans {
  begin(span: NewSpan): OpenSpan;
  /** Sends what is still to be sent, within seconds; rejects where the collector does not take it. */
  close(): Promise<void>;
}

/** What work says of itself while it runs. */
interface Note {
  (attributes: Attributes): void;
  /** It did not do what it was to do. */
  failed(attributes: Attributes): void;
}

export interface Tracing {
  /** Runs `work` within this call's scope, as a span: of the span around it where that is of the same call. */
  span<T>(call: string, name: string, attributes: Attributes, work: (note: Note) => Promise<T>): Promise<T>;
  /** The same for a question to another service, on behalf of whatever call asks; of none, `work` alone. */
  asking<T>(name: string, attributes: Attributes, work: (note: Note) => Promise<T>): Promise<T>;
  /** What has taken until now, since `ms` milliseconds. */
  past(call: string, name: string, ms: number, attributes: Attributes): void;
  /** The call is over: its own span, of which all others are parts; times are epoch milliseconds. */
  ended(call: string, from: number, to: number, attributes: Attributes): void;
  /** Sends what is still to be sent; a collector that is away is waited for some seconds, and told in the log. */
  close(): Promise<void>;
}

/** Any instance can name a call's own span before the one that sees the end of the call exports it. */
const rootOf = (callId: string): string => traceIdOf(callId).slice(16);

/**
 * Traces to an OTLP endpoint, or (`endpoint` '') to nowhere: then nothing of OpenTelemetry is even loaded, and what
 * remains is the scope that log lines tell.
 * @param instance id of this process among others
 */
export async function openTracing(options: {
  endpoint: string;
  instance: string;
  log: Log;
}): Promise<Tracing> {
  const { endpoint, instance, log } = options;
  if (!endpoint) return createTracing(null);
  const { openOtlp } = await import('./otlp.ts');
  const trouble = (reason: string) => log.warn({ reason }, 'traces could not be sent');
  const tracing = createTracing(openOtlp(endpoint, instance, trouble));
  return { ...tracing, close: () => tracing.close().catch((error: Error) => trouble(error.message)) };
}

/** `spans` null: nothing is exported. */
function createTracing(spans: Spans | null): Tracing {
  function parentOf(call: string): string {
    const around = scope();
    return (around.call === call && around.span) || rootOf(call);
  }

  async function run<T>(
    call: string,
    name: string,
    more: Partial<NewSpan>,
    work: (note: Note) => Promise<T>,
  ) {
    const attributes: Attributes = { ...more.attributes };
    let failed = false;
    const note: Note = Object.assign((more: Attributes) => void Object.assign(attributes, more), {
      failed(more: Attributes) {
        failed = true;
        note(more);
      },
    });
    if (!spans) return within({ call }, () => work(note));
    const trace = traceIdOf(call);
    const open = spans.begin({ attributes: {}, ...more, name, trace, parent: parentOf(call) });
    try {
      return await within({ call, span: open.id }, () => work(note));
    } catch (error) {
      failed = true;
      throw error;
    } finally {
      open.end({ attributes, failed });
    }
  }

  return {
    span: (call, name, attributes, work) => run(call, name, { attributes }, work),
    async asking(name, attributes, work) {
      const { call } = scope();
      const unheard: Note = Object.assign(() => undefined, { failed: () => undefined });
      return call ? run(call, name, { attributes, client: true }, work) : work(unheard);
    },
    past(call, name, ms, attributes) {
      const start = Date.now() - ms;
      const span = { name, trace: traceIdOf(call), parent: parentOf(call), start, attributes };
      spans?.begin(span).end({ attributes: {}, failed: false });
    },
    ended(call, from, to, attributes) {
      const root = { name: 'call', trace: traceIdOf(call), parent: null, id: rootOf(call), start: from };
      spans?.begin({ ...root, attributes }).end({ attributes: {}, failed: false, end: to });
    },
    close: async () => spans?.close(),
  };
}
