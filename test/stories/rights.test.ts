import assert from 'node:assert/strict';
import { type Deed, may, type Role } from '../../src/policy/policy.ts';
import { person, type Story, startStory, wordsOf } from './harness.ts';
import {
  act,
  answerOf,
  ask,
  auditOf,
  button,
  type GraphMeeting,
  madeElsewhere,
  rawActivity,
  sayAndConfirm,
  second,
} from './steps.ts';

/** Who plays which role in a meeting of Lee's, made elsewhere and joined by Megan. */
const cast: Record<Exclude<Role, 'caller' | 'called' | 'agent' | 'chatMember' | 'outsider'>, string> = {
  organizer: 'Lee',
  coorganizer: 'Adele',
  presenter: 'Pat',
  attendee: 'Nestor',
  broughtIn: 'Megan',
  admin: 'Patti',
};
const said = {
  seeMeeting: /Only people with a part/,
  joinMeeting: /Only people with a part in this meeting can bring Rollcall in/,
  changeMeeting: /Only organizers can change this meeting/,
  seeRoster: /Only people with a part in this meeting can see who is here/,
  mute: /Only organizers and presenters can mute people/,
  invite: /Only organizers and presenters can invite people/,
  ringMissing: /Only organizers and presenters can ring those who are missing/,
  remove: /Only organizers can remove people/,
  leave: /Only organizers, or who brought Rollcall in, can let it leave/,
  removeEveryone: /Only organizers can remove everyone/,
} satisfies Partial<Record<Deed, RegExp>>;

