/** Rollcall on the phone, killed with SIGKILL, and its successor on the same database. */
import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { control as simulated } from './control.ts';
import { person } from './harness.ts';
import { eventually, type OwnProcess, ownProcess } from './ownProcess.ts';
import { asked } from './wire.ts';

describe('a process that is killed while somebody calls', () => {
  let rollcall: OwnProcess;
  beforeEach(async () => {
    rollcall = await ownProcess();
    await rollcall.start();
  });
  afterEach(() => rollcall.close());

  const control = <T>(method: string, path: string, body?: object) =>
    simulated<T>(rollcall.simulator, method, path, body);
  const dial = () => control<{ id: string }>('POST', '/calls', { from: person('Megan').id });
  const heard = async (id: string): Promise<string> => {
    const { heard: sounds } = await control<{ heard: { words: string | null }[] }>(
      'GET',
      `/calls/${id}/media`,
    );
    return sounds.map(({ words }) => words ?? '').join(' ');
  };
  const hears = (id: string, words: string) =>
    eventually(words, async () => (await heard(id)).includes(words));
  const press = (id: string, key: string) => control('POST', `/calls/${id}/press`, { key });
  const state = async (id: string) => (await control<{ state: string }>('GET', `/calls/${id}`)).state;
  const answers = () => asked(rollcall, /\/answer$/).length;

  it('is followed by one that goes on with the menu where it was, and answers nobody twice', async () => {
    const { id } = await dial();
    await hears(id, 'Welcome');
    await press(id, '1');
    await hears(id, 'Monday to Friday');
    await rollcall.kill();
    await rollcall.letTimePass();
    await rollcall.start();
    await press(id, '0');
    await eventually('the transfer', async () => (await state(id)) === 'terminated');
    assert.equal(answers(), 1);
    assert.equal(asked(rollcall, /\/transfer$/).length, 1);
  }).timeout(90_000);

  it('with its answer under way: it is answered, and the menu heard, by the next one', async () => {
    rollcall.simulator.faults.add({ kind: 'delay', route: '/answer', ms: 1_000, count: 1 });
    const { id } = await dial();
    await eventually('the answer on its way', async () => rollcall.simulator.faults.list().length === 0);
    await rollcall.kill();
    await rollcall.letTimePass();
    await rollcall.start();
    await hears(id, 'Welcome');
    assert.equal(answers(), 1);
  }).timeout(90_000);

  it('is followed by one that learns of a caller who hung up meanwhile, and owes nothing', async () => {
    const { id } = await dial();
    await hears(id, 'Welcome');
    await rollcall.kill();
    await control('POST', `/calls/${id}/hangUp`, {});
    await rollcall.start();
    await eventually('the end', async () => {
      const { rows } = await sql`select 1 from calls where phase <> 'ended'`.execute(rollcall.database.db);
      return rows.length === 0;
    });
    for (const table of ['effects', 'call_events'])
      assert.equal(
        (await sql`select 1 from ${sql.table(table)}`.execute(rollcall.database.db)).rows.length,
        0,
      );
  }).timeout(90_000);

  it('while it places a call: nobody is rung twice, and what was to be said is said', async () => {
    const chat = rollcall.simulator.channel.open({ type: 'groupChat', members: [person('Megan').id] }).id;
    rollcall.simulator.faults.add({
      kind: 'delay',
      route: 'POST /communications/calls',
      ms: 1_000,
      count: 1,
    });
    await rollcall.simulator.channel.say(chat, {
      ...{ from: person('Megan').id, mention: true, mentions: [person('Adele').id] },
      text: 'call @Adele Vance say "The meeting moved to 4pm"',
    });
    await eventually('the call on its way', async () => rollcall.simulator.faults.list().length === 0);
    await rollcall.kill();
    await rollcall.letTimePass();
    await rollcall.start();
    const [leg] = await eventually('the call', async () => {
      const legs = await control<{ id: string }[]>('GET', '/calls');
      return legs.length > 0 && legs;
    });
    await hears(leg?.id ?? '', 'The meeting moved to 4pm');
    assert.equal((await control<unknown[]>('GET', '/calls')).length, 1);
  }).timeout(90_000);
});
