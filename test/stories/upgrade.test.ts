/** Two releases side by side on one database: expand, then contract, with a call under way. */
import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { createLog } from '../../src/lib/log.ts';
import { openDatabase } from '../../src/store/database.ts';
import { ownRelease } from '../../src/store/migrations/index.ts';
import { control } from './control.ts';
import { alternating, type Front, freePorts } from './front.ts';
import { person } from './harness.ts';
import { makeNextRelease, type NextRelease } from './nextRelease.ts';
import { eventually } from './ownProcess.ts';
import { type Surroundings, surroundings } from './surroundings.ts';

describe('an upgrade without a pause', () => {
  let around: Surroundings;
  let front: Front;
  const made: NextRelease[] = [];

  beforeEach(async () => {
    front = await alternating([]);
    around = await surroundings(front.url);
    made.push(...(await Promise.all([makeNextRelease(1), makeNextRelease(2)])));
  });
  afterEach(async () => {
    await front?.close();
    await around?.close();
    for (const release of made.splice(0)) await release.remove();
  });

  const hears = (id: string, words: string) =>
    eventually(words, async () => {
      const at = `/calls/${id}/media`;
      const { heard } = await control<{ heard: { words: string | null }[] }>(around.simulator, 'GET', at);
      return heard.some((sound) => sound.words?.includes(words));
    });
  /** Each of them gives the help it is asked for, and not the reason why it cannot. */
  const help = async (chat: string, ...ports: number[]): Promise<void> => {
    for (const port of ports) {
      const others = ports.filter((other) => other !== port);
      for (const other of others) front.without(other);
      const { messages } = around.simulator.channel.conversation(chat);
      const before = messages.length;
      await around.simulator.channel.say(chat, { from: person('Megan').id, text: 'help' });
      const answer = await eventually('the answer', async () =>
        messages.slice(before).find(({ from }) => from === 'bot'),
      );
      assert.ok(answer.card, answer.text ?? '');
      for (const other of others) front.with(other);
    }
  };

  it('keeps a call and the chat going over an expanding and a contracting release, and stops there', async () => {
    const { simulator, database, start } = around;
    const [first = 0, second = 0, third = 0] = await freePorts(3);
    const old = await start(first);
    front.with(first);
    const chat = simulator.channel.open({ type: 'personal', members: [person('Megan').id] }).id;
    await help(chat, first);
    const { id } = await control<{ id: string }>(simulator, 'POST', '/calls', { from: person('Adele').id });
    await hears(id, 'Welcome');

    // Both at once: the newer one has expanded the tables under the older one.
    const expanding = await start(second, {}, made[0]?.main);
    front.with(second);
    await control(simulator, 'POST', `/calls/${id}/press`, { key: '1' });
    await hears(id, 'Monday to Friday');
    await help(chat, first, second);
    front.without(first);
    assert.equal(await old.stop(), 0);

    // The newest drops what the oldest needs, and the one between does not.
    const contracting = await start(third, {}, made[1]?.main);
    front.with(third);
    await help(chat, second, third);
    await control(simulator, 'POST', `/calls/${id}/press`, { key: '0' });
    await eventually(
      'the transfer',
      async () => (await control<{ state: string }>(simulator, 'GET', `/calls/${id}`)).state === 'terminated',
    );
    await assert.rejects(
      openDatabase({ url: database.url, dataDir: '', log: createLog('silent') }),
      new RegExp(`of release ${ownRelease + 2} and this Rollcall of release ${ownRelease}: only neighbours`),
    );
    for (const one of [expanding, contracting]) assert.deepEqual([one.complaints(), one.died()], ['', null]);
    await eventually('that no message is left over', async () => {
      const { rows } = await sql`select from inbound where handled_at is null`.execute(database.db);
      return rows.length === 0;
    });
  }).timeout(240_000);
});
