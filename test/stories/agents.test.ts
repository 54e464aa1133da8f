import assert from 'node:assert/strict';
import { behaves, bodiesTo } from './callSteps.ts';
import {
  agentsChat,
  always,
  type Desk,
  handoverOf,
  outcomeFor,
  phones,
  queue,
  rejections,
  startDesk,
  words,
} from './deskSteps.ts';
import { person, wordsOf } from './harness.ts';
import { dial } from './phone.ts';
import { answerOf, ask, auditOf, button, buttonOf, second } from './steps.ts';

const asking = always(
  `{ ask: { seconds: 8, voicemail: ${person('Lee').id}, otherwise: { answer: helpdesk } } }`,
);
const holding = always('{ hold: { seconds: 30, otherwise: { answer: helpdesk } } }');

describe('the agents of the front desk', () => {
  let story: Desk;
  let chat: string;
  afterEach(() => story.close());

  async function begin(rules: string, more: Parameters<typeof startDesk>[1] = {}) {
    story = await startDesk(rules, more);
    chat = await agentsChat(story, 'Megan', 'Adele', 'Pat');
  }
  /** Presses a button of the newest waiting call. */
  async function press(who: string, choice: string, callId?: string) {
    const { id, card } = await queue(story, chat);
    const data = { ...(callId ? { callId } : { callId: button(card, 'deskCall').callId }), choice };
    return answerOf(await story.press(chat, who, id, 'deskCall', data));
  }
  const lines = async () =>
    (await story.messages(chat)).filter(({ card }) => wordsOf(card).includes('Missed call from'));

  it('is chosen by an admin alone, for a group', async () => {
    story = await startDesk(asking);
    const group = await story.group('Megan', 'Patti');
    assert.match(await ask(story, group, 'Megan', 'frontdesk here'), /Only admins/);
    assert.match(
      await ask(story, await story.personal('Patti'), 'Patti', 'frontdesk here'),
      /group chat or channel/,
    );
    assert.equal(await outcomeFor(story, 'Lee'), words.helpdesk, 'without a chat nobody is asked');
  });

  it('see who calls, and whoever takes it first gets the call; the second is told who that was', async () => {
    await begin(asking);
    const phone = await dial(story, 'Nestor');
    await story.advance(2 * second);
    const { words: shown, card } = await queue(story, chat);
    assert.match(shown, /\*\*Nestor Wilke\*\* has been calling since.*or the menu answers/);
    for (const title of ['Take it', 'Menu', 'Voicemail', 'Reject'])
      assert.ok(shown.includes(`"title":"${title}"`));
    const { callId } = button(card, 'deskCall');
    const [first, other] = await Promise.all([
      press('Adele', 'take', callId),
      press('Megan', 'reject', callId),
    ]);
    const both = [first, other].join('\n');
    assert.match(both, /comes to you now|turned away/);
    assert.match(both, /was first/);
    await story.advance(4 * second);
    assert.equal(bodiesTo(story, /\/(redirect|reject|answer)$/).length, 1);
    assert.match(await handoverOf(phone), /redirected.*02|rejected/);
  });

  it('do with it what they press', async () => {
    await begin(asking);
    for (const [choice, said, became] of [
      ['menu', /Nestor Wilke goes to the menu/, /^null$/],
      ['voicemail', /Nestor Wilke goes to voicemail/, /"outcome":"voicemail"/],
      ['reject', /Nestor Wilke is turned away/, /"reason":"busy"/],
    ] as const) {
      const phone = await dial(story, 'Nestor');
      await story.advance(2 * second);
      assert.match(await press('Adele', choice), said);
      await story.advance(2 * second);
      assert.match(await handoverOf(phone), became);
      if (choice === 'menu') {
        await phone.until(words.helpdesk);
        await story.advance(2 * second);
        assert.match(
          (await queue(story, chat)).words,
          /Nestor Wilke: Adele Vance chose the menu|the menu answers/,
        );
        await phone.hangUp();
      }
    }
    assert.deepEqual(rejections(story), ['busy']);
    await story.advance(4 * second);
    assert.equal((await lines()).length, 0, 'none of them was missed');
    const deeds = (await auditOf(story)).filter(({ id }) => id.startsWith('desk/'));
    assert.deepEqual(
      deeds.map(({ verb, actor, targets }) => [verb, actor.name, targets[0]?.name, targets[0]?.outcome]),
      ['callerToMenu', 'callerToVoicemail', 'rejectCaller'].map((verb) => [
        verb,
        'Adele Vance',
        'Nestor Wilke',
        'done',
      ]),
    );
  });

  it('who do not press leave it to what stands under otherwise, at eight seconds and within Graph’s fifteen', async () => {
    await begin(asking);
    const phone = await dial(story, 'Nestor');
    await story.advance(7 * second);
    assert.equal(bodiesTo(story, /\/answer$/).length, 0);
    await story.advance(1.5 * second);
    assert.equal(bodiesTo(story, /\/answer$/).length, 1);
    await phone.until(words.helpdesk);
    await story.advance(3 * second);
    assert.equal(buttonOf((await queue(story, chat)).card, 'deskCall'), null);
  });

  it('take a caller on hold, who has heard "one moment"; if they do not pick up, the menu goes on', async () => {
    await begin(holding);
    const phone = await dial(story, 'Nestor');
    await phone.until('One moment, please.');
    await story.advance(2 * second);
    assert.match((await queue(story, chat)).words, /\*\*Nestor Wilke\*\* has been on hold since/);
    assert.match(await press('Adele', 'take'), /comes to you now/);
    await story.advance(6 * second);
    assert.match(await handoverOf(phone), /transferred.*02/);

    await behaves(story, 'Pat', 'neverAnswers');
    const unanswered = await dial(story, 'Nestor');
    await unanswered.until('One moment, please.');
    await story.advance(2 * second);
    await press('Pat', 'take');
    await story.advance(4 * second);
    assert.match((await queue(story, chat)).words, /Nestor Wilke: Pat Gomez takes it/);
    await unanswered.until(words.helpdesk, 100 * second);
    assert.match((await queue(story, chat)).words, /Nestor Wilke: the menu answers/);
    await unanswered.hangUp();

    const third = await dial(story, 'Nestor');
    await third.until(words.helpdesk, 45 * second);
    assert.match(await third.heard(), /One moment, please\..*Welcome to the help desk\./);
  });

  it('get one line for a call that was missed, and call back from it', async () => {
    await begin(asking);
    const phone = await dial(story, 'Nestor');
    await story.advance(3 * second);
    await phone.hangUp();
    await story.advance(6 * second);
    const [line, ...more] = await lines();
    assert.deepEqual(more, []);
    assert.match(wordsOf(line?.card), /Missed call from \*\*Nestor Wilke\*\*/);
    assert.equal(buttonOf((await queue(story, chat)).card, 'deskCall'), null, 'no button for who is gone');
    const data = button(line?.card, 'callBack');
    await Promise.all([1, 2].map(() => story.press(chat, 'Adele', line?.id ?? '', 'callBack', data)));
    await story.advance(5 * second);
    const [placed, ...twice] = bodiesTo(story, /^POST \/communications\/calls$/);
    assert.deepEqual(twice, []);
    assert.match(JSON.stringify(placed?.targets), new RegExp(`${person('Adele').id}|${person('Nestor').id}`));
  });

  it('are in that chat: a press from elsewhere is refused', async () => {
    await begin(asking);
    const phone = await dial(story, 'Nestor');
    await story.advance(2 * second);
    const { card } = await queue(story, chat);
    const data = { ...button(card, 'deskCall'), choice: 'reject' };
    const other = await story.group('Diego', 'Megan');
    const said = await ask(story, other, 'Diego', 'help');
    assert.ok(said);
    const message = (await story.messages(other)).at(-1);
    const forged = await story.press(other, 'Diego', message?.id ?? '', 'deskCall', data);
    assert.match(answerOf(forged), /Only the chat of the front desk takes calls/);
    const back = await story.press(other, 'Diego', message?.id ?? '', 'callBack', data);
    assert.match(answerOf(back), /Only the chat of the front desk/);
    assert.equal((await phone.leg()).state, 'incoming');
  });

  it('are asked no more once Rollcall was taken out of their chat', async () => {
    await begin(asking);
    await story.control('POST', `/conversations/${encodeURIComponent(chat)}/uninstall`, {
      from: person('Patti').id,
    });
    await story.settle();
    assert.equal(await outcomeFor(story, 'Nestor'), words.helpdesk);
    const personal = await story.personal('Patti');
    assert.match(await ask(story, personal, 'Patti', 'frontdesk'), /No chat takes calls yet/);
    await agentsChat(story, 'Adele');
    const phone = await dial(story, 'Nestor');
    await story.advance(2 * second);
    assert.equal((await phone.leg()).state, 'incoming', 'the new chat is asked');
  });

  it('are not asked under a flood, and have one card all the time', async () => {
    await begin(asking);
    const before = (await story.messages(chat)).length;
    const since = story.clock.now();
    const callers = Array.from({ length: 40 }, (_, at) => `+4930123${String(at).padStart(4, '0')}`);
    for (const caller of callers) {
      await story.control('POST', '/calls', { from: caller });
      await story.clock.advance(100);
    }
    await story.settle();
    const early = bodiesTo(story, /\/answer$/).length;
    assert.ok(early >= 18 && early <= 22, `${early} of 40 were answered at once`);
    await story.advance(10 * second);
    assert.equal(bodiesTo(story, /\/answer$/).length, 40, 'everybody was answered');
    const messages = await story.messages(chat);
    assert.equal(messages.length, before, 'nothing was added to the chat');
    const updates = (await queue(story, chat)).revisions.filter((one) => one.at >= since);
    assert.ok(updates.length <= 8, `${updates.length} updates`);
    assert.match((await queue(story, chat)).words, /more are being answered/);
    assert.equal((await phones(story)).length, 40);
  });

  it('who work with two instances have one who was first', async () => {
    await begin(asking, { instances: 2 });
    const phone = await dial(story, 'Nestor');
    await story.advance(2 * second);
    const { callId } = button((await queue(story, chat)).card, 'deskCall');
    const answers = await Promise.all(['Megan', 'Adele', 'Pat'].map((who) => press(who, 'take', callId)));
    assert.equal(answers.filter((one) => /comes to you now/.test(one)).length, 1, answers.join('\n'));
    assert.equal(answers.filter((one) => /was first and takes/.test(one)).length, 2, answers.join('\n'));
    await story.advance(3 * second);
    assert.equal(bodiesTo(story, /\/redirect$/).length, 1);
    assert.match(await handoverOf(phone), /redirected/);
  });
});
