import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { newId } from '../../src/lib/ids.ts';
import { createLog } from '../../src/lib/log.ts';
import { within } from '../../src/lib/scope.ts';
import { openTracing } from '../../src/telemetry/tracing.ts';
import { collector } from './collector.ts';

const silent = createLog('silent');

describe('traces', () => {
  let collected: Awaited<ReturnType<typeof collector>>;
  const open = (instance: string) => openTracing({ endpoint: collected.url, instance, log: silent });

  beforeEach(async () => {
    collected = await collector();
  });
  afterEach(() => collected.close());

  it('are one for a call, whichever instance adds to it', async () => {
    const call = newId();
    const [one, two] = [await open('one'), await open('two')];
    one.past(call, 'notification callUpdated', 20, {});
    await two.span(call, 'effect join', { 'rollcall.attempt': 1 }, async (note) => {
      await two.asking('POST /communications/calls', {}, async (answer) =>
        answer.failed({ 'http.response.status_code': 503 }),
      );
      note({ 'rollcall.outcome': 'failed' });
    });
    const began = Date.UTC(2026, 10, 21);
    two.ended(call, began, began + 60_000, {});
    await Promise.all([one.close(), two.close()]);

    assert.deepEqual([...new Set(collected.spans.map(({ traceId }) => traceId))], [call.replaceAll('-', '')]);
    const named = (name: string) => {
      const found = collected.spans.find((span) => span.name === name);
      assert.ok(found, name);
      return found;
    };
    const [root, news, effect] = [named('call'), named('notification callUpdated'), named('effect join')];
    const request = named('POST /communications/calls');
    assert.equal(root.parentSpanId ?? '', '');
    assert.deepEqual([news.parentSpanId, effect.parentSpanId], [root.spanId, root.spanId]);
    assert.equal(request.parentSpanId, effect.spanId);
    assert.deepEqual([news.instance, effect.instance], ['one', 'two']);
    assert.deepEqual(
      [root.startTimeUnixNano, root.endTimeUnixNano].map((time) => Number(time) / 1e6),
      [began, began + 60_000],
    );
    assert.deepEqual([request.failed, effect.failed], [true, false]);
    assert.deepEqual(effect.told, { 'rollcall.attempt': 1, 'rollcall.outcome': 'failed' });
    assert.match(collected.bodies[0] ?? '', /^POST \/v1\/traces /);
  });

  it('do not mix calls: what one call begins for another is in the other one’s trace', async () => {
    const [first, second] = [newId(), newId()];
    const tracing = await open('one');
    await tracing.span(first, 'effect startErrand', {}, () =>
      tracing.span(second, 'effect place', {}, async () => undefined),
    );
    await tracing.asking('GET /users', {}, async () => undefined);
    await tracing.close();
    const inner = collected.spans.find(({ name }) => name === 'effect place');
    assert.equal(inner?.traceId, second.replaceAll('-', ''));
    assert.equal(collected.spans.length, 2, 'a request on behalf of no call is in no trace');
  });

  it('say in the log that the collector does not take them, and fail nothing', async () => {
    const lines: string[] = [];
    const log = createLog('warn', { write: (line: string) => void lines.push(line) });
    collected.status = 400;
    const tracing = await openTracing({ endpoint: collected.url, instance: 'one', log });
    tracing.past(newId(), 'turn', 1, {});
    await tracing.close();
    assert.match(lines.join(), /traces could not be sent/);
  });

  it('load nothing of OpenTelemetry where no endpoint is configured', async () => {
    const program = `
      import { registerHooks } from 'node:module';
      const loaded = [];
      registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
      await import('./src/watch.ts');
      const { openTracing } = await import('./src/telemetry/tracing.ts');
      const tracing = await openTracing({ endpoint: '', instance: 'one', log: null });
      await tracing.span('c', 'effect join', {}, async () => undefined);
      const count = () => loaded.filter((url) => /opentelemetry.(sdk|exporter|resources)/.test(url)).length;
      const before = count();
      await openTracing({ endpoint: 'http://127.0.0.1:1', instance: 'one', log: null });
      console.log(JSON.stringify([before, count() > 0]));
    `;
    const ran = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program]);
    assert.deepEqual(JSON.parse(ran.stdout), [0, true]);
  });

  it('name the call and its trace in log lines, and the call that a line itself names before the one around it', () => {
    const lines: Record<string, unknown>[] = [];
    const log = createLog('info', { write: (line: string) => void lines.push(JSON.parse(line)) });
    const call = newId();
    within({ request: 'r1' }, () => within({ call }, () => log.info('one')));
    within({ call }, () => log.info({ call: 'aa-bb', name: 'Adele' }, 'two'));
    log.info('three');
    const picked = lines.map(({ call: of, trace_id, request, name }) => [of, trace_id, request, name]);
    assert.deepEqual(picked, [
      [call, call.replaceAll('-', ''), 'r1', undefined],
      ['aa-bb', 'aabb', undefined, '[hidden]'],
      [undefined, undefined, undefined, undefined],
    ]);
    assert.equal(new Set(lines.map(({ instance }) => instance)).size, 1);
    assert.match(String(lines[0]?.instance), /^[0-9a-f-]{36}$/);
  });
});
