import assert from 'node:assert/strict';
import sinon from 'sinon';
import type { FaultKind } from '../../src/simulator/faults.ts';
import { person, type Story, startStory, unhandled } from './harness.ts';
import { act, button, graphMeeting, minute, roomWith, sayAndConfirm, second } from './steps.ts';
import { asked, joins } from './wire.ts';

const realTimeout = AbortSignal.timeout.bind(AbortSignal);
/** How long the product waits for Graph, and for a batch. Stories wait less. */
const patience = new Set([10_000, 20_000]);

const strike = (story: Story, kind: FaultKind, route: string, more: object = {}) =>
  story.control('POST', '/faults', { kind, route, count: 1, ...more });
/** The words of a card alone, so that a failure can be read. */
const spoken = (card: unknown): string =>
  [...JSON.stringify(card).matchAll(/"(?:text|title|verb)":"([^"]*)"/g)].map(([, word]) => word).join(' | ');
const calm = (story: Story) => story.control('DELETE', '/faults');

interface GraphCall {
  state: string;
  people: { name: string; muted: boolean }[];
}
const graphCalls = (story: Story) => story.control<GraphCall[]>('GET', '/calls');
const liveCalls = async (story: Story) =>
  (await graphCalls(story)).filter(({ state }) => state !== 'terminated');
const inRoom = async (story: Story, name: string) => {
  const [call] = await liveCalls(story);
  return call?.people.find((one) => one.name.startsWith(name)) ?? null;
};
const succeeded = (story: Story, wanted: RegExp) =>
  asked(story, wanted).filter(({ status }) => status < 300).length;

