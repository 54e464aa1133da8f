import assert from 'node:assert/strict';
import { person, type Story, startStory, wordsOf } from './harness.ts';
import {
  act,
  answerOf,
  ask,
  auditOf,
  button,
  buttonOf,
  type GraphMeeting,
  heard,
  madeElsewhere,
  minute,
  rawActivity,
  roomWith,
  sayAndConfirm,
  second,
} from './steps.ts';

const mention = (...names: string[]) => ({ mentions: names.map((name) => person(name).id) });

describe('the roster', () => {
  let story: Story;
  let chat: string;
  let room: Awaited<ReturnType<typeof roomWith>>;
  beforeEach(async () => {
    story = await startStory();
    chat = await story.group('Megan', 'Adele', 'Pat', 'Lee', 'Alex Wilber', 'Alex Johnson', 'Patti');
    room = await roomWith(story, chat, 'Room', 'Megan', 'Adele', 'Pat', 'Alex Johnson');
    await story.say(chat, 'Megan', 'roster');
    await story.advance(2 * second);
  });
  afterEach(() => story.close());

  const posted = () => story.cardWith(chat, 'here, as of');
  const press = async (name: string, verb: string, data: object = {}) =>
    story.press(chat, name, (await posted()).id, verb, { callId: room.callId, ...data });
  const people = async () => {
    const { people: there } = await story.control<GraphMeeting>(
      'GET',
      `/meetings/${encodeURIComponent(room.graph.id)}`,
    );
    return there.filter(({ name }) => name !== 'Rollcall');
  };
  const id = async (...names: string[]) =>
    (await people())
      .filter(({ personId }) => names.some((name) => person(name).id === personId))
      .map(({ participantId }) => participantId)
      .join(',');
  const muted = async () =>
    (await people())
      .filter((one) => one.muted)
      .map(({ name }) => name)
      .sort();
  const live = async () => wordsOf((await room.live()).card);

  it('shows all, those in the lobby, the unmuted, the missing, and letters; for everyone once pressed', async () => {
    await act(story, room.graph.id, 'Lynne', 'join', { inLobby: true });
    await act(story, room.graph.id, 'Adele', 'mute');
    await story.advance(3 * second);
    const all = answerOf(await press('Adele', 'refreshRoster'));
    assert.match(all, /4 here, as of/);
    assert.ok(all.indexOf('Lynne Robbins') < all.indexOf('Pat Gomez'), 'those who need attention first');
    assert.match(all, /1 other, muted: Adele Vance/);
    assert.match(answerOf(await press('Adele', 'refreshRoster', { show: 'lobby' })), /Lynne Robbins/);
    const unmuted = answerOf(await press('Adele', 'refreshRoster', { show: 'unmuted' }));
    assert.match(unmuted, /Pat Gomez/);
    assert.match(
      answerOf(await press('Adele', 'refreshRoster', { show: 'missing' })),
      /Nobody who was invited is missing/,
    );
    assert.match(
      answerOf(await press('Adele', 'refreshRoster', { show: 'letters', letters: 'a-f' })),
      /Adele Vance/,
    );
    assert.match(wordsOf((await posted()).card), /Adele Vance/, 'the others see what was shown last');
  });

  it('changes only on a press, while the live card follows', async () => {
    const before = (await posted()).revisions.length;
    await act(story, room.graph.id, 'Pat', 'leave');
    await story.advance(5 * second);
    assert.equal((await posted()).revisions.length, before);
    assert.match(await live(), /3 here/);
  });

  it('mutes those chosen, with a line for each', async () => {
    const nobody = await press('Megan', 'muteChosen');
    assert.match(answerOf(nobody), /Choose somebody first/);
    const answer = await press('Megan', 'muteChosen', { chosen: await id('Adele', 'Pat') });
    assert.match(answerOf(answer), /Muted Adele Vance and Pat Gomez/);
    assert.deepEqual(await muted(), ['Adele Vance', 'Pat Gomez']);
    await story.advance(3 * second);
    assert.match(await live(), /Megan Bowen muted Adele Vance and Pat Gomez/);
  });

  it('mutes others after a question, spares the presser, and presenters unless they are chosen', async () => {
    const adele = { key: person('Adele').id, role: 'presenter' };
    const meeting = await madeElsewhere(story, 'Megan', {
      ...{ subject: 'Presented', invited: [adele, person('Pat').id, person('Alex Johnson').id] },
    });
    await ask(story, chat, 'Megan', `join ${meeting.joinWebUrl}`);
    for (const name of ['Megan', 'Adele', 'Pat', 'Alex Johnson'])
      await act(story, meeting.id, name, 'join', { muted: false });
    await story.advance(10 * second);
    const { card, id: message } = await story.cardWith(chat, 'Rollcall in Presented');
    const { callId } = button(card, 'showRoster');
    const { people: there } = await story.control<GraphMeeting>(
      'GET',
      `/meetings/${encodeURIComponent(meeting.id)}`,
    );
    const question = await story.press(chat, 'Megan', message, 'muteOthers', { callId });
    assert.match(answerOf(question), /Mute Alex Johnson and Pat Gomez\?|Mute Pat Gomez and Alex Johnson\?/);
    assert.match(answerOf(question), /Left as they are: Adele Vance/);
    const chosen = there.find(({ name }) => name === 'Adele Vance')?.participantId;
    const withHer = await story.press(chat, 'Megan', message, 'muteOthers', { callId, chosen });
    assert.match(answerOf(withHer), /Mute .*Adele Vance/);
    await story.press(chat, 'Megan', message, 'muteOthers', { callId, confirmed: true });
    const after = await story.control<GraphMeeting>('GET', `/meetings/${encodeURIComponent(meeting.id)}`);
    const silent = after.people.filter((one) => one.muted && one.name !== 'Rollcall').map(({ name }) => name);
    assert.deepEqual(silent.sort(), ['Alex Johnson', 'Pat Gomez']);
  });

  it('removes after a question with the names, and spares the presser', async () => {
    const chosen = await id('Megan', 'Pat', 'Alex Johnson');
    const question = await press('Megan', 'removeChosen', { chosen });
    assert.match(
      answerOf(question),
      /Remove (Pat Gomez and Alex Johnson|Alex Johnson and Pat Gomez)\? They may rejoin/,
    );
    assert.equal((await people()).length, 4, 'nothing yet');
    const answer = await press('Megan', 'removeChosen', { chosen, confirmed: true });
    assert.match(answerOf(answer), /Removed (Pat Gomez and Alex Johnson|Alex Johnson and Pat Gomez)/);
    assert.deepEqual((await people()).map(({ name }) => name).sort(), ['Adele Vance', 'Megan Bowen']);
    const alone = await press('Megan', 'removeChosen', { chosen: await id('Megan') });
    assert.match(answerOf(alone), /That is only you/);
  });

  it('removes everyone but the presser, as an action of its own that the card asks about first', async () => {
    const { card, id: message } = await room.live();
    assert.match(wordsOf(card), /Remove everyone but you, 4 here now\? They may rejoin/);
    assert.match(wordsOf(card), /Rollcall leaves, the meeting goes on/);
    await story.press(chat, 'Megan', message, 'removeEveryone', button(card, 'removeEveryone'));
    await story.advance(4 * second);
    assert.deepEqual(
      (await people()).map(({ name }) => name),
      ['Megan Bowen'],
    );
    assert.match(await live(), /Megan Bowen removed/);
  });

  it('says who could not be removed, and gives the admin the cmdlet', async () => {
    await story.control('PATCH', '/settings', { removeParticipant: false });
    const chosen = await id('Pat');
    const answer = await press('Megan', 'removeChosen', { chosen, confirmed: true });
    assert.match(answerOf(answer), /isn't allowed to remove Pat Gomez\. Ask your admin/);
    assert.doesNotMatch(
      wordsOf((await story.messages(chat)).map(({ text }) => text)),
      /AllowRemoveParticipant/,
    );
    await press('Patti', 'removeChosen', { chosen, confirmed: true });
    assert.match(
      wordsOf((await story.messages(chat)).map(({ text }) => text)),
      /Set-CsApplicationMeetingConfiguration -AllowRemoveParticipantAppIds b07b/,
    );
    assert.equal((await people()).length, 4);
  });

  it('invites several people at once, each with an outcome of their own, and again those who failed', async () => {
    const invitees = ['Nestor', 'Isaiah', 'Diego'].map((name) => person(name).id).join(',');
    assert.match(answerOf(await press('Megan', 'inviteChosen')), /Choose whom to invite first/);
    const asked = await press('Megan', 'inviteChosen', { invitees });
    assert.match(answerOf(asked), /Inviting|waiting/);
    await story.advance(30 * second);
    const followed = answerOf(await press('Megan', 'refreshRoster'));
    assert.match(followed, /Nestor Wilke/);
    assert.match(followed, /Isaiah Langer declined/);
    assert.match(await live(), /Isaiah Langer declined/);
    await story.advance(2 * minute);
    assert.match(await live(), /Diego Siciliani (didn't answer|couldn't be reached)/);
    const { card, id: message } = await room.live();
    const again = button(card, 'retryInvite');
    assert.match(
      answerOf(await story.press(chat, 'Megan', message, 'retryInvite', again)),
      /Inviting 2 again/,
    );
    await story.press(chat, 'Megan', message, 'retryInvite', again);
    await story.advance(5 * second);
    const invitations = (await auditOf(story)).filter(({ verb }) => verb === 'invite');
    assert.deepEqual(
      invitations.map(({ targets }) => targets.length),
      [3, 2],
      'pressed twice, rung once',
    );
  });

  it('invites one other bot that is mentioned', async () => {
    const bot = '0b0b0b0b-0000-4000-8000-000000000001';
    const text = 'invite <at>Scribe</at>';
    const mentioned = { id: `28:${bot}`, name: 'Scribe' };
    const entities = [{ type: 'mention', text: '<at>Scribe</at>', mentioned }];
    const rawBody = rawActivity(story, chat, 'Megan', text, { entities });
    await story.say(chat, 'Megan', text, { rawBody });
    await story.advance(8 * second);
    assert.match(await live(), /Megan Bowen invited Scribe; joined/);
  });

  describe('from text', () => {
    it('mutes by mention and by name, and everyone', async () => {
      assert.match(await ask(story, chat, 'Megan', 'mute @Adele', mention('Adele')), /Muted Adele Vance\./);
      assert.match(
        await ask(story, chat, 'Megan', '/mute pat and johnson'),
        /Muted (Pat Gomez and Alex Johnson|Alex Johnson and Pat Gomez)/,
      );
      await act(story, room.graph.id, 'Adele', 'unmute');
      await story.advance(3 * second);
      await story.say(chat, 'Megan', 'mute all');
      assert.ok(!(await muted()).includes('Adele Vance'), 'it asks first');
      assert.match(await sayAndConfirm(story, chat, 'Megan', 'mute all'), /Muted Adele Vance\./);
      assert.ok(!(await muted()).includes('Megan Bowen'));
    });

    it('removes and invites', async () => {
      const said = await ask(story, chat, 'Megan', 'remove @Pat', mention('Pat'));
      assert.match(said, /Remove Pat Gomez\? They may rejoin\./);
      assert.match(await live(), /4 here/, 'it asks first');
      const removed = await sayAndConfirm(story, chat, 'Megan', 'remove @Pat', mention('Pat'));
      assert.match(removed, /Removed Pat Gomez/);
      assert.match(
        await ask(story, chat, 'Megan', 'invite @Nestor', mention('Nestor')),
        /Inviting Nestor Wilke/,
      );
      await story.advance(10 * second);
      assert.match(await live(), /Megan Bowen invited Nestor Wilke; joined/);
      assert.match(await live(), /4 here/);
    });

    it('asks which of two, with whom was clear carried along', async () => {
      for (const name of ['Alex Wilber', 'Alex Johnson'])
        await act(story, room.graph.id, name, 'join', { muted: false });
      await story.advance(5 * second);
      await ask(story, chat, 'Megan', 'mute Alex and Pat');
      const question = await story.cardWith(chat, 'Which Alex?');
      assert.match(wordsOf(question.card), /Alex Johnson.*Alex Wilber/);
      assert.deepEqual(await muted(), []);
      const data = { ...button(question.card, 'choosePerson'), personId: await id('Alex Johnson') };
      const answer = await story.press(chat, 'Megan', question.id, 'choosePerson', data);
      assert.match(answerOf(answer), /Muted (Pat Gomez and Alex Johnson|Alex Johnson and Pat Gomez)/);
      assert.deepEqual(await muted(), ['Alex Johnson', 'Pat Gomez']);
      const spent = (await story.messages(chat)).find((one) => one.id === question.id);
      assert.equal(buttonOf(spent?.card, 'choosePerson'), null);
    });

    it('asks which of two to remove, and then whether', async () => {
      for (const name of ['Alex Wilber', 'Alex Johnson']) await act(story, room.graph.id, name, 'join');
      await story.advance(5 * second);
      await ask(story, chat, 'Megan', 'remove Alex');
      const which = await story.cardWith(chat, 'Which Alex?');
      const data = { ...button(which.card, 'choosePerson'), personId: await id('Alex Johnson') };
      const asked = await story.press(chat, 'Megan', which.id, 'choosePerson', data);
      assert.match(answerOf(asked), /Remove Alex Johnson\? They may rejoin\./);
      const yes = button(asked.body?.value, 'removeChosen');
      const done = await story.press(chat, 'Megan', which.id, 'removeChosen', yes);
      assert.match(answerOf(done), /Removed Alex Johnson/);
    });

    it('asks back by name beside a bot, which no question can carry', async () => {
      const text = 'invite <at>Scribe</at> and Alex';
      const mentioned = { id: '28:0b0b0b0b-0000-4000-8000-000000000001', name: 'Scribe' };
      const entities = [{ type: 'mention', text: '<at>Scribe</at>', mentioned }];
      const said = await story.say(chat, 'Megan', text, {
        rawBody: rawActivity(story, chat, 'Megan', text, { entities }),
      });
      assert.match(heard(said), /Alex could be .*Mention the one you mean/);
    });

    it('says so when one of those who were clear is gone by the answer', async () => {
      for (const name of ['Alex Wilber', 'Alex Johnson'])
        await act(story, room.graph.id, name, 'join', { muted: false });
      await story.advance(5 * second);
      await ask(story, chat, 'Megan', 'mute Alex and Pat');
      const question = await story.cardWith(chat, 'Which Alex?');
      const data = { ...button(question.card, 'choosePerson'), personId: await id('Alex Johnson') };
      await act(story, room.graph.id, 'Pat', 'leave');
      await story.advance(4 * second);
      const answer = await story.press(chat, 'Megan', question.id, 'choosePerson', data);
      assert.match(answerOf(answer), /Muted Alex Johnson.*left first/);
    });

    it('asks which of two to invite', async () => {
      await ask(story, chat, 'Megan', 'invite Alex');
      const question = await story.cardWith(chat, 'Which Alex?');
      const data = { ...button(question.card, 'choosePerson'), personId: person('Alex Wilber').id };
      await story.press(chat, 'Megan', question.id, 'choosePerson', data);
      await story.advance(10 * second);
      assert.match(await live(), /Megan Bowen invited Alex Wilber; joined/);
    });

    for (const [words, answer, named] of [
      ['mute Zebulon', /Zebulon isn't in the meeting/, []],
      ['remove @Nestor', /Nestor Wilke isn't in the meeting/, ['Nestor']],
      ['invite Zebulon', /Nobody called Zebulon was found/, []],
      ['invite ann@fabrikam.example', /Teams can't ring ann@fabrikam\.example from here/, []],
      ['mute', /Nobody was named/, []],
      ['invite', /Nobody was named/, []],
      ['mute @Megan', /That is only you/, ['Megan']],
      ['remove @Megan', /That is only you/, ['Megan']],
      ['invite @Megan', /That is only you/, ['Megan']],
    ] as [string, RegExp, string[]][]) {
      it(`answers "${words}" and changes nothing`, async () => {
        const before = wordsOf(await people());
        assert.match(await ask(story, chat, 'Megan', words, mention(...named)), answer);
        assert.equal(wordsOf(await people()), before);
      });
    }
  });

  it('keeps its last state, without buttons, once the call is over', async () => {
    await story.say(chat, 'Megan', 'leave');
    await story.advance(5 * second);
    const answer = await press('Megan', 'refreshRoster');
    assert.match(answerOf(answer), /The call is over. This was the last roster/);
    assert.equal(buttonOf(answer.body?.value, 'muteChosen'), null);
    assert.match(answerOf(await press('Megan', 'muteChosen', { chosen: 'x' })), /That call is over/);
  });
});
