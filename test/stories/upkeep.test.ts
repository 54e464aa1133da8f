import assert from 'node:assert/strict';
import { botId, person, type Story, startStory, wordsOf } from './harness.ts';
import { act, button, minute, roomWith, sayAndConfirm, second } from './steps.ts';
import { asked, joins } from './wire.ts';

interface GraphCall {
  id: string;
  state: string;
  result: { code: number; subcode: number } | null;
}

describe('a call as time goes by', () => {
  let story: Story;
  let chat: string;
  let room: Awaited<ReturnType<typeof roomWith>>;

  beforeEach(async () => {
    story = await startStory();
    chat = await story.group('Megan', 'Adele', 'Pat');
    room = await roomWith(story, chat, 'Budget review', 'Megan', 'Adele');
  });
  afterEach(() => story.close());

  const words = async () => wordsOf((await room.live()).card);
  const graphCalls = () => story.control<GraphCall[]>('GET', '/calls');
  const at = () => `/meetings/${encodeURIComponent(room.graph.id)}`;
  const leaveAll = async () => {
    for (const name of ['Megan', 'Adele']) await act(story, room.graph.id, name, 'leave');
  };

  it('is left when Rollcall has been alone for five minutes, and no sooner', async () => {
    await leaveAll();
    await story.advance(4 * minute + 45 * second);
    assert.match(await words(), /0 here/);
    await story.advance(30 * second);
    assert.match(await words(), /Everyone else had left, so Rollcall left too/);
    assert.equal((await graphCalls())[0]?.state, 'terminated');
    assert.equal(asked(story, /^DELETE \/communications\/calls\/[^/]+$/).length, 1);
  }).timeout(60_000);

  it('is not left when somebody comes back in time, even unannounced', async () => {
    await leaveAll();
    await story.advance(4 * minute);
    await story.control('POST', '/faults', { kind: 'notificationDrop' });
    await act(story, room.graph.id, 'Pat', 'join');
    await story.advance(3 * minute);
    assert.match(await words(), /1 here/);
    await act(story, room.graph.id, 'Pat', 'leave');
    await story.control('DELETE', '/faults');
    await story.advance(3 * minute);
    assert.equal((await graphCalls())[0]?.state, 'established');
  }).timeout(60_000);

  it('is kept alive every ten minutes of an hour', async () => {
    await story.advance(61 * minute);
    const [call] = await graphCalls();
    assert.equal(call?.state, 'established');
    const kept = asked(story, /keepAlive$/);
    assert.ok(kept.length >= 5 && kept.length <= 7, `${kept.length} keepAlives in an hour`);
    assert.match(await words(), /2 here/);
  }).timeout(60_000);

  it('is asked after when it has been silent too long; gone, it has ended', async () => {
    await story.control('POST', '/faults', { kind: 'notificationDrop' });
    await story.control('POST', `${at()}/end`, {});
    await story.advance(6 * minute);
    assert.match(await words(), /Teams no longer knows this call/);
    await story.advance(20 * minute);
    assert.equal(joins(story).length, 1);
  }).timeout(60_000);

  it('is asked after when it has been silent too long; somebody who came unheard is shown', async () => {
    await story.advance(10 * second);
    await story.control('POST', '/faults', { kind: 'notificationDrop' });
    await act(story, room.graph.id, 'Pat', 'join');
    await story.advance(6 * minute);
    assert.match(await words(), /3 here/);
  }).timeout(60_000);

  it('ended by its host, or with Rollcall removed by somebody: the card says which', async () => {
    await story.control('POST', `${at()}/people/${botId}/remove`, {});
    await story.advance(4 * second);
    assert.match(await words(), /Somebody removed Rollcall/);
    await story.press(chat, 'Megan', room.card, 'bringIn', { meetingId: room.meetingId });
    await story.advance(4 * second);
    assert.match(await words(), /2 here/);
    await story.control('POST', `${at()}/end`, {});
    await story.advance(4 * second);
    assert.match(await words(), /The meeting was ended/);
    assert.equal(joins(story).length, 2);
  }).timeout(60_000);

  it('has one leg however many bring Rollcall in, at once or one after another', async () => {
    const press = (name: string) =>
      story.press(chat, name, room.card, 'bringIn', { meetingId: room.meetingId });
    await Promise.all([press('Adele'), press('Megan'), press('Pat')]);
    await press('Adele');
    await story.advance(5 * second);
    assert.equal(joins(story).length, 1);
    assert.equal((await graphCalls()).length, 1);
  }).timeout(60_000);

  it('of which a card tells the end keeps no button that asks for anything', async () => {
    await story.control('POST', `${at()}/end`, {});
    await story.advance(4 * second);
    const live = await room.live();
    assert.doesNotMatch(wordsOf(live.card), /"verb"/);
    const said = await story.press(chat, 'Megan', live.id, 'showRoster', { callId: room.callId });
    assert.match(wordsOf(said.body?.value), /That call is over/);
    const left = await story.press(chat, 'Megan', live.id, 'leaveCall', { callId: room.callId });
    assert.match(wordsOf(left.body?.value), /That call is over/);
  }).timeout(60_000);
});

