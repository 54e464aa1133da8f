import assert from 'node:assert/strict';
import { forgeries, forgeriesOf } from './forgeries.ts';
import { person, type Story, startStory } from './harness.ts';
import { minute, roomWith } from './steps.ts';
import { announce, bearer, everythingKept, post } from './wire.ts';

describe('a token that must not be believed', () => {
  let story: Story;
  let callId: string;
  let chat: string;
  let body: Record<string, object>;

  before(async () => {
    story = await startStory();
    chat = await story.group('Megan', 'Adele');
    ({ callId } = await roomWith(story, chat, 'Budget review', 'Megan', 'Adele'));
    // No timer is due while a forger is at work, however long making a key takes.
    await story.advance(minute);
    const [graph] = await story.control<{ id: string }[]>('GET', '/calls');
    const ended = { '@odata.type': '#microsoft.graph.call', state: 'terminated' };
    const note = {
      changeType: 'deleted',
      resourceUrl: `/communications/calls/${graph?.id}`,
      resourceData: ended,
    };
    const calls = { '@odata.type': '#microsoft.graph.commsNotifications', value: [note] };
    const messages = {
      type: 'message',
      id: 'forged-1',
      text: 'leave',
      serviceUrl: `${story.simulator.url}/`,
      channelId: 'msteams',
      from: { id: '29:1', aadObjectId: person('Megan').id, name: 'Megan Bowen' },
      recipient: { id: '28:bot' },
      conversation: { id: chat, conversationType: 'personal', tenantId: story.config.BOT_TENANT_ID },
      channelData: { tenant: { id: story.config.BOT_TENANT_ID } },
    };
    body = { calls, messages };
  });
  after(() => story.close());

  /** Refused, and nothing is otherwise than before: no row, no reply, nobody out of the meeting. */
  async function refused(path: string, sent: object, token: string | null) {
    const before = [await everythingKept(story), JSON.stringify(await story.messages(chat))];
    const status = await post(story, path, sent, token);
    await story.settle();
    assert.ok([401, 403, 431].includes(status), `answered ${status}`);
    assert.equal(await announce(story, path, 10_000_000, token), status === 403 ? 413 : status);
    await story.settle();
    assert.deepEqual([await everythingKept(story), JSON.stringify(await story.messages(chat))], before);
  }

  for (const [what, make] of Object.entries(forgeries)) {
    it(`is refused on /api/messages: ${what}`, async () => {
      await refused('/api/messages', body.messages ?? {}, await make(story, 'messages'));
    });
    it(`is refused on /api/calls and /api/calls/{id}: ${what}`, async () => {
      const token = await make(story, 'calls');
      await refused('/api/calls', body.calls ?? {}, token);
      await refused(`/api/calls/${callId}`, body.calls ?? {}, token);
    });
  }

  for (const [what, make] of Object.entries(forgeriesOf.messages))
    it(`is refused on /api/messages: ${what}`, async () =>
      refused('/api/messages', body.messages ?? {}, await make(story, 'messages')));
  for (const [what, make] of Object.entries(forgeriesOf.calls))
    it(`is refused on /api/calls/{id}: ${what}`, async () =>
      refused(`/api/calls/${callId}`, body.calls ?? {}, await make(story, 'calls')));

  it('is refused however the channel itself delivers it', async () => {
    const ways = ['wrongKey', 'unknownKey', 'wrongAudience', 'wrongIssuer', 'wrongServiceUrl', 'expired'];
    for (const forge of [...ways, 'notYetValid', 'unsigned', 'noToken']) {
      const before = await everythingKept(story);
      const said = await story.say(chat, 'Megan', 'leave', { forge });
      assert.deepEqual(said, [], forge);
      assert.equal(await everythingKept(story), before, forge);
    }
  });

  it('a person of a foreign tenant changes nothing, whatever the channel vouches for', async () => {
    const kept = async () => ({ ...JSON.parse(await everythingKept(story)), inbound: null });
    const before = await kept();
    const calls = await story.control<{ state: string }[]>('GET', '/calls');
    const said = await story.say(chat, 'Megan', 'leave', { forge: 'wrongTenant' });
    assert.match(said.map(({ text }) => text).join(' '), /only for people of its own organization/);
    assert.deepEqual(await story.control('GET', '/calls'), calls);
    assert.deepEqual(await kept(), before);
  });

  it('lets the real ones in', async () => {
    assert.equal(await post(story, '/api/calls', { value: [] }, await bearer(story, 'calls')), 202);
    const token = await bearer(story, 'messages');
    assert.equal(await post(story, '/api/messages', body.messages ?? {}, token), 200);
    await story.settle();
  });
});
