import assert from 'node:assert/strict';
import { type Story, startStory, wordsOf } from './harness.ts';
import { act, roomWith, second } from './steps.ts';
import { announce, bearer, everythingKept, joins, notify } from './wire.ts';

const envelope = (...value: object[]) => ({ '@odata.type': '#microsoft.graph.commsNotifications', value });
const identity = (name: string) => ({ user: { id: `00000000-0000-4000-8000-${name}`, displayName: name } });
const participant = (id: string, more: object = {}) => ({
  '@odata.type': '#microsoft.graph.participant',
  id,
  info: { identity: identity(id.padStart(12, '0')) },
  isInLobby: false,
  isMuted: false,
  ...more,
});

describe('notifications of Graph', () => {
  let story: Story;
  let room: Awaited<ReturnType<typeof roomWith>>;
  let graphId: string;

  beforeEach(async () => {
    story = await startStory();
    room = await roomWith(
      story,
      await story.group('Megan', 'Adele', 'Pat'),
      'Budget review',
      'Megan',
      'Adele',
    );
    graphId = (await story.control<{ id: string }[]>('GET', '/calls'))[0]?.id ?? '';
  });
  afterEach(() => story.close());

  const words = async () => wordsOf((await room.live()).card);
  const roster = (participants: object[], id = graphId) =>
    envelope({
      changeType: 'updated',
      resourceUrl: `/communications/calls/${id}/participants`,
      resourceData: participants,
    });
  const call = (state: string, id = graphId, changeType = 'updated') =>
    envelope({
      changeType,
      resourceUrl: `/communications/calls/${id}`,
      resourceData: { '@odata.type': '#microsoft.graph.call', state },
    });

  it('find their call by an id dashed or of 32 hex digits, in any case, at either address', async () => {
    const ids = [graphId, graphId.replaceAll('-', ''), graphId.toUpperCase()];
    for (const [count, id] of ids.entries()) {
      const people = Array.from({ length: count + 3 }, (_, n) => participant(String(n)));
      for (const address of [undefined, room.callId]) {
        assert.equal(await notify(story, roster(people, id), address), 202);
        const { rows } = await story.database.db
          .selectFrom('calls')
          .select('state')
          .execute()
          .then((found) => ({ rows: found }));
        assert.equal(rows[0]?.state.roster.participants.length, count + 3, id);
      }
    }
    assert.equal(joins(story).length, 1);
  }).timeout(60_000);

  it('in any order, twice, or out of the past end in the state that Graph gives when asked', async () => {
    const rosters = [[], ['1'], ['1', '2', '3'], ['7'], ['3', '2', '1']].map((ids) =>
      roster(ids.map((id) => participant(id, { isMuted: id === '2' }))),
    );
    const news = [
      ...rosters,
      call('establishing'),
      call('established'),
      call('establishing'),
      ...rosters.reverse(),
    ];
    for (const body of news) assert.equal(await notify(story, body, room.callId), 202);
    await story.advance(15 * second);
    assert.match(await words(), /2 here/);
    assert.doesNotMatch(await words(), /Joining|Reconnecting/);
  }).timeout(60_000);

  it('say something of another call at the address of this one: nothing happens to it', async () => {
    const before = await words();
    const other = '11111111-2222-4333-8444-555555555555';
    assert.equal(await notify(story, call('terminated', other, 'deleted'), room.callId), 202);
    assert.equal(await notify(story, call('terminated', other, 'deleted')), 202);
    assert.equal(await notify(story, call('terminated', other, 'deleted'), other), 202);
    await story.advance(10 * second);
    assert.equal(await words(), before);
  }).timeout(60_000);

  it('after the end change nothing', async () => {
    await story.control('POST', `/meetings/${encodeURIComponent(room.graph.id)}/end`, {});
    await story.advance(5 * second);
    const ended = await words();
    assert.match(ended, /The meeting was ended/);
    const late = [call('established'), roster([participant('1')]), call('terminated', graphId, 'deleted')];
    for (const body of [...late, ...late]) assert.equal(await notify(story, body, room.callId), 202);
    await story.advance(30 * second);
    assert.equal(await words(), ended);
    assert.equal(joins(story).length, 1);
  }).timeout(60_000);

  it('of kinds that nobody knows are taken and left aside', async () => {
    const before = await words();
    const strange = [
      envelope({
        changeType: 'updated',
        resourceUrl: `/communications/calls/${graphId}/dreams`,
        resourceData: {},
      }),
      envelope({ changeType: 'updated', resourceUrl: '/somewhere/else' }),
      envelope({ changeType: 7, resource: [] } as object),
      { '@odata.type': '#microsoft.graph.commsNotifications', value: [null, 1, 'x', []] },
      call('daydreaming'),
      roster([{ id: 7 }, 'x' as never]),
      envelope({ changeType: 'updated', resourceUrl: `/communications/calls/${graphId}/participants` }),
    ];
    for (const body of strange)
      assert.equal(await notify(story, body, room.callId), 202, JSON.stringify(body));
    await story.advance(15 * second);
    assert.equal(await words(), before);
  }).timeout(60_000);

  it('in the legacy format get a 204 and change nothing', async () => {
    const before = await everythingKept(story);
    for (const body of [{ conversationInvitation: {} }, {}, [], '"text"', 'null']) {
      assert.equal(await notify(story, body, room.callId), 204, JSON.stringify(body));
    }
    assert.equal(await everythingKept(story), before);
  }).timeout(60_000);

  it('that are no JSON get a 400, and over 8 MB a 413, told by the length or not', async () => {
    const before = await everythingKept(story);
    for (const body of ['', '{', 'not json', '{"value":[}']) {
      assert.equal(await notify(story, body, room.callId), 400, body);
    }
    const token = await bearer(story, 'calls');
    assert.equal(await announce(story, `/api/calls/${room.callId}`, 10_000_000, token), 413);
    assert.equal(await everythingKept(story), before);
  }).timeout(60_000);

  it('that Graph sends again because they were not acknowledged are heard once', async () => {
    await story.control('POST', '/faults', { kind: 'legacyFirst' });
    await story.control('POST', '/faults', { kind: 'notificationDuplicate' });
    await act(story, room.graph.id, 'Pat', 'join');
    await story.advance(10 * second);
    assert.match(await words(), /3 here/);
    const said = await story.control<{ fault: string; status: number }[]>('GET', '/traffic/forgeries');
    assert.ok(said.length > 0);
    for (const { status } of said) assert.equal(status, 204);
  }).timeout(60_000);
});