describe('removing people where the tenant does not let Rollcall', () => {
  let story: Story;
  beforeEach(async () => {
    story = await startStory();
    await story.control('PATCH', '/settings', { removeParticipant: false });
  });
  afterEach(() => story.close());

  it('tells an organizer to ask the admin, by text and by card, and removes nobody', async () => {
    const chat = await story.group('Megan', 'Adele', 'Pat');
    const room = await roomWith(story, chat, 'Budget review', 'Megan', 'Adele', 'Pat');
    const pat = { mentions: [person('Pat').id] };
    const said = await sayAndConfirm(story, chat, 'Megan', 'remove @Pat Gomez', pat);
    assert.match(wordsOf(said), /isn't allowed to remove Pat Gomez. Ask your admin/);
    assert.doesNotMatch(wordsOf(said), /Set-CsApplicationMeetingConfiguration/);

    await story.press(chat, 'Megan', room.card, 'bringIn', { meetingId: room.meetingId });
    const live = await room.live();
    await story.press(chat, 'Megan', live.id, 'showRoster', { callId: room.callId });
    const roster = await story.cardWith(chat, '3 here, as of');
    const adele = (
      await story.control<{ people: { name: string; participantId: string }[] }[]>('GET', '/calls')
    )
      .flatMap(({ people }) => people)
      .find(({ name }) => name.startsWith('Adele'));
    const data = { callId: room.callId, chosen: adele?.participantId, confirmed: true };
    const answer = await story.press(chat, 'Megan', roster.id, 'removeChosen', data);
    assert.match(wordsOf(answer.body?.value), /isn't allowed to remove Adele Vance. Ask your admin/);
    await story.advance(5 * second);
    assert.match(wordsOf((await room.live()).card), /3 here/);
    assert.doesNotMatch(wordsOf(await story.messages(chat)), /Set-CsApplicationMeetingConfiguration/);
  }).timeout(60_000);

  it('gives an admin the cmdlet, with the id of the app, by text and by card', async () => {
    const chat = await story.group('Megan', 'Patti', 'Pat');
    const room = await roomWith(story, chat, 'Budget review', 'Megan', 'Adele', 'Pat');
    const cmdlet = new RegExp(`Set-CsApplicationMeetingConfiguration -AllowRemoveParticipantAppIds ${botId}`);
    const pat = { mentions: [person('Pat').id] };
    const said = await sayAndConfirm(story, chat, 'Patti', 'remove @Pat Gomez', pat);
    assert.match(said, /isn't allowed to remove Pat Gomez/);
    assert.match(wordsOf(await story.messages(chat)), cmdlet);

    const live = await room.live();
    await story.press(chat, 'Patti', live.id, 'showRoster', { callId: room.callId });
    const roster = await story.cardWith(chat, '3 here, as of');
    const people = (
      await story.control<{ people: { name: string; participantId: string }[] }[]>('GET', '/calls')
    ).flatMap((call) => call.people);
    const adele = people.find(({ name }) => name.startsWith('Adele'));
    const before = (await story.messages(chat)).length;
    const data = { callId: room.callId, chosen: adele?.participantId, confirmed: true };
    const answer = await story.press(chat, 'Patti', roster.id, 'removeChosen', data);
    await story.advance(3 * second);
    const after = (await story.messages(chat)).slice(before);
    assert.match(wordsOf([answer.body?.value, after]), cmdlet);

    await story.control('PATCH', '/settings', { removeParticipant: true });
    await story.press(chat, 'Patti', roster.id, 'removeChosen', data);
    await story.advance(5 * second);
    assert.match(wordsOf((await room.live()).card), /removed Adele Vance/);
    assert.match(wordsOf((await room.live()).card), /2 here/);
    assert.ok(button((await room.live()).card, 'showRoster'));
  }).timeout(60_000);
});
