/**
 * Spans to a collector over OTLP/HTTP, with OpenTelemetry's own SDK. Loaded only where an endpoint is configured. What
 * else the SDK reads of the environment (OTEL_EXPORTER_OTLP_HEADERS and such) is as its specification says:
 * https://opentelemetry.io/docs/specs/otel/protocol/exporter/
 */
import {
  DiagLogLevel,
  diag,
  ROOT_CONTEXT,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOnSampler,
  BatchSpanProcessor,
  RandomIdGenerator,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { Spans } from './tracing.ts';

/** How long a batch may take, in milliseconds: the last one is sent while the process is told to end. */
const longestExport = 3_000;

/**
 * @param endpoint as OTEL_EXPORTER_OTLP_ENDPOINT: the collector's base address, `/v1/traces` is added
 * @param instance id of this process among others
 * @param trouble hears, each time, what keeps spans from being sent
 */
export function openOtlp(endpoint: string, instance: string, trouble: (reason: string) => void): Spans {
  diag.setLogger(
    { error: trouble, warn: trouble, info: ignore, debug: ignore, verbose: ignore },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  const url = `${endpoint.replace(/\/+$/, '')}/v1/traces`;
  const exporter = new OTLPTraceExporter({ url, timeoutMillis: longestExport });
  const ids = new RandomIdGenerator();
  /** The SDK asks for an id while a span is begun, and has no other way to be told one. */
  let next: { trace: string; id?: string } | null = null;
  const provider = new TracerProvider({
    sampler: new AlwaysOnSampler(),
    resource: resourceFromAttributes({ 'service.name': 'rollcall', 'service.instance.id': instance }),
    spanProcessors: [new BatchSpanProcessor({ exporter, exportTimeoutMillis: longestExport })],
    idGenerator: {
      generateTraceId: () => next?.trace ?? ids.generateTraceId(),
      generateSpanId: () => next?.id ?? ids.generateSpanId(),
    },
  });
  const tracer = provider.getTracer('rollcall');

  return {
    begin({ name, trace: traceId, parent, id, start, client = false, attributes }) {
      next = { trace: traceId, id };
      const kind = client ? SpanKind.CLIENT : SpanKind.INTERNAL;
      const open = tracer.startSpan(name, { kind, startTime: start, attributes }, contextOf(traceId, parent));
      next = null;
      return {
        id: open.spanContext().spanId,
        end({ attributes: more, failed, end }) {
          open.setAttributes(more);
          if (failed) open.setStatus({ code: SpanStatusCode.ERROR });
          open.end(end);
        },
      };
    },
    close: () => provider.shutdown(),
  };
}

const ignore = (): void => undefined;

function contextOf(traceId: string, parent: string | null) {
  if (!parent) return ROOT_CONTEXT;
  const context: SpanContext = { traceId, spanId: parent, traceFlags: TraceFlags.SAMPLED, isRemote: true };
  return trace.setSpanContext(ROOT_CONTEXT, context);
}
