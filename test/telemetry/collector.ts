/** A collector of a few lines: takes OTLP over HTTP as JSON and keeps the spans. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface CollectedSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  /** As name and value. */
  told: Record<string, unknown>;
  failed: boolean;
  /** The id of the instance that sent it. */
  instance: unknown;
}

interface Attribute {
  key: string;
  value: Record<string, unknown>;
}

interface Batch {
  resourceSpans: {
    resource: { attributes: Attribute[] };
    scopeSpans: { spans: (CollectedSpan & { attributes: Attribute[]; status?: { code?: number } })[] }[];
  }[];
}

const read = (attributes: Attribute[]): Record<string, unknown> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

export async function collector() {
  const spans: CollectedSpan[] = [];
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    bodies.push(`${request.method} ${request.url} ${body}`);
    for (const { resource, scopeSpans } of (JSON.parse(body) as Batch).resourceSpans)
      for (const span of scopeSpans.flatMap((scope) => scope.spans))
        spans.push({
          ...span,
          told: read(span.attributes),
          failed: span.status?.code === 2,
          instance: read(resource.attributes)['service.instance.id'],
        });
    response.statusCode = made.status;
    response.end('{}');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const made = {
    /** How each request is answered. */
    status: 200,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    /** Each request as it came: method, path, body. */
    bodies,
    close: () =>
      new Promise<void>((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
  return made;
}
