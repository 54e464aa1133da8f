import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { makeKeys } from '../../src/simulator/keys.ts';
import { person, type Story, startStory } from './harness.ts';
import { roomWith } from './steps.ts';
import { announce, bearer, claimsFor, type Endpoint, everythingKept, post } from './wire.ts';

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const seconds = (story: Story) => Math.floor(story.clock.now() / 1000);

/** Every way for a token to be wrong; null: no Authorization header at all. */
const forgeries: Record<string, (story: Story, endpoint: Endpoint) => Promise<string | null>> = {
  'no token': async () => null,
  'an unsigned one': async (story, endpoint) =>
    `Bearer ${part({ alg: 'none', typ: 'JWT' })}.${part(claimsFor(story, endpoint))}.`,
  'one signed with a key of their own under a known id': async (story, endpoint) => {
    const { calls, channel } = story.simulator.context.keys;
    const key = await makeKeys((endpoint === 'calls' ? calls : channel).kid);
    return bearer(story, endpoint, {}, key);
  },
  'one of an unknown key': async (story, endpoint) =>
    bearer(story, endpoint, {}, await makeKeys('nobody-knows-it')),
  'one of the other endpoint': (story, endpoint) =>
    bearer(story, endpoint === 'calls' ? 'messages' : 'calls'),
  'one that Entra gave the bot itself': (story, endpoint) =>
    bearer(story, endpoint, {}, story.simulator.context.keys.entra),
  'one with another signature': async (story, endpoint) =>
    `${(await bearer(story, endpoint)).slice(0, -40)}${'A'.repeat(40)}`,
  'one that has expired': (story, endpoint) => bearer(story, endpoint, { exp: seconds(story) - 301 }),
  'one that is not valid yet': (story, endpoint) => bearer(story, endpoint, { nbf: seconds(story) + 400 }),
  'one for another audience': (story, endpoint) => bearer(story, endpoint, { aud: randomUUID() }),
  'one of another issuer': (story, endpoint) => bearer(story, endpoint, { iss: 'https://issuer.example' }),
};

const foreignTenant = '99999999-9999-4999-8999-999999999999';

describe('a token that must not be believed', () => {
  let story: Story;
  let callId: string;
  let chat: string;
  let body: Record<string, object>;

  before(async () => {
    story = await startStory();
    chat = await story.group('Megan', 'Adele');
    ({ callId } = await roomWith(story, chat, 'Budget review', 'Megan', 'Adele'));
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
    assert.ok(status === 401 || status === 403, `answered ${status}`);
    assert.equal(await announce(story, path, 10_000_000, token), status === 403 ? 413 : 401);
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

  it('is refused on /api/messages: one for another service URL, and one for none', async () => {
    for (const serviceurl of ['https://service.example/', undefined]) {
      const token = await bearer(story, 'messages', { serviceurl });
      await refused('/api/messages', body.messages ?? {}, token);
    }
  });

  it('is refused on /api/calls: one of a foreign tenant, and one of none', async () => {
    for (const tid of [foreignTenant, undefined]) {
      await refused(`/api/calls/${callId}`, body.calls ?? {}, await bearer(story, 'calls', { tid }));
    }
  });

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
