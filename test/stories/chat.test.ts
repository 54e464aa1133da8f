import assert from 'node:assert/strict';
import { commands } from '../../src/chat/commands.ts';
import { person, type Story, startStory, wordsOf } from './harness.ts';
import { answerOf, ask, button, heard, madeElsewhere, roomWith, second } from './steps.ts';

describe('the chat', () => {
  let story: Story;
  before(async () => {
    story = await startStory();
  });
  after(() => story.close());

  describe('commands', () => {
    const places: [string, () => Promise<string>][] = [
      ['a personal chat', () => story.personal('Megan')],
      ['a group chat', () => story.group('Megan', 'Adele')],
      ['a channel', () => story.channel('Megan', 'Adele')],
      [
        'the chat of a meeting',
        async () => story.meetingChat((await madeElsewhere(story, 'Lee', { subject: 'Lee’s' })).id, 'Megan'),
      ],
    ];
    const answers: Record<string, RegExp> = {
      meet: /"bringIn"/,
      meetings: /Your next meetings|No meetings ahead/,
      meeting: /Which meeting\?|"Meeting: Lee’s"/,
      join: /Which meeting\?/,
      roster: /Rollcall isn't in a meeting here/,
      mute: /Rollcall isn't in a meeting here/,
      invite: /Rollcall isn't in a meeting here/,
      remove: /Rollcall isn't in a meeting here/,
      leave: /Rollcall isn't in a meeting here/,
      end: /Rollcall isn't in a meeting here/,
      call: /Whom to call\?/,
      rings: /Type "rings off"/,
      hold: /Rollcall isn't in a meeting here/,
      press: /Rollcall isn't in a meeting here/,
      gallery: /Rollcall isn't in a meeting here/,
      frontdesk: /No chat takes calls yet/,
      block: /Only admins block and unblock callers/,
      help: /What Rollcall does/,
      hi: /What Rollcall does/,
      hello: /What Rollcall does/,
    };
    for (const [where, open] of places) {
      it(`answer in ${where}, with and without a slash`, async () => {
        const chat = await open();
        const own = where === 'the chat of a meeting';
        // There, join or call alone means that meeting: join.test.ts.
        const joining = (name: string) => name === 'join' || name === 'call';
        for (const { name, also } of commands.filter((one) => !own || !joining(one.name))) {
          for (const word of [name, ...also].filter((one) => one in answers)) {
            for (const typed of [word, `/${word}`, `  /${word.toUpperCase()} `]) {
              const said = await ask(story, chat, 'Megan', typed);
              assert.match(said, answers[word] ?? /$./, `${typed} in ${where}: ${said}`);
            }
          }
        }
      });
    }

    it('are all in help, with a slash alone with Rollcall and with the mention in groups', async () => {
      const personal = heard(await story.say(await story.personal('Adele'), 'Adele', 'help'));
      const group = heard(await story.say(await story.group('Adele', 'Pat'), 'Adele', 'help'));
      for (const { name } of commands) {
        assert.ok(personal.includes(`**/${name}`), name);
        assert.ok(group.includes(`**@Rollcall ${name}`), name);
      }
    });

    it('answer in the thread of a channel that they were said in', async () => {
      const channel = await story.channel('Pat', 'Lee');
      await story.say(channel, 'Pat', 'hello');
      const [first] = await story.messages(channel);
      await story.say(channel, 'Pat', 'help', { post: first?.id });
      await ask(story, channel, 'Pat', 'meet now Thread', { post: first?.id });
      const posts = (await story.messages(channel)) as unknown as { from: string; post: string }[];
      assert.deepEqual([...new Set(posts.map(({ post }) => post))], [first?.id]);
      assert.match(wordsOf(await story.cardWith(channel, 'Thread')), /Thread/);
    });

    it('come back as a suggestion where a word is not quite one', async () => {
      const chat = await story.personal('Pat');
      assert.match(heard(await story.say(chat, 'Pat', '/rooster')), /Did you mean "roster"\?/);
      assert.match(heard(await story.say(chat, 'Pat', 'invte @Megan')), /Did you mean "invite"\?/);
      assert.match(
        heard(await story.say(chat, 'Pat', 'what is the weather')),
        /isn't something Rollcall knows/,
      );
    });

    it('take the mention alone, or between words, for nothing', async () => {
      const chat = await story.group('Pat', 'Lee');
      assert.match(heard(await story.say(chat, 'Pat', '')), /What Rollcall does/);
      assert.match(heard(await story.say(chat, 'Pat', 'help <at>Rollcall</at>')), /What Rollcall does/);
    });
  });

  describe('the welcome', () => {
    it('is said once an install, however often the event comes, and again after an uninstall', async () => {
      const chat = await story.group('Nestor', 'Lynne');
      const install = async (how: 'install' | 'uninstall') => {
        await story.control('POST', `/conversations/${encodeURIComponent(chat)}/${how}`, {
          from: person('Nestor').id,
        });
        await story.advance(second);
      };
      const welcomes = async () =>
        (await story.messages(chat)).filter(({ card }) => wordsOf(card).includes('Rollcall is here')).length;
      await install('install');
      await install('install');
      assert.equal(await welcomes(), 1);
      const card = await story.cardWith(chat, 'Rollcall is here');
      assert.match(wordsOf(card.card), /Added by Nestor Wilke/);
      await install('uninstall');
      await install('install');
      assert.equal(await welcomes(), 2);
    });

    it('has a button that opens one form, and one meeting however often it is sent', async () => {
      const chat = await story.personal('Lynne');
      await story.control('POST', `/conversations/${encodeURIComponent(chat)}/install`, {
        from: person('Lynne').id,
      });
      await story.settle();
      const welcome = await story.cardWith(chat, 'Rollcall is here');
      const answer = await story.press(
        chat,
        'Lynne',
        welcome.id,
        'meetingForm',
        button(welcome.card, 'meetingForm'),
      );
      assert.match(answerOf(answer), /The form is below/);
      assert.ok(button((await story.cardWith(chat, 'Plan a meeting')).card, 'scheduleMeeting').formId);
    });
  });

  it('/meetings lists what is ahead for the sender, with links and where Rollcall is', async () => {
    const chat = await story.personal('Diego');
    const none = await ask(story, chat, 'Diego', 'meetings');
    assert.match(none, /No meetings ahead. Plan one here/);
    await ask(story, chat, 'Diego', 'meet Early tomorrow 9:00');
    await ask(story, chat, 'Diego', 'meet Late in 3 days at 9:00 with @Pat', {
      mentions: [person('Pat').id],
    });
    const said = await ask(story, chat, 'Diego', 'meetings');
    assert.match(said, /Early.*Organized by Diego Siciliani/);
    const pats = await ask(story, await story.personal('Pat'), 'Pat', '/meetings');
    assert.doesNotMatch(pats, /Early/);
  });

  describe('a command about a call', () => {
    it('means the call of the conversation, from the chat of its meeting too', async () => {
      const chat = await story.group('Megan', 'Adele');
      const room = await roomWith(story, chat, 'One room', 'Megan', 'Adele');
      assert.match(heard(await story.say(chat, 'Megan', 'roster')), /2 here, as of/);
      const meeting = await story.meetingChat(room.graph.id, 'Megan', 'Adele');
      assert.match(heard(await story.say(meeting, 'Adele', 'roster')), /2 here, as of/);
      const elsewhere = await story.personal('Megan');
      assert.match(heard(await story.say(elsewhere, 'Megan', 'roster')), /Rollcall isn't in a meeting here/);
      await story.say(chat, 'Megan', 'leave');
      await story.advance(3 * second);
      assert.match(heard(await story.say(chat, 'Megan', 'roster')), /That call is over/);
    });

    it('asks which of several, does it in the one chosen, and is not asked twice', async () => {
      const chat = await story.group('Megan', 'Adele', 'Pat');
      const first = await roomWith(story, chat, 'First room', 'Megan', 'Adele');
      const second2 = await roomWith(story, chat, 'Second room', 'Megan', 'Adele');
      await story.say(chat, 'Megan', 'mute @Adele Vance', { mentions: [person('Adele').id] });
      const question = await story.cardWith(chat, 'Which call or meeting?');
      assert.match(wordsOf(question.card), /First room.*Second room|Second room.*First room/);
      const data: Record<string, string> = {
        ...button(question.card, 'chooseCall'),
        callId: first.callId,
      };
      assert.match(data.rest ?? '', /Adele Vance/);
      const answer = await story.press(chat, 'Megan', question.id, 'chooseCall', data);
      assert.match(answerOf(answer), /First room it is/);
      await story.advance(5 * second);
      assert.match(wordsOf((await first.live()).card), /Megan Bowen muted Adele Vance/);
      assert.doesNotMatch(wordsOf((await second2.live()).card), /muted Adele/);
      const after = (await story.messages(chat)).find(({ id }) => id === question.id);
      assert.match(wordsOf(after?.card), /First room it is/);
      assert.doesNotMatch(wordsOf(after?.card), /chooseCall/);
      for (const callId of [first.callId, second2.callId]) {
        await story.say(chat, 'Megan', 'leave');
        const which = (await story.messages(chat)).findLast(({ card }) =>
          wordsOf(card).includes('Which call or meeting?'),
        );
        if (which && wordsOf(which.card).includes(callId)) {
          await story.press(chat, 'Megan', which.id, 'chooseCall', {
            ...button(which.card, 'chooseCall'),
            callId,
          });
        }
        await story.advance(12 * second);
      }
      assert.match(wordsOf((await first.live()).card), /Rollcall left/);
      assert.match(wordsOf((await second2.live()).card), /Rollcall left/);
    });
  });
});
