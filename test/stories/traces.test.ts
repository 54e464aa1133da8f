import assert from 'node:assert/strict';
import { collector } from '../telemetry/collector.ts';
import { type Story, startStory, wordsOf } from './harness.ts';
import { act, roomWith, second } from './steps.ts';

describe('traces of two instances', () => {
  let collected: Awaited<ReturnType<typeof collector>>;
  let story: Story;

  before(async () => {
    collected = await collector();
    story = await startStory({ instances: 2, env: { OTEL_EXPORTER_OTLP_ENDPOINT: collected.url } });
  });
  after(async () => {
    await story.close();
    await collected.close();
  });

  it('hold a call from its beginning to its end, and nobody’s name', async () => {
    const chat = await story.group('Megan', 'Adele', 'Pat');
    const { live, callId, graph } = await roomWith(story, chat, 'Budget review', 'Megan', 'Adele');
    await act(story, graph.id, 'Pat', 'join');
    await story.advance(5 * second);
    await story.press(chat, 'Megan', (await live()).id, 'leaveCall', { callId });
    await story.advance(5 * second);
    assert.match(wordsOf((await live()).card), /Rollcall left/);
    // What was not sent yet is sent when they stop.
    await story.stop();

    const spans = collected.spans.filter(({ traceId }) => traceId === callId.replaceAll('-', ''));
    assert.equal(spans.length, collected.spans.length, 'it was the only call');
    assert.equal(new Set(spans.map(({ instance }) => instance)).size, 2);
    const ids = new Set(spans.map(({ spanId }) => spanId));
    const roots = spans.filter(({ parentSpanId }) => !parentSpanId);
    assert.deepEqual(
      roots.map(({ name, told }) => [name, told['rollcall.call']]),
      [['call', 'meeting']],
    );
    assert.deepEqual(
      spans.filter(({ parentSpanId }) => parentSpanId && !ids.has(parentSpanId)),
      [],
    );
    const names = new Set(spans.map(({ name }) => name));
    for (const name of [
      ...['notification callUpdated', 'notification rosterUpdated', 'turn', 'card'],
      ...['effect join', 'effect settle', 'effect hangUp'],
      ...['POST /communications/calls', 'DELETE /communications/calls/{id}'],
    ])
      assert.ok(names.has(name), `${name} is missing in ${[...names].join(', ')}`);
    const asked = spans.find(({ name }) => name === 'POST /communications/calls');
    assert.equal(spans.find(({ spanId }) => spanId === asked?.parentSpanId)?.name, 'effect join');
    assert.match(String(asked?.told['graph.request_id']), /^[0-9a-f-]{36}$/);

    for (const secret of ['Megan', 'Adele', 'Vance', 'Budget', 'Bearer', graph.id])
      assert.ok(!collected.bodies.join().includes(secret), secret);
  });
});
