import assert from 'node:assert/strict';
import { type Story, startStory, wordsOf } from './harness.ts';
import { answerOf, auditOf, inputOf, roomWith, second } from './steps.ts';
import { asked } from './wire.ts';

const most = 28 * 1024;
const bytes = (card: unknown) => Buffer.byteLength(JSON.stringify(card));

interface GraphCall {
  people: { participantId: string; name: string; muted: boolean }[];
}

/** The choices of an input of a card. */
function choicesOf(card: unknown, id: string): { title: string; value: string }[] {
  if (Array.isArray(card)) return card.flatMap((each) => choicesOf(each, id));
  if (!card || typeof card !== 'object') return [];
  const node = card as { id?: string; choices?: { title: string; value: string }[] };
  return node.id === id && node.choices ? node.choices : choicesOf(Object.values(card), id);
}

describe('a meeting of 300 people', () => {
  let story: Story;
  let chat: string;
  let room: Awaited<ReturnType<typeof roomWith>>;

  before(async () => {
    story = await startStory();
    chat = await story.group('Megan', 'Adele');
    room = await roomWith(story, chat, 'Town hall', 'Megan');
    await story.control('POST', `/meetings/${encodeURIComponent(room.graph.id)}/fill`, { count: 299 });
    await story.advance(5 * second);
  });
  after(() => story.close());

  const people = async () => (await story.control<GraphCall[]>('GET', '/calls'))[0]?.people ?? [];

  it('is counted whole, on a card of less than 28 KB', async () => {
    const live = await room.live();
    assert.match(wordsOf(live.card), /300 here/);
    assert.ok(bytes(live.card) < most);
    const sent = story.simulator.traffic
      .list()
      .findLast(
        (one) => one.kind === 'notification' && JSON.stringify(one.requestBody).includes('/participants'),
      );
    assert.equal(sent?.status, 202, 'the whole roster in one notification was taken');
  }).timeout(60_000);

  it('is paged by letters, every page of less than 28 KB, everybody on some page', async () => {
    const live = await room.live();
    await story.press(chat, 'Megan', live.id, 'showRoster', { callId: room.callId });
    const roster = await story.cardWith(chat, '300 here, as of');
    assert.ok(bytes(roster.card) < most);
    const first = await story.press(chat, 'Megan', roster.id, 'refreshRoster', {
      callId: room.callId,
      show: 'letters',
    });
    const ranges = choicesOf(first.body?.value, 'letters').map(({ value }) => value);
    assert.ok(ranges.length > 1, `${ranges}`);
    const choosable = new Set<string>();
    for (const letters of ranges) {
      const data = { callId: room.callId, show: 'letters', letters };
      const page = await story.press(chat, 'Megan', roster.id, 'refreshRoster', data);
      assert.ok(bytes(page.body?.value) < most, letters);
      assert.equal(inputOf(page.body?.value, 'letters'), letters);
      for (const { value } of choicesOf(page.body?.value, 'chosen')) choosable.add(value);
      await story.advance(second);
    }
    const ids = (await people())
      .filter(({ name }) => name !== 'Rollcall')
      .map(({ participantId }) => participantId);
    assert.deepEqual(
      ids.filter((id) => !choosable.has(id)),
      [],
      'everybody can be chosen',
    );
  }).timeout(60_000);

  it('is muted twenty a request, with a result for each and a short answer', async () => {
    const loud = (await people()).filter(({ muted, name }) => !muted && !/Megan|Rollcall/.test(name)).length;
    assert.ok(loud > 20);
    const live = await room.live();
    await story.press(chat, 'Megan', live.id, 'showRoster', { callId: room.callId });
    const roster = await story.cardWith(chat, '300 here, as of');
    const question = await story.press(chat, 'Megan', roster.id, 'muteOthers', { callId: room.callId });
    assert.match(answerOf(question), new RegExp(`Mute ${loud}`));
    const data = { callId: room.callId, confirmed: true };
    const answer = await story.press(chat, 'Megan', roster.id, 'muteOthers', data);
    assert.match(answerOf(answer), new RegExp(`Muted ${loud}`));
    assert.ok(bytes(answer.body?.value) < most);
    await story.advance(5 * second);

    const batches = story.simulator.traffic.list().flatMap((one) => {
      if (one.kind !== 'graph' || !one.path.endsWith('/$batch')) return [];
      return [(one.requestBody as { requests: unknown[] }).requests.length];
    });
    assert.equal(batches.reduce((sum, size) => sum + size, 0) + asked(story, /\/mute$/).length, loud);
    assert.ok(Math.max(...batches) <= 20);
    assert.deepEqual(
      (await people()).filter(({ muted, name }) => !muted && !/Megan|Rollcall/.test(name)),
      [],
    );
    assert.match(wordsOf((await room.live()).card), new RegExp(`Megan Bowen muted ${loud}`));
    const deed = (await auditOf(story)).findLast(({ verb }) => verb === 'muteOthers');
    assert.equal(deed?.targets.length, loud);
    assert.ok(deed?.targets.every(({ outcome }) => outcome === 'done'));
  }).timeout(60_000);

  it('shrinks, and the card follows', async () => {
    const gone = (await people()).filter(({ name }) => /Visitor/.test(name)).slice(0, 30);
    for (const { participantId } of gone) {
      await story.control(
        'POST',
        `/meetings/${encodeURIComponent(room.graph.id)}/people/${participantId}/leave`,
        {},
      );
    }
    await story.advance(10 * second);
    assert.match(wordsOf((await room.live()).card), /270 here/);
  }).timeout(60_000);

  it('is emptied twenty a request, each person on their own', async () => {
    const before = (await people()).length;
    const live = await room.live();
    await story.press(chat, 'Megan', live.id, 'removeEveryone', { callId: room.callId });
    await story.advance(10 * second);
    const left = (await people()).map(({ name }) => name).sort();
    assert.ok(
      left.every((name) => /Megan|Rollcall/.test(name)),
      left.join(', '),
    );
    const deed = (await auditOf(story)).findLast(({ verb }) => verb === 'removeEveryone');
    assert.ok((deed?.targets.length ?? 0) >= before - 2);
    assert.ok(deed?.targets.every(({ outcome }) => outcome === 'done'));
    const alone = asked(story, /^DELETE .*participants/);
    assert.ok(alone.length <= 1, 'one by one');
  }).timeout(60_000);
});
