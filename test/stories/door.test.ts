import assert from 'node:assert/strict';
import { type Story, startStory, wordsOf } from './harness.ts';
import { button, roomWith } from './steps.ts';
import { announce, bearer, everythingKept, joins, post } from './wire.ts';

describe('what is no message at the door of the chat, its token good', () => {
  let story: Story;
  before(async () => {
    story = await startStory();
  });
  after(() => story.close());

  const bodies: [string, string, number][] = [
    ['nothing', '', 400],
    ['half of a JSON', '{"type":"message"', 400],
    ['a number', '7', 400],
    ['null', 'null', 400],
    [
      'an activity without a conversation',
      '{"type":"message","serviceUrl":"https://x","channelId":"msteams"}',
      400,
    ],
    ['a megabyte', `{"type":"message","text":"${'x'.repeat(1_000_000)}"}`, 413],
  ];
  for (const [what, body, status] of bodies) {
    it(`gets a ${status}, and nothing changes: ${what}`, async () => {
      const before = await everythingKept(story);
      const token = await bearer(story, 'messages');
      assert.equal(await post(story, '/api/messages', body, token), status);
      assert.equal(await announce(story, '/api/messages', 10_000_000, token), 413);
      await story.settle();
      assert.equal(await everythingKept(story), before);
    });
  }

  it('other addresses are not there', async () => {
    for (const path of ['/', '/api', '/api/calls/a/b', '/metrics', '/simulator/v1/calls']) {
      assert.ok([404, 405].includes(await post(story, path, {}, await bearer(story, 'calls'))), path);
    }
  });
});

describe('a press with made-up data', () => {
  it('says what to do next and changes nothing', async () => {
    const story = await startStory();
    try {
      const chat = await story.group('Megan', 'Adele');
      const { live, callId } = await roomWith(story, chat, 'Budget', 'Megan', 'Adele');
      const before = wordsOf((await live()).card);
      await story.press(chat, 'Megan', (await live()).id, 'showRoster', { callId });
      const card = await story.cardWith(chat, '2 here, as of');
      const madeUp = '11111111-2222-4333-8444-555555555555';
      const presses: [string, object][] = [
        ['leaveCall', { callId: madeUp }],
        ['leaveCall', { callId: 'not an id' }],
        ['leaveCall', {}],
        ['removeChosen', { callId, chosen: madeUp, confirmed: true }],
        ['muteChosen', { callId, chosen: 'x,y,z' }],
        ['retryInvite', { callId, controlId: madeUp }],
        ['bringIn', { meetingId: madeUp }],
        ['nothingOfTheSort', {}],
        ['constructor', { callId }],
        ['inviteChosen', { callId, invitees: madeUp }],
      ];
      for (const [verb, data] of presses) {
        const answer = await story.press(chat, 'Megan', card.id, verb, data);
        assert.equal(answer.status, 200, verb);
        const words = wordsOf(answer.body?.value);
        assert.ok(words.length > 10, verb);
        assert.doesNotMatch(words, /our fault|undefined|\[object/, verb);
      }
      assert.equal(joins(story).length, 1);
      assert.equal(wordsOf((await live()).card), before);
      assert.ok(button((await live()).card, 'leaveCall'));
    } finally {
      await story.close();
    }
  });
});
