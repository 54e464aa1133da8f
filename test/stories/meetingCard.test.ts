import assert from 'node:assert/strict';
import { person, type Story, startStory, wordsOf } from './harness.ts';
import {
  act,
  answerOf,
  ask,
  auditOf,
  button,
  buttonOf,
  graphMeeting,
  minute,
  roomWith,
  second,
} from './steps.ts';

const berlin = { timezone: 'Europe/Berlin', locale: 'en-US' };
const at = (text: string) => Date.parse(text);

describe('the meeting card', () => {
  let story: Story;
  beforeEach(async () => {
    story = await startStory({ now: at('2026-11-19T09:00:00Z') });
  });
  afterEach(() => story.close());

  const planned = async (chat: string, subject: string, when: string, ...names: string[]) => {
    const mentions = names.map((name) => person(name).id);
    const people = names.length > 0 ? ` with ${names.map((name) => `@${person(name).name}`).join(' ')}` : '';
    await ask(story, chat, 'Megan', `meet ${subject} ${when}${people}`, { ...berlin, mentions });
    const shown = () => story.cardWith(chat, `Meeting: ${subject}`);
    return { shown, meetingId: button((await shown()).card, 'bringIn').meetingId ?? '' };
  };

  it('moves for everyone, in every chat where it stands, and in the calendar', async () => {
    const chat = await story.group('Megan', 'Adele');
    const { shown, meetingId } = await planned(chat, 'Review', 'tomorrow 14:00', 'Adele');
    const before = await graphMeeting(story, 'Review');
    const personal = await story.personal('Adele');
    assert.match(await ask(story, personal, 'Adele', `meeting ${before.joinWebUrl}`), /Meeting: Review/);

    await story.press(chat, 'Megan', (await shown()).id, 'rescheduleForm', { meetingId });
    const form = await story.cardWith(chat, 'Choose another time');
    const data = { meetingId, date: '2026-11-20', time: '16:30', duration: '60' };
    const past = await story.press(chat, 'Megan', form.id, 'rescheduleMeeting', {
      ...data,
      date: '2026-11-18',
    });
    assert.match(answerOf(past), /That time has passed/);
    assert.match(answerOf(past), /"16:30"/);
    const answer = await story.press(chat, 'Megan', form.id, 'rescheduleMeeting', data);
    assert.match(answerOf(answer), /Moved/);
    const again = await story.press(chat, 'Megan', form.id, 'rescheduleMeeting', data);
    assert.match(answerOf(again), /That is its time already/);
    await story.advance(5 * second);
    const after = await graphMeeting(story, 'Review');
    assert.equal(after.start, at('2026-11-20T16:30:00+01:00'));
    assert.equal(after.id, before.id);
    for (const where of [chat, personal]) {
      const { card } = await story.cardWith(where, 'Meeting: Review');
      assert.match(wordsOf(card), /Moved: was \{\{TIME\(2026-11-20T13:00:00Z\)\}\}/);
      assert.match(wordsOf(card), /\{\{TIME\(2026-11-20T15:30:00Z\)\}\}/);
    }
    const spent = (await story.messages(chat)).find(({ id }) => id === form.id);
    assert.equal(buttonOf(spent?.card, 'rescheduleMeeting'), null, 'nobody presses a spent form');
    assert.match(wordsOf(spent?.card), /Moved/);
    assert.ok(
      (await auditOf(story)).some(
        ({ verb, actor }) => verb === 'rescheduleMeeting' && actor.id === person('Megan').id,
      ),
    );
  });

  it('says by whom it was cancelled, in every chat, and the calendar knows', async () => {
    const chat = await story.group('Megan', 'Adele', 'Patti');
    const { shown, meetingId } = await planned(chat, 'Doomed', 'tomorrow 14:00', 'Adele');
    const link = (await graphMeeting(story, 'Doomed')).joinWebUrl;
    const personal = await story.personal('Adele');
    await ask(story, personal, 'Adele', `meeting ${link}`);
    assert.match(wordsOf((await shown()).card), /Cancel \\"Doomed\\"\? Everyone invited gets a cancellation/);
    await story.press(chat, 'Patti', (await shown()).id, 'cancelMeeting', { meetingId });
    await story.advance(5 * second);
    for (const where of [chat, personal]) {
      const { card } = await story.cardWith(where, 'Meeting: Doomed');
      assert.match(wordsOf(card), /Cancelled by Patti Fernandez/);
      for (const verb of ['bringIn', 'rescheduleForm', 'cancelMeeting'])
        assert.equal(buttonOf(card, verb), null);
    }
    const traffic = await story.control<{ path?: string }[]>('GET', '/traffic');
    assert.equal(traffic.filter(({ path }) => path?.endsWith('/cancel')).length, 1);
    for (const verb of ['bringIn', 'rescheduleForm', 'cancelMeeting']) {
      const late = await story.press(chat, 'Megan', (await shown()).id, verb, { meetingId });
      assert.match(answerOf(late), /That meeting is over/);
    }
    assert.ok(
      (await auditOf(story)).some(
        ({ verb, actor }) => verb === 'cancelMeeting' && actor.name === 'Patti Fernandez',
      ),
    );
  });

  it('cancels and moves an online meeting without an event', async () => {
    const chat = await story.group('Megan', 'Adele');
    const { shown, meetingId } = await planned(chat, 'Quick', 'now');
    const data = { meetingId, date: '2026-11-20', time: '10:00', duration: '30' };
    await story.press(chat, 'Megan', (await shown()).id, 'rescheduleForm', { meetingId });
    const form = await story.cardWith(chat, 'Choose another time');
    await story.press(chat, 'Megan', form.id, 'rescheduleMeeting', data);
    assert.equal((await graphMeeting(story, 'Quick')).start, at('2026-11-20T10:00:00+01:00'));
    await story.press(chat, 'Megan', (await shown()).id, 'cancelMeeting', { meetingId });
    await story.advance(5 * second);
    assert.match(wordsOf((await shown()).card), /Cancelled by Megan Bowen/);
    const meetings = await story.control<{ subject: string }[]>('GET', '/meetings');
    assert.ok(!meetings.some(({ subject }) => subject === 'Quick'));
  });

  it('counts who is there while Rollcall is, and goes back to its buttons after', async () => {
    const chat = await story.group('Megan', 'Adele', 'Pat');
    const room = await roomWith(story, chat, 'Live one', 'Megan', 'Adele', 'Pat');
    await story.advance(6 * second);
    const shown = async () => wordsOf((await story.cardWith(chat, 'Meeting: Live one')).card);
    assert.match(await shown(), /Live: 3 there/);
    await act(story, room.graph.id, 'Pat', 'leave');
    await story.advance(8 * second);
    assert.match(await shown(), /Live: 2 there/);
    await story.press(chat, 'Megan', (await room.live()).id, 'leaveCall', { callId: room.callId });
    await story.advance(10 * second);
    assert.doesNotMatch(await shown(), /Live:/);
    assert.match(await shown(), /bringIn/);
  });

  it('shows the answers of the invited, by and by, asked for at most every ten minutes', async () => {
    const chat = await story.group('Megan', 'Adele', 'Isaiah');
    const { shown } = await planned(chat, 'Asked', 'tomorrow 8:00', 'Adele', 'Isaiah', 'Diego');
    const asked = async () => {
      const traffic = await story.control<{ method?: string; path?: string }[]>('GET', '/traffic');
      return traffic.filter(({ method, path }) => method === 'GET' && path?.includes('/events/')).length;
    };
    await story.advance(minute);
    const once = await asked();
    await story.advance(15 * minute);
    assert.match(wordsOf((await shown()).card), /1 accepted · 1 declined · 1 no answer/);
    assert.match(wordsOf((await shown()).card), /"Declined","value":"Isaiah Langer"/);
    assert.equal(once, 1);
    assert.equal(await asked(), 2, 'looks in a quarter of an hour');
  });

  it('looks further ahead only when somebody does', async () => {
    const chat = await story.group('Megan', 'Adele');
    const { shown } = await planned(chat, 'Far', 'Nov 30 8:00', 'Adele');
    await story.advance(20 * minute);
    assert.match(wordsOf((await shown()).card), /1 no answer/);
    await ask(story, chat, 'Megan', 'meetings');
    await story.advance(10 * second);
    assert.match(wordsOf((await shown()).card), /1 accepted/);
  });

  it('says so when the event is gone from the calendar', async () => {
    const chat = await story.group('Megan', 'Adele');
    const { shown } = await planned(chat, 'Deleted', 'tomorrow 8:00', 'Adele');
    await story.advance(minute);
    const { eventId } = await graphMeeting(story, 'Deleted');
    story.simulator.world.events.delete(eventId ?? '');
    await story.advance(11 * minute);
    assert.match(wordsOf((await shown()).card), /Cancelled/);
  });

  it('can be joined by its link for a while after its end, and is live again then', async () => {
    const chat = await story.group('Megan', 'Adele');
    const { shown } = await planned(chat, 'Late', 'today 10:10 for 10 min');
    const { id, joinWebUrl } = await graphMeeting(story, 'Late');
    await story.advance(25 * minute);
    assert.match(wordsOf((await shown()).card), /This meeting is over/);
    assert.match(await ask(story, chat, 'Megan', `join ${joinWebUrl}`), /Rollcall in Late/);
    await act(story, id, 'Adele', 'join');
    await story.advance(8 * second);
    assert.match(wordsOf((await shown()).card), /Live: 1 there/);
    await ask(story, chat, 'Megan', 'leave');
    await story.advance(8 * second);
    assert.match(wordsOf((await shown()).card), /This meeting is over/);
  });

  it('ends when its end has come and nobody of ours is there; a live call keeps it live', async () => {
    const chat = await story.group('Megan', 'Adele');
    const { shown, meetingId } = await planned(chat, 'Over', 'today 10:15 for 15 min');
    const room = await roomWith(story, chat, 'Longer', 'Megan', 'Adele');
    const longer = async () => wordsOf((await story.cardWith(chat, 'Meeting: Longer')).card);
    await story.advance(95 * minute);
    assert.match(wordsOf((await shown()).card), /This meeting is over/);
    assert.equal(buttonOf((await shown()).card, 'bringIn'), null);
    assert.match(await longer(), /Live: 2 there/, 'long past its end');
    const late = await story.press(chat, 'Megan', (await shown()).id, 'bringIn', { meetingId });
    assert.match(answerOf(late), /That meeting is over/);
    await story.press(chat, 'Megan', (await room.live()).id, 'leaveCall', { callId: room.callId });
    await story.advance(15 * second);
    assert.match(await longer(), /This meeting is over/);
  }).timeout(120_000);
});
