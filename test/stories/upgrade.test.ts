/** Two releases side by side on one database: expand, then contract, with a call under way. */
import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { createLog } from '../../src/lib/log.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { openDatabase } from '../../src/store/database.ts';
import { ownRelease } from '../../src/store/migrations/index.ts';
import { type FreshDatabase, freshDatabase } from '../fixtures/database.ts';
import { alternating, type Front, freePorts } from './front.ts';
import { authorityDir, botId, person, settingsFor, tenantId, trafficFile, trust } from './harness.ts';
import { type Instance, startInstance } from './instance.ts';
import { makeNextRelease, type NextRelease } from './nextRelease.ts';
import { eventually } from './ownProcess.ts';

describe('an upgrade without a pause', () => {
  let simulator: Simulator;
  let database: FreshDatabase;
  let front: Front;
  let ports: number[];
  const running: Instance[] = [];
  const made: NextRelease[] = [];

  beforeEach(async () => {
    ports = await freePorts(3);
    front = await alternating(ports.slice(0, 1));
    simulator = await startSimulator({
      ...{
        dataDir: authorityDir,
        botId,
        botPassword: 'story-secret',
        tenantId,
        trafficFile,
        autoFill: false,
      },
      botUrl: front.url,
    });
    trust(simulator.caFile);
    database = await freshDatabase();
    made.push(...(await Promise.all([makeNextRelease(1), makeNextRelease(2)])));
  });
  afterEach(async () => {
    for (const one of running.splice(0)) await one.kill();
    await front.close();
    await simulator.close();
    await database.close();
    for (const release of made.splice(0)) await release.remove();
  });

  const start = async (port = 0, main?: string): Promise<Instance> => {
    const settings = settingsFor({ url: simulator.url, port, database: database.url });
    const env = { PATH: process.env.PATH, ...settings, EXTRA_CA_FILE: simulator.caFile };
    const instance = await startInstance(env, main);
    running.push(instance);
    return instance;
  };
  const control = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const response = await fetch(`${simulator.url}/simulator/v1${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return (await response.json()) as T;
  };
  const hears = (id: string, times: number, words: string) =>
    eventually(words, async () => {
      const { heard } = await control<{ heard: { words: string | null }[] }>('GET', `/calls/${id}/media`);
      return heard.filter((sound) => sound.words?.includes(words)).length >= times;
    });
  const says = async (chat: string): Promise<void> => {
    const at = `/conversations/${encodeURIComponent(chat)}`;
    const heard = async () =>
      (await control<{ messages: { from: string }[] }>('GET', at)).messages.filter(
        ({ from }) => from === 'bot',
      ).length;
    const before = await heard();
    await control('POST', `${at}/messages`, { from: person('Megan').id, text: 'help' });
    await eventually('the answer', async () => (await heard()) > before);
  };

  it('keeps a call and the chat going over an expanding and a contracting release, and stops there', async () => {
    const [first = 0, second = 0, third = 0] = ports;
    const old = await start(first);
    const chat = (
      await control<{ id: string }>('POST', '/conversations', {
        type: 'personal',
        members: [person('Megan').id],
      })
    ).id;
    await says(chat);
    const { id } = await control<{ id: string }>('POST', '/calls', { from: person('Adele').id });
    await hears(id, 1, 'Welcome');

    // Both at once: the newer one has expanded the tables under the older one.
    const expanding = await start(second, made[0]?.main);
    front.with(second);
    await control('POST', `/calls/${id}/press`, { key: '1' });
    await hears(id, 1, 'Monday to Friday');
    for (let both = 0; both < 2; both += 1) await says(chat);
    front.without(first);
    assert.equal(await old.stop(), 0);

    // The newest drops what the oldest needs, and the one between does not.
    await start(third, made[1]?.main);
    front.with(third);
    for (let both = 0; both < 2; both += 1) await says(chat);
    await control('POST', `/calls/${id}/press`, { key: '0' });
    await eventually(
      'the transfer',
      async () => (await control<{ state: string }>('GET', `/calls/${id}`)).state === 'terminated',
    );
    await assert.rejects(
      openDatabase({ url: database.url, dataDir: '', log: createLog('silent') }),
      new RegExp(`of release ${ownRelease + 2} and this Rollcall of release ${ownRelease}: only neighbours`),
    );
    for (const one of [expanding, ...running.slice(2)])
      assert.deepEqual([one.complaints(), one.died()], ['', null]);
    const { rows } = await sql`select 1 from inbound where handled_at is null`.execute(database.db);
    assert.deepEqual(rows, []);
  }).timeout(90_000);
});
