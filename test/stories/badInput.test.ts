import assert from 'node:assert/strict';
import { person, type Story, startStory, unhandled, wordsOf } from './harness.ts';
import { answerOf, ask, button, graphMeetings, heard, rawActivity, roomWith, second } from './steps.ts';

const berlin = { timezone: 'Europe/Berlin', locale: 'en-US' };
const guid = '00000000-0000-4000-8000-000000000001';

describe('bad input', () => {
  let story: Story;
  before(async () => {
    story = await startStory({ now: Date.parse('2026-11-19T09:00:00Z') });
  });
  after(() => story.close());
  afterEach(() => assert.deepEqual(unhandled, [], 'no unhandled rejection'));

  /** At most two sentences, and no word of our insides. */
  const short = (answer: string) => {
    assert.ok(answer.length > 0);
    assert.doesNotMatch(answer, /undefined|\[object|Error:|stack|null/);
  };

  describe('to /meet', () => {
    const four = Array.from({ length: 400 }, (_, index) => `person${index}@contoso.example`).join(', ');
    for (const [words, answer] of [
      ['meet Plan at 25:99', /could mean several things|Choose/],
      ['meet Plan on the 45th of Maytember at noonish o’clock 10:00', /Choose/],
      ['meet Plan yesterday 10:00', /has passed/],
      ['meet Plan tomorrow 15:00-14:00', /end is before the start|several/],
      ['meet Plan tomorrow 10:00 for 0 minutes', /at least five minutes/],
      ['meet Plan tomorrow 10:00 for 48 hours', /a day at most/],
      [`meet ${'s'.repeat(2_000)} tomorrow 10:00`, /2000 characters; 255 fit\. Shorten it/],
      ['meet Plan tomorrow 10:00 with Zebulon', /Nobody called Zebulon/],
      [
        `meet Plan tomorrow 10:00 with ${four}`,
        /people are too many; 250 can be invited|too long|characters/,
      ],
    ] as [string, RegExp][]) {
      it(`"${words.slice(0, 60)}"`, async () => {
        const chat = await story.personal('Lee');
        const before = (await graphMeetings(story)).length;
        const said = await ask(story, chat, 'Lee', words, berlin);
        assert.match(said, answer);
        assert.equal((await graphMeetings(story)).length, before);
      });
    }

    it('markup and control characters are shown as they were typed, and do nothing', async () => {
      const chat = await story.personal('Pat');
      const words =
        'meet <b>Bold</b> [click](https://evil.example) **x** \u0000\u0007 {{DATE(now)}} tomorrow 10:00';
      const said = await ask(story, chat, 'Pat', words, berlin);
      assert.ok(!said.includes('\u0007') && !said.includes('<b>'));
      assert.match(said, /Meeting: /);
      assert.doesNotMatch(said, /[^\\]\]\(https:\/\/evil/);
      const [meeting] = (await graphMeetings(story)).slice(-1);
      assert.ok([...(meeting?.subject ?? '')].every((letter) => letter >= ' '));
    });
  });

  describe('to a button', () => {
    let chat: string;
    let room: Awaited<ReturnType<typeof roomWith>>;
    before(async () => {
      chat = await story.group('Megan', 'Adele');
      room = await roomWith(story, chat, 'Pressed', 'Megan', 'Adele');
    });
    const press = async (verb: string, data: unknown) => {
      const answer = await story.press(chat, 'Megan', room.card, verb, data as object);
      assert.equal(answer.status, 200);
      short(answerOf(answer));
      return answerOf(answer);
    };

    it('made-up ids', async () => {
      assert.match(await press('bringIn', { meetingId: guid }), /no longer known/);
      assert.match(await press('cancelMeeting', { meetingId: guid }), /no longer known/);
      assert.match(await press('showRoster', { callId: guid }), /no longer known/);
      assert.match(await press('leaveCall', { callId: guid }), /no longer known/);
      const { callId } = room;
      assert.match(
        await press('removeChosen', { callId, chosen: `${guid},x', drop table calls; --` }),
        /Choose somebody/,
      );
      assert.match(await press('inviteChosen', { callId, invitees: guid }), /Nobody called/);
      assert.match(await press('retryInvite', { callId, controlId: 'x' }), /nothing to try again/);
      assert.match(
        await press('choosePerson', { callId, command: 'remove', personId: 'x' }),
        /no longer works/,
      );
      assert.match(
        await press('choosePerson', { callId, command: 'explode', personId: 'x' }),
        /no longer works/,
      );
      assert.match(await press('chooseCall', { callId, command: 'explode', rest: '' }), /no longer works/);
    });

    it('malformed data, and verbs there are none of', async () => {
      for (const [verb, data] of [
        ['showRoster', {}],
        ['showRoster', { callId: 'no id' }],
        ['showRoster', { callId: { id: guid } }],
        ['showRoster', [guid]],
        ['showRoster', 'text'],
        ['muteChosen', { callId: guid, show: 'everything' }],
        ['inviteChosen', { callId: guid, invitees: 'x'.repeat(20_000) }],
        ['explode', { callId: guid }],
        ['__proto__', { callId: guid }],
        ['constructor', {}],
        ['', {}],
      ] as [string, unknown][]) {
        assert.match(
          await press(verb, data),
          /That button no longer works. Type "help"/,
          `${verb} ${wordsOf(data)}`,
        );
      }
    });

    it('400 people', async () => {
      const people = Array.from({ length: 400 }, (_, i) => guid.slice(0, -3) + String(i + 100)).join(',');
      assert.match(
        await press('inviteChosen', { callId: room.callId, invitees: people }),
        /400 people are too many/,
      );
      await ask(story, chat, 'Megan', 'meet X on Friday', berlin);
      const form = await story.cardWith(chat, 'Plan a meeting');
      const { formId } = button(form.card, 'scheduleMeeting');
      const data = { formId, subject: 'X', date: '2026-11-20', time: '10:00', duration: '30', people };
      assert.match(await press('scheduleMeeting', data), /400 people are too many/);
    });

    it('a call that is over', async () => {
      await ask(story, chat, 'Megan', 'leave');
      await story.advance(5 * second);
      for (const verb of ['leaveCall', 'muteOthers', 'removeEveryone', 'inviteChosen', 'showRoster']) {
        assert.match(
          await press(verb, { callId: room.callId }),
          /That call is over. Bring Rollcall in again/,
        );
      }
    });
  });

  describe('to the endpoint', () => {
    it('1 MB, broken JSON and what is no activity are refused, with nothing changed', async () => {
      const chat = await story.personal('Nestor');
      const post = (rawBody: string) =>
        story.control<{ status: number; body: unknown }>(
          'POST',
          `/conversations/${encodeURIComponent(chat)}/messages`,
          {
            ...{ from: person('Nestor').id, text: 'help', mention: true, rawBody },
          },
        );
      const big = await post(rawActivity(story, chat, 'Nestor', 'x'.repeat(1024 * 1024)));
      assert.equal(big.status, 413);
      for (const broken of ['{"type":', 'null', '[]', '"x"', '{"type":"message"}']) {
        assert.equal((await post(broken)).status, 400, broken);
      }
      await story.advance(second);
      assert.deepEqual(
        (await story.messages(chat)).filter(({ from }) => from === 'bot'),
        [],
      );
      assert.match(await ask(story, chat, 'Nestor', 'help'), /What Rollcall does/);
    });

    it('activities of odd shapes are answered, never thrown on', async () => {
      const chat = await story.group('Nestor', 'Lynne');
      const odd = [
        { text: undefined },
        { text: null },
        { entities: 'x' },
        { entities: [null, { type: 'mention' }, { type: 'clientInfo', timezone: 7 }] },
        { channelData: null },
        { from: { id: '29:somebody' } },
        { locale: 'xx-nonsense' },
        { attachments: 'x' },
      ];
      for (const more of odd) {
        const rawBody = rawActivity(story, chat, 'Nestor', 'help', more);
        const path = `/conversations/${encodeURIComponent(chat)}/messages`;
        const from = { from: person('Nestor').id, text: 'help', mention: true };
        const { status } = await story.control<{ status: number }>('POST', path, { ...from, rawBody });
        assert.ok(status === 200 || status === 400, `${wordsOf(more)}: ${status}`);
        await story.advance(2 * second);
      }
      assert.match(await ask(story, chat, 'Nestor', 'help'), /What Rollcall does/);
    });
  });

  describe('with Graph gone', () => {
    it('people are told, and nothing is half done', async () => {
      const chat = await story.group('Megan', 'Adele');
      const room = await roomWith(story, chat, 'Unplugged', 'Megan', 'Adele');
      const before = (await graphMeetings(story)).length;
      await story.control('POST', '/faults', { kind: '503', retryAfter: 0.1 });
      const said = heard(await story.say(chat, 'Megan', 'meet Later tomorrow 10:00', berlin));
      await story.advance(60 * second);
      const all = heard((await story.messages(chat)).filter(({ from }) => from === 'bot'));
      assert.match(said + all, /Teams isn't answering right now\. Nothing more was changed/);
      await story.say(chat, 'Megan', 'mute Adele');
      await story.advance(90 * second);
      assert.match(
        wordsOf((await room.live()).card),
        /Teams didn't answer for Adele Vance|Muting|Reconnecting|is muting/,
      );
      await story.control('DELETE', '/faults');
      await story.advance(30 * second);
      assert.equal((await graphMeetings(story)).length, before);
      assert.match(await ask(story, chat, 'Megan', 'mute Adele'), /Muted Adele Vance|Muting/);
    }).timeout(120_000);
  });
});