describe('whatever Graph does', () => {
  let story: Story;
  let rejections: number;

  beforeEach(async () => {
    rejections = unhandled.length;
    sinon.stub(AbortSignal, 'timeout').callsFake((ms) => realTimeout(patience.has(ms) ? 400 : ms));
    story = await startStory();
  });
  afterEach(async () => {
    await story.close();
    sinon.restore();
    assert.equal(unhandled.length, rejections, 'a rejection that nobody handled');
  });

  const faults: [string, FaultKind, object][] = [
    ['too many requests, with Retry-After', '429', { retryAfter: 3 }],
    ['an error of its own', '500', {}],
    ['not available', '503', {}],
    ['not available, with Retry-After', '503', { retryAfter: 2 }],
    ['no answer', 'timeout', {}],
    ['a connection cut before', 'reset', {}],
    ['a connection cut after', 'answerLost', {}],
  ];
  for (const [what, kind, more] of faults) {
    it(`every request once meets ${what}: the card tells the truth, nothing happens twice`, async () => {
      const chat = await story.group('Megan', 'Adele', 'Pat');
      const live = async () => spoken((await story.cardWith(chat, 'Rollcall in Budget')).card);
      await story.say(chat, 'Megan', 'meet now Budget');
      const card = await story.cardWith(chat, 'Budget');
      const { meetingId = '' } = button(card.card, 'bringIn');
      const say = (text: string, ...names: string[]) =>
        story.say(chat, 'Megan', text, { mentions: names.map((name) => person(name).id) });

      await strike(story, kind, 'POST /communications/calls', more);
      await story.press(chat, 'Megan', card.id, 'bringIn', { meetingId });
      await story.advance(80 * second);
      if (!/here, Rollcall since/.test(await live())) {
        assert.match(await live(), /couldn't be reached/);
        assert.deepEqual(await liveCalls(story), [], 'an orphan in Graph');
        await story.press(chat, 'Megan', card.id, 'bringIn', { meetingId });
        await story.advance(5 * second);
      }
      assert.equal((await liveCalls(story)).length, 1);
      const graph = await graphMeeting(story, 'Budget');
      for (const name of ['Megan', 'Adele', 'Pat', 'Alex Johnson']) await act(story, graph.id, name, 'join');
      await story.advance(8 * second);
      assert.match(await live(), /4 here/);

      await strike(story, kind, '/participants/{participant}/mute', more);
      await say('mute @Pat Gomez', 'Pat');
      await story.advance(15 * second);
      assert.match(await live(), /Megan Bowen muted Pat Gomez/);
      assert.equal((await inRoom(story, 'Pat'))?.muted, true);

      await strike(story, kind, '/$batch', more);
      await sayAndConfirm(story, chat, 'Megan', 'mute all');
      await story.advance(15 * second);
      assert.match(await live(), /muted (Adele Vance and Alex Johnson|Alex Johnson and Adele Vance)/);
      assert.equal((await inRoom(story, 'Adele'))?.muted, true);
      assert.equal((await inRoom(story, 'Megan'))?.muted, false);

      await strike(story, kind, '/participants/invite', more);
      await say('invite @Nestor Wilke', 'Nestor');
      await story.advance(2 * minute);
      const came = (await inRoom(story, 'Nestor')) !== null;
      assert.match(await live(), came ? /invited Nestor Wilke; joined/ : /Nestor Wilke.*Invite again/);
      assert.equal(succeeded(story, /\/invite$/), came ? 1 : 0);

      await strike(story, kind, 'DELETE /communications/calls/{call}/participants', more);
      await sayAndConfirm(story, chat, 'Megan', 'remove @Pat Gomez', { mentions: [person('Pat').id] });
      await story.advance(15 * second);
      assert.match(await live(), /removed Pat Gomez|Pat Gomez left first/);
      assert.equal(await inRoom(story, 'Pat'), null);

      await strike(story, kind, '/keepAlive', more);
      await story.advance(12 * minute);
      assert.ok(succeeded(story, /keepAlive$/) >= 1);
      assert.doesNotMatch(await live(), /Reconnecting/);

      await strike(story, kind, 'GET /communications/calls', more);
      await act(story, graph.id, 'Adele', 'leave');
      await story.advance(30 * second);
      assert.doesNotMatch(await live(), /Reconnecting|Adele Vance\*/);

      await calm(story);
      await strike(story, kind, 'DELETE /communications/calls/{call}', more);
      await say('leave');
      await story.advance(40 * second);
      assert.match(await live(), /Rollcall left/);
      assert.deepEqual(await liveCalls(story), []);
      assert.equal((await graphCalls(story)).length, succeeded(story, /^POST \/communications\/calls$/));
    }).timeout(60_000);
  }

  it('throttles some of a batch, and refuses batches at all: each person has their own outcome', async () => {
    const chat = await story.group('Megan', 'Adele');
    const { live } = await roomWith(story, chat, 'Budget', 'Megan', 'Adele', 'Pat', 'Alex Johnson');
    await strike(story, '429', '/participants/{participant}/mute', { retryAfter: 1 });
    await sayAndConfirm(story, chat, 'Megan', 'mute all');
    await story.advance(10 * second);
    assert.equal((await liveCalls(story))[0]?.people.filter((one) => one.muted).length, 3);
    assert.match(spoken((await live()).card), /muted 3|muted .* and /);
    assert.equal(asked(story, /mute$/).length, 1, 'those left over alone, one by one');

    for (const name of ['Adele', 'Pat']) {
      const graph = await graphMeeting(story, 'Budget');
      await act(story, graph.id, name, 'unmute');
    }
    await story.advance(3 * second);
    await story.control('POST', '/faults', { kind: 'batchRefused' });
    await sayAndConfirm(story, chat, 'Megan', 'mute all');
    await story.advance(5 * second);
    assert.match(spoken((await live()).card), /muted (Adele Vance and Pat Gomez|Pat Gomez and Adele Vance)/);
  }).timeout(60_000);

  it('takes a join that it never confirms: given up after a minute, hung up as soon as it is heard of', async () => {
    const chat = await story.group('Megan', 'Adele');
    await story.say(chat, 'Megan', 'meet now Budget');
    const card = await story.cardWith(chat, 'Budget');
    await strike(story, 'answerLost', 'POST /communications/calls');
    await story.control('POST', '/faults', { kind: 'notificationDelay', ms: 90_000 });
    await story.press(chat, 'Megan', card.id, 'bringIn', button(card.card, 'bringIn'));
    await story.advance(70 * second);
    const live = async () => spoken((await story.cardWith(chat, 'Rollcall in Budget')).card);
    assert.match(await live(), /couldn't be reached/);
    assert.equal((await liveCalls(story)).length, 1, 'Graph has it all the same');
    await story.advance(30 * second);
    assert.deepEqual(await liveCalls(story), [], 'an orphan in Graph');
    await calm(story);
    await story.press(chat, 'Megan', card.id, 'bringIn', button(card.card, 'bringIn'));
    await story.advance(10 * second);
    assert.equal((await liveCalls(story)).length, 1);
    assert.match(await live(), /Rollcall since/);
  }).timeout(60_000);

  it('is slow to take a join while somebody lets Rollcall leave: it never stays', async () => {
    const chat = await story.group('Megan', 'Adele');
    await story.say(chat, 'Megan', 'meet now Budget');
    const card = await story.cardWith(chat, 'Budget');
    await strike(story, '429', 'POST /communications/calls', { retryAfter: 5 });
    await story.press(chat, 'Megan', card.id, 'bringIn', button(card.card, 'bringIn'));
    await story.say(chat, 'Megan', 'leave');
    await story.say(chat, 'Megan', 'leave');
    await story.advance(90 * second);
    assert.deepEqual(await liveCalls(story), []);
    assert.match(spoken((await story.cardWith(chat, 'Rollcall in Budget')).card), /Rollcall left/);
  }).timeout(60_000);

  it('loses the operation of an invitation: the outcome comes by the clock, and it can be tried again', async () => {
    const chat = await story.group('Megan', 'Adele');
    const { live, callId } = await roomWith(story, chat, 'Budget', 'Megan');
    await strike(story, 'lostOperation', '/participants/invite');
    await story.say(chat, 'Megan', 'invite @Adele Vance', { mentions: [person('Adele').id] });
    await story.advance(30 * second);
    assert.match(spoken((await live()).card), /inviting Adele Vance/);
    await story.advance(75 * second);
    const failed = await live();
    assert.match(spoken(failed.card), /Adele Vance didn't answer/);
    const { controlId = '' } = button(failed.card, 'retryInvite');
    for (let press = 0; press < 2; press += 1) {
      await story.press(chat, 'Megan', failed.id, 'retryInvite', { callId, controlId });
    }
    await story.advance(10 * second);
    assert.match(spoken((await live()).card), /invited Adele Vance; joined/);
    assert.equal(succeeded(story, /\/invite$/), 2);
  }).timeout(60_000);

  it('does not tell that an invitation was declined: it is asked, and the card says so', async () => {
    const chat = await story.group('Megan', 'Isaiah');
    const { live } = await roomWith(story, chat, 'Budget', 'Megan');
    await story.control('POST', '/faults', { kind: 'notificationDrop', route: 'operations' });
    await story.say(chat, 'Megan', 'invite @Isaiah Langer', { mentions: [person('Isaiah').id] });
    await story.advance(100 * second);
    assert.match(spoken((await live()).card), /Isaiah Langer declined/);
    await calm(story);
  }).timeout(60_000);

  it('is gone for minutes: the card says so, as of when, and recovers by itself', async () => {
    const chat = await story.group('Megan', 'Adele');
    const { live, graph } = await roomWith(story, chat, 'Budget', 'Megan', 'Adele');
    await story.advance(20 * second);
    await story.control('POST', '/faults', { kind: '503' });
    await story.control('POST', '/faults', { kind: 'notificationDrop' });
    await act(story, graph.id, 'Pat', 'join');
    await story.advance(6 * minute);
    assert.match(spoken((await live()).card), /Reconnecting. This is as of/);
    assert.match(spoken((await live()).card), /2 here/);
    await calm(story);
    await story.advance(70 * second);
    assert.doesNotMatch(spoken((await live()).card), /Reconnecting/);
    assert.match(spoken((await live()).card), /3 here/);
    assert.equal(joins(story).length, 1);
  }).timeout(60_000);

  it('does not call back within 20 seconds: the card says what to check, and recovers', async () => {
    const chat = await story.group('Megan', 'Adele');
    await story.say(chat, 'Megan', 'meet now Budget');
    const card = await story.cardWith(chat, 'Budget');
    await story.control('POST', '/faults', { kind: 'notificationDrop' });
    await story.press(chat, 'Megan', card.id, 'bringIn', button(card.card, 'bringIn'));
    const live = async () => spoken((await story.cardWith(chat, 'Rollcall in Budget')).card);
    await story.advance(15 * second);
    assert.doesNotMatch(await live(), /called Rollcall back|20 seconds/);
    await story.advance(15 * second);
    assert.match(await live(), /Rollcall since/, 'Graph was asked, and says that it is in');
    assert.match(await live(), /hasn't called Rollcall back; it looks every 15 seconds/);
    assert.match(await live(), /check that Graph can reach/);
    const graph = await graphMeeting(story, 'Budget');
    await act(story, graph.id, 'Pat', 'join');
    await story.advance(16 * second);
    assert.match(await live(), /1 here/);
    assert.match(await live(), /hasn't called Rollcall back/);
    await calm(story);
    await act(story, graph.id, 'Adele', 'join');
    await story.advance(10 * second);
    assert.match(await live(), /2 here/);
    assert.doesNotMatch(await live(), /called Rollcall back/);
  });

  it('answers nothing at all for 20 seconds: the card says that it is still trying, and recovers', async () => {
    const chat = await story.group('Megan', 'Adele');
    await story.say(chat, 'Megan', 'meet now Budget');
    const card = await story.cardWith(chat, 'Budget');
    await story.control('POST', '/faults', { kind: 'notificationDrop' });
    await story.control('POST', '/faults', { kind: '503', route: 'GET /communications/calls' });
    await story.press(chat, 'Megan', card.id, 'bringIn', button(card.card, 'bringIn'));
    const live = async () => spoken((await story.cardWith(chat, 'Rollcall in Budget')).card);
    await story.advance(25 * second);
    assert.match(await live(), /hasn't answered for 20 seconds; still trying/);
    assert.match(await live(), /check that Graph can reach/);
    await calm(story);
    await story.advance(80 * second);
    assert.match(await live(), /0 here|Rollcall since/);
    assert.doesNotMatch(await live(), /20 seconds/);
  }).timeout(60_000);

  it('refuses the join for want of consent: the card says whom to ask, and nothing is left', async () => {
    const { permissions } = await story.control<{ permissions: string[] }>('GET', '/permissions');
    const granted = permissions.filter((name) => !name.startsWith('Calls.'));
    await story.control('PUT', '/permissions', { permissions: granted });
    const chat = await story.group('Megan', 'Adele');
    await story.say(chat, 'Megan', 'meet now Budget');
    const card = await story.cardWith(chat, 'Budget');
    await story.press(chat, 'Megan', card.id, 'bringIn', button(card.card, 'bringIn'));
    await story.advance(5 * second);
    const live = spoken((await story.cardWith(chat, 'Rollcall in Budget')).card);
    assert.match(live, /isn't allowed to join meetings yet. Ask your admin to grant consent/);
    assert.deepEqual(await graphCalls(story), []);
    await story.control('PUT', '/permissions', { permissions });
    await story.press(chat, 'Megan', card.id, 'bringIn', button(card.card, 'bringIn'));
    await story.advance(5 * second);
    assert.match(spoken((await story.cardWith(chat, 'Rollcall in Budget')).card), /Rollcall since/);
  }).timeout(60_000);
});
