/** Three instances as processes of their own on one database, with no memory of whose call it is; then one alone. */
import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { type FreshDatabase, freshDatabase } from '../fixtures/database.ts';
import { type TcpProxy, tcpProxy } from '../fixtures/tcpProxy.ts';
import { alternating, type Front, freePorts } from './front.ts';
import {
  authorityDir,
  botId,
  person,
  type SaidMessage,
  type Story,
  settingsFor,
  tenantId,
  trafficFile,
  trust,
  wordsOf,
} from './harness.ts';
import { type Instance, startInstance } from './instance.ts';
import { eventually } from './ownProcess.ts';
import { button } from './steps.ts';
import { asked } from './wire.ts';

describe('three instances, notifications of one call sprayed over them', () => {
  let simulator: Simulator;
  let database: FreshDatabase;
  let front: Front;
  let proxy: TcpProxy;
  let instances: Instance[];
  let ports: number[];

  before(async () => {
    ports = await freePorts(3);
    front = await alternating(ports);
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
    const through = new URL(database.url);
    proxy = await tcpProxy(Number(through.port));
    through.port = String(proxy.port);
    instances = await Promise.all(
      ports.map((port, at) => {
        const url = at === 2 ? through.href : database.url;
        const settings = settingsFor({ url: simulator.url, port, database: url });
        return startInstance({ PATH: process.env.PATH, ...settings, EXTRA_CA_FILE: simulator.caFile });
      }),
    );
  }).timeout(60_000);
  after(async () => {
    for (const instance of instances ?? []) await instance.kill();
    await front?.close();
    await simulator?.close();
    await proxy?.close();
    await database?.close();
  });

  const ready = async (port: number) => (await fetch(`http://127.0.0.1:${port}/readyz`)).status;

  /** A meeting from its beginning to its end; `trouble` comes while people join. @returns everything that it came to */
  async function meeting(subject: string, trouble: (what: 'early' | 'late') => Promise<void>) {
    const members = ['Megan', 'Adele', 'Pat'].map((name) => person(name).id);
    const chat = simulator.channel.open({ type: 'groupChat', members, topic: subject }).id;
    const requests = asked({ simulator } as unknown as Story, /./).length;
    const say = (text: string, ...names: string[]) => {
      const mentions = names.map((name) => person(name).id);
      return simulator.channel.say(chat, { from: person('Megan').id, text, mention: true, mentions });
    };
    const shows = (wanted: RegExp) =>
      eventually(`a card that says ${wanted}`, async () => {
        const messages = simulator.channel.conversation(chat).messages as unknown as SaidMessage[];
        return messages.findLast(({ card }) => card && wanted.test(wordsOf(card)));
      });
    await say(`meet now ${subject}`);
    const made = await shows(/"bringIn"/);
    const graph = [...simulator.world.meetings.values()].find((one) => one.subject === subject);
    assert.ok(graph);
    const come = (...names: string[]) => {
      for (const name of names) {
        const who = simulator.world.person(person(name).id);
        if (who) simulator.world.join(graph.room, who);
      }
    };
    const data = button(made.card, 'bringIn');
    await simulator.channel.press(chat, {
      from: person('Megan').id,
      activityId: made.id,
      verb: 'bringIn',
      data,
    });
    await shows(/0 here/);
    come('Megan', 'Adele');
    await trouble('early');
    come('Pat', 'Nestor');
    await shows(/4 here/);
    await trouble('late');
    await say('mute @Pat Gomez', 'Pat');
    await say('invite @Alex Johnson', 'Alex Johnson');
    await shows(/5 here/);
    await say('leave');
    await shows(/Rollcall left/);
    const { rows } = await sql<{ phase: string; state: { ending: { reason: string } } }>`
      select phase, state from calls where state ->> 'subject' = ${subject}`.execute(database.db);
    const { rows: deeds } = await sql<{ verb: string; outcomes: string }>`
      select audit.verb, string_agg(target ->> 'name' || ' ' || (target ->> 'outcome'), ', ') as outcomes
      from audit join calls on calls.id = audit.call_id, jsonb_array_elements(audit.targets) as target
      where calls.state ->> 'subject' = ${subject} group by audit.control_id, audit.verb order by audit.verb`.execute(
      database.db,
    );
    const asks = asked({ simulator } as unknown as Story, /./).slice(requests);
    const changes = asks.filter(({ what, status }) => !what.startsWith('GET') && status < 300);
    const plain = changes.map(({ what }) =>
      what.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '{id}').replace(/\/users\/.*/, '/users/…'),
    );
    return {
      calls: rows.map(({ phase, state }) => [phase, state.ending.reason]),
      deeds: deeds.map(({ verb, outcomes }) => `${verb}: ${outcomes}`),
      graph: plain.toSorted(),
      legs: [...simulator.world.calls.values()]
        .filter(({ room }) => room.meetingId === graph.id)
        .map(({ state }) => state),
    };
  }

  it('one of them killed, another cut off from the database, come to what one alone comes to', async () => {
    const [first, second, third] = instances;
    const many = await meeting('Many', async (what) => {
      if (what === 'early') {
        await first?.kill();
        front.without(ports[0] ?? 0);
        // Still in the round: what it cannot save it refuses, and Graph tells another.
        proxy.cut();
      } else {
        assert.equal(await ready(ports[2] ?? 0), 503);
        front.without(ports[2] ?? 0);
        proxy.mend();
        await eventually('that it is ready again', async () => (await ready(ports[2] ?? 0)) === 200);
      }
    });
    assert.equal(await third?.stop(), 0);
    const alone = await meeting('Alone', async () => undefined);
    assert.deepEqual(many, alone);
    assert.deepEqual(many.calls, [['ended', 'left']]);
    assert.deepEqual(many.legs, ['terminated']);
    for (const table of ['effects', 'call_events', 'timers'])
      assert.equal((await sql`select 1 from ${sql.table(table)}`.execute(database.db)).rows.length, 0, table);
    assert.deepEqual([second?.died(), second?.complaints(), third?.complaints()], [null, '', '']);
  }).timeout(90_000);
});
