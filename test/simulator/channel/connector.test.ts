import assert from 'node:assert/strict';
import { personMri } from '../../../src/simulator/channel/names.ts';
import { accessToken } from '../../../src/simulator/entra.ts';
import type { Simulator } from '../../../src/simulator/simulator.ts';
import { botId, tenantId } from './echoBot.ts';
import { type Fixture, startFixture } from './fixture.ts';

describe('the simulated connector', () => {
  let fixture: Fixture;
  let simulator: Simulator;

  before(async () => {
    fixture = await startFixture();
    simulator = fixture.simulator;
  });

  after(() => fixture.close());

  const ask = async (method: string, path: string, body?: unknown, token?: string) => {
    const bearer = token ?? (await accessToken(simulator.context, 'https://api.botframework.com'));
    const response = await fetch(`${simulator.url}/teams/${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : null };
  };
  const fresh = (name: string) =>
    simulator.channel.open({ type: 'groupChat', members: ['Megan Bowen'], id: `19:${name}@thread.v2` });
  const activities = (id: string) => `v3/conversations/${encodeURIComponent(id)}/activities`;

  it('refuses whoever has no token of the bot for it', async () => {
    const { id } = fresh('tokens');
    const hello = { type: 'message', text: 'hello' };
    assert.equal((await ask('POST', activities(id), hello, '')).status, 401);
    const graph = await accessToken(simulator.context, 'https://graph.microsoft.com');
    assert.equal((await ask('POST', activities(id), hello, graph)).status, 401);
    assert.equal((await ask('POST', activities(id), hello)).status, 201);
  });

  it('says 429 with Retry-After to the eighth message of a second, and counts updates', async () => {
    const { id } = fresh('hurry');
    const { body } = await ask('POST', activities(id), { type: 'message', text: '1' });
    const statuses: number[] = [];
    for (let n = 2; n <= 8; n++) {
      const update = await ask('PUT', `${activities(id)}/${body.id}`, { type: 'message', text: `${n}` });
      statuses.push(update.status);
      if (n === 8) assert.match(update.headers.get('retry-after') ?? '', /^[12]$/);
    }
    assert.deepEqual(statuses, [200, 200, 200, 200, 200, 200, 429]);
    const { id: other } = fresh('calm');
    assert.equal((await ask('POST', activities(other), { type: 'message', text: '1' })).status, 201);
  });

  it('takes a message back, and refuses what is too big', async () => {
    const { id } = fresh('sizes');
    const { body } = await ask('POST', activities(id), { type: 'message', text: 'oops' });
    assert.equal((await ask('DELETE', `${activities(id)}/${body.id}`)).status, 200);
    assert.equal(simulator.channel.conversation(id).messages[0]?.deleted, true);
    assert.equal(
      (await ask('PUT', `${activities(id)}/${body.id}`, { type: 'message', text: 'x' })).status,
      404,
    );
    const huge = { type: 'message', text: 'x'.repeat(60_000) };
    assert.equal((await ask('POST', activities(id), huge)).status, 413);
  });

  it('opens a chat with one person and no group chat', async () => {
    const lee = simulator.world.person('Lee Gu');
    const members = [{ id: personMri(botId, lee?.id ?? '') }];
    const made = await ask('POST', 'v3/conversations', { members, tenantId });
    assert.equal(made.status, 201);
    assert.match(made.body.id, /^a:/);
    const again = await ask('POST', 'v3/conversations', { members: [{ id: lee?.id }], tenantId });
    assert.equal(again.body.id, made.body.id);
    const grouped = await ask('POST', 'v3/conversations', { isGroup: true, members, tenantId });
    assert.equal(grouped.status, 400);
    assert.equal(grouped.body.error.code, 'BadSyntax');
  });

  it('refuses a bot that was taken away', async () => {
    const { id } = fresh('gone');
    await simulator.channel.install(id, 'Megan Bowen', 'remove');
    const { status, body } = await ask('POST', activities(id), { type: 'message', text: 'still here' });
    assert.equal(status, 403);
    assert.equal(body.error.code, 'BotNotInConversationRoster');
  });
});