describe('who may', () => {
  let story: Story;
  let chat: string;
  let meeting: GraphMeeting;
  let callId: string;
  let meetingId: string;
  let live: string;
  const here = async () =>
    (await story.control<GraphMeeting>('GET', `/meetings/${encodeURIComponent(meeting.id)}`)).people;

  before(async () => {
    story = await startStory();
    meeting = await madeElsewhere(story, 'Lee', {
      subject: 'Secret plan',
      invited: [
        { key: person('Adele').id, role: 'coorganizer' },
        { key: person('Pat').id, role: 'presenter' },
        { key: person('Nestor').id, role: 'attendee' },
        { key: person('Megan').id, role: 'attendee' },
      ],
      properties: { allowedPresenters: 'roleIsPresenter' },
    });
    chat = await story.group('Megan', 'Lee', 'Adele', 'Pat', 'Nestor', 'Patti', 'Diego');
    await ask(story, chat, 'Megan', `meeting ${meeting.joinWebUrl}`);
    meetingId = button((await story.cardWith(chat, 'Meeting: Secret plan')).card, 'bringIn').meetingId ?? '';
    await ask(story, chat, 'Megan', `join ${meeting.joinWebUrl}`);
    for (const name of ['Lee', 'Pat', 'Isaiah']) await act(story, meeting.id, name, 'join', { muted: false });
    await story.advance(6 * second);
    const card = await story.cardWith(chat, 'Rollcall in Secret plan');
    await ask(story, chat, 'Lee', 'roster');
    live = (await story.cardWith(chat, 'here, as of')).id;
    callId = button(card.card, 'showRoster').callId ?? '';
  });
  after(() => story.close());

  /** Every button, as harmless as it can be: nobody is chosen. */
  const presses: [keyof typeof said, string, () => object][] = [
    ['changeMeeting', 'rescheduleForm', () => ({ meetingId })],
    ['seeRoster', 'refreshRoster', () => ({ callId })],
    ['seeRoster', 'showRoster', () => ({ callId })],
    ['mute', 'muteChosen', () => ({ callId })],
    ['mute', 'muteOthers', () => ({ callId })],
    ['invite', 'inviteChosen', () => ({ callId })],
    ['ringMissing', 'ringMissing', () => ({ callId })],
    ['remove', 'removeChosen', () => ({ callId })],
  ];

  for (const [role, name] of Object.entries(cast) as [Role, string][]) {
    it(`${role} may what the policy says and nothing else`, async () => {
      for (const [deed, verb, data] of presses) {
        const before = (await story.messages(chat)).length;
        const answer = answerOf(await story.press(chat, name, live, verb, data()));
        // Who brought Rollcall in is an attendee too; an organizer of elsewhere changes the meeting there.
        if (may(role === 'broughtIn' ? [role, 'attendee'] : [role], deed)) {
          assert.doesNotMatch(answer, said[deed], `${role} ${verb}`);
        } else {
          assert.match(answer, said[deed], `${role} ${verb}`);
          assert.match(answer, /Ask Lee Gu\./, 'who can do it');
          assert.equal((await story.messages(chat)).length, before, 'told to the presser alone');
        }
        await story.advance(second);
      }
    });
  }

  it('attendees and presenters cannot let Rollcall leave or remove everyone', async () => {
    for (const name of ['Pat', 'Nestor']) {
      for (const verb of ['leaveCall', 'removeEveryone']) {
        const answer = await story.press(chat, name, live, verb, { callId });
        assert.match(answerOf(answer), said[verb === 'leaveCall' ? 'leave' : 'removeEveryone']);
      }
    }
    assert.match(
      answerOf(await story.press(chat, 'Megan', live, 'removeEveryone', { callId })),
      said.removeEveryone,
    );
    assert.ok((await here()).length > 3);
  });

  it('a member of the meeting’s own chat sees the roster and no more', async () => {
    const own = await story.meetingChat(meeting.id, 'Diego', 'Lee');
    assert.match(await ask(story, own, 'Diego', 'roster'), /3 here, as of/);
    assert.match(await ask(story, own, 'Diego', 'mute all'), said.mute);
    assert.match(await ask(story, own, 'Diego', 'remove Pat'), said.remove);
    assert.match(await ask(story, own, 'Diego', 'leave'), said.leave);
  });

  it('a member of the chat where the card stands, with no part in the meeting, is an outsider', async () => {
    for (const [deed, verb, data] of presses) {
      const answer = answerOf(await story.press(chat, 'Diego', live, verb, data()));
      assert.match(answer, said[deed]);
      assert.match(answer, /Ask the organizer\./, 'an outsider learns no name');
      assert.doesNotMatch(answer, /Pat Gomez|Isaiah/);
    }
    assert.match(await ask(story, chat, 'Diego', 'roster'), said.seeRoster);
  });

  it('an outsider in another chat gets nowhere with copied ids', async () => {
    const other = await story.group('Joni', 'Lynne');
    await ask(story, other, 'Joni', 'help');
    const message = (await story.cardWith(other, 'What Rollcall does')).id;
    const count = async () => (await story.messages(other)).length;
    const before = await count();
    const { length } = await here();
    for (const [deed, verb, data] of [
      ...presses,
      ['leave', 'leaveCall', () => ({ callId })],
      ['removeEveryone', 'removeEveryone', () => ({ callId })],
      ['joinMeeting', 'bringIn', () => ({ meetingId })],
      ['changeMeeting', 'cancelMeeting', () => ({ meetingId })],
      ['changeMeeting', 'rescheduleMeeting', () => ({ meetingId, date: '2030-01-01', time: '10:00' })],
      ['invite', 'retryInvite', () => ({ callId, controlId: 'x' })],
      ['remove', 'choosePerson', () => ({ callId, command: 'remove', personId: person('Pat').id })],
      ['remove', 'chooseCall', () => ({ callId, command: 'remove', rest: 'Pat' })],
    ] as typeof presses) {
      const answer = answerOf(await story.press(other, 'Joni', message, verb, data()));
      assert.match(answer, said[deed], verb);
      assert.doesNotMatch(answer, /Secret|Lee Gu|Pat Gomez/, verb);
    }
    assert.equal(await count(), before);
    assert.equal((await here()).length, length);
  });

  it('nothing in a button’s data but ids is believed', async () => {
    const answer = await story.press(chat, 'Diego', live, 'removeChosen', {
      callId,
      ...{ chosen: (await here()).map(({ participantId }) => participantId).join(','), confirmed: true },
      ...{ role: 'organizer', userId: person('Lee').id, tenantId: 'x', who: { id: person('Lee').id } },
    });
    assert.match(answerOf(answer), said.remove);
    assert.ok((await here()).some(({ name }) => name === 'Pat Gomez'));
  });

  it('somebody of another tenant gets an answer and nothing else', async () => {
    const elsewhere = await story.press(chat, 'Lee', live, 'muteOthers', { callId });
    assert.doesNotMatch(answerOf(elsewhere), /own organization/);
    const pressed = await story.control<{ body: { value: unknown } }>(
      'POST',
      `/conversations/${encodeURIComponent(chat)}/press`,
      { from: person('Lee').id, activityId: live, verb: 'leaveCall', data: { callId }, forge: 'wrongTenant' },
    );
    assert.match(wordsOf(pressed.body), /own organization|Unauthorized|null/);
    const tenant = { id: '99999999-9999-4999-8999-999999999999' };
    const rawBody = rawActivity(story, chat, 'Lee', 'leave', {
      channelData: { tenant },
      conversation: { id: chat, conversationType: 'groupChat', tenantId: tenant.id },
    });
    const heardBack = await story.say(chat, 'Lee', 'leave', { rawBody });
    assert.match(heardBack.map(({ text }) => text).join(), /^$|own organization/);
    await story.advance(3 * second);
    const calls = await story.control<{ state: string }[]>('GET', '/calls');
    assert.ok(
      calls.some(({ state }) => state === 'established'),
      'Rollcall is still there',
    );
  });

  it('controls, refusals and what came of them are written down: who, what, on whom, when', async () => {
    await ask(story, chat, 'Lee', 'mute Pat');
    await sayAndConfirm(story, chat, 'Adele', 'remove Isaiah');
    await ask(story, chat, 'Megan', 'leave');
    await story.advance(3 * second);
    const all = await auditOf(story);
    const find = (verb: string, name: string) =>
      all.find((one) => one.verb === verb && one.actor.id === person(name).id && one.id.length > 0);
    assert.equal(find('mute', 'Lee')?.targets[0]?.name, 'Pat Gomez');
    assert.equal(find('mute', 'Lee')?.targets[0]?.outcome, 'done');
    assert.equal(find('remove', 'Adele')?.targets[0]?.personId, person('Isaiah').id);
    assert.equal(find('leave', 'Megan')?.callId, callId);
    const refused = all.filter(({ id }) => id.startsWith('refused/'));
    assert.ok(
      refused.some(({ actor, verb }) => actor.id === person('Joni').id && verb === 'cancelMeeting') === false,
    );
    assert.ok(refused.some(({ actor, verb }) => actor.id === person('Joni').id && verb === 'changeMeeting'));
    assert.ok(refused.every(({ targets }) => targets[0]?.reason === 'refused'));
    assert.ok(all.every(({ requestedAt, finishedAt }) => requestedAt > 0 && finishedAt !== null));
  });
});
