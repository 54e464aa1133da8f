/**
 * Instances as processes of their own on one database, with no memory of whose call it is: one alone, then two, then
 * three of them.
 */
import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { type TcpProxy, tcpProxy } from '../fixtures/tcpProxy.ts';
import { alternating, type Front, freePorts } from './front.ts';
import { person, type SaidMessage, wordsOf } from './harness.ts';
import type { Instance } from './instance.ts';
import { cardsDue, eventually, leasesRunOut } from './ownProcess.ts';
import { button } from './steps.ts';
import { type Surroundings, surroundings } from './surroundings.ts';
import { asked } from './wire.ts';

/** An instance behind the front, and its line to the database. */
interface One {
  port: number;
  line: TcpProxy;
  instance: Instance;
}

/** Whoever is gone may have had a card in hand, which is another's after half a minute. */
const patiently = <T>(what: string, look: () => Promise<T | false | undefined>) =>
  eventually(what, look, 120_000);

/** What happens to instances at points of a meeting. */
interface Trouble {
  /** Rollcall is in the meeting and has nothing in hand; people come after it. */
  early?(): Promise<void>;
  /** The card shows everybody who came; commands come after it. */
  late?(): Promise<void>;
  /** Around the command that invites somebody; again nobody has anything in hand. */
  inviting?(say: () => Promise<void>): Promise<void>;
}

describe('several instances, notifications of one call sprayed over them', () => {
  let front: Front;
  let around: Surroundings;
  let alone: Awaited<ReturnType<typeof meeting>>;
  /** Those that are not killed, the oldest first. */
  const living: One[] = [];
  const lines: TcpProxy[] = [];

  /** Starts as many more as there are to be. */
  async function grow(many: number): Promise<void> {
    const ports = await freePorts(many - living.length);
    const started = ports.map(async (port): Promise<One> => {
      const address = new URL(around.database.url);
      const line = await tcpProxy(Number(address.port));
      lines.push(line);
      address.port = String(line.port);
      return { port, line, instance: await around.start(port, { DATABASE_URL: address.href }) };
    });
    living.push(...(await Promise.all(started)));
    for (const port of ports) front.with(port);
  }

  before(async () => {
    front = await alternating([]);
    around = await surroundings(front.url);
    await grow(1);
    alone = await meeting('Alone');
    assert.deepEqual([alone.calls, alone.legs], [[['ended', 'left']], ['terminated']]);
  }).timeout(300_000);
  after(async () => {
    await front?.close();
    for (const line of lines) await line.close();
    await around?.close();
  });

  const ready = async ({ port }: One) => (await fetch(`http://127.0.0.1:${port}/readyz`)).status;
  const rows = async <Row>(query: ReturnType<typeof sql<Row>>) =>
    (await query.execute(around.database.db)).rows;

  const atRest = () =>
    patiently('that nobody has anything in hand', async () => {
      const inHand = await rows(sql`
        select from effects union all select from call_events union all
        select from cards where wanted > shown or lease_until is not null union all
        select from inbound where handled_at is null`);
      return inHand.length === 0;
    });

  /** A meeting from its beginning to its end. @returns everything that it came to */
  async function meeting(subject: string, trouble: Trouble = {}) {
    const { simulator } = around;
    const members = ['Megan', 'Adele', 'Pat'].map((name) => person(name).id);
    const chat = simulator.channel.open({ type: 'groupChat', members, topic: subject }).id;
    const requests = asked(around, /./).length;
    const say = async (text: string, ...names: string[]) => {
      const mentions = names.map((name) => person(name).id);
      await simulator.channel.say(chat, { from: person('Megan').id, text, mention: true, mentions });
    };
    const shows = (wanted: RegExp) =>
      patiently(`a card that says ${wanted}`, async () => {
        await cardsDue(around.database.db);
        const messages = simulator.channel.conversation(chat).messages as unknown as SaidMessage[];
        return messages.findLast(({ card }) => card && wanted.test(wordsOf(card)));
      });
    await say(`meet now ${subject}`);
    const made = await shows(/"bringIn"/);
    const graph = [...simulator.world.meetings.values()].find((one) => one.subject === subject);
    assert.ok(graph);
    const data = button(made.card, 'bringIn');
    const press = { from: person('Megan').id, activityId: made.id, verb: 'bringIn', data };
    await simulator.channel.press(chat, press);
    await shows(/0 here/);
    await atRest();
    await trouble.early?.();
    for (const name of ['Megan', 'Adele', 'Pat', 'Nestor']) {
      const who = simulator.world.person(person(name).id);
      assert.ok(who);
      simulator.world.join(graph.room, who);
    }
    await shows(/4 here/);
    await trouble.late?.();
    await say('mute @Pat Gomez', 'Pat');
    await shows(/muted Pat Gomez/);
    await atRest();
    const invite = () => say('invite @Alex Johnson', 'Alex Johnson');
    await (trouble.inviting?.(invite) ?? invite());
    await shows(/5 here/);
    await say('leave');
    await shows(/Rollcall left/);
    await patiently('that nothing is owed', async () => {
      const owed = await rows(sql`
        select from effects union all select from call_events union all select from timers union all
        select from inbound where handled_at is null union all select from audit where finished_at is null`);
      return owed.length === 0;
    });
    const calls = await rows(sql<{ phase: string; state: { ending: { reason: string } } }>`
      select phase, state from calls where state ->> 'subject' = ${subject}`);
    const deeds = await rows(sql<{ verb: string; outcomes: string }>`
      select audit.verb, string_agg(target ->> 'name' || ' ' || (target ->> 'outcome'), ', ') as outcomes
      from audit join calls on calls.id = audit.call_id, jsonb_array_elements(audit.targets) as target
      where calls.state ->> 'subject' = ${subject} group by audit.control_id, audit.verb order by audit.verb`);
    const changes = asked(around, /./)
      .slice(requests)
      .filter(({ what, status }) => !what.startsWith('GET') && status < 300);
    return {
      calls: calls.map(({ phase, state }) => [phase, state.ending.reason]),
      deeds: deeds.map(({ verb, outcomes }) => `${verb}: ${outcomes}`),
      graph: changes
        .map(({ what }) =>
          what.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '{id}').replace(/\/users\/.*/, '/users/…'),
        )
        .toSorted(),
      legs: [...simulator.world.calls.values()]
        .filter(({ room }) => room.meetingId === graph.id)
        .map(({ state }) => state),
    };
  }

  const mended = async (one: One): Promise<void> => {
    one.line.mend();
    await patiently('that it is ready again', async () => (await ready(one)) === 200);
  };
  /** The invitation is this one's to make, and on its way when it is killed; `others` are in the round beside it. */
  async function killedInviting(one: One, others: readonly One[], say: () => Promise<void>): Promise<void> {
    const { faults } = around.simulator;
    for (const { port } of others) front.without(port);
    faults.add({ kind: 'delay', route: '/participants/invite', ms: 1_500, count: 1 });
    await say();
    await patiently('the invitation on its way', async () => faults.list().length === 0);
    await one.instance.kill();
    for (const { port } of others) front.with(port);
    front.without(one.port);
    living.splice(living.indexOf(one), 1);
    // Nobody else has leased anything of these now, and nobody waits for minutes here.
    await leasesRunOut(around.database.db, ['effects', 'inbound']);
  }

  it('two: one cut off from the database for a while, the other killed later', async () => {
    await grow(2);
    const [killed, cut] = living as [One, One];
    const two = await meeting('Two', {
      early: async () => cut.line.cut(),
      // In the round all the time: what it cannot save it refuses, and Graph tells the other.
      async late() {
        assert.equal(await ready(cut), 503);
        await mended(cut);
      },
      inviting: (say) => killedInviting(killed, [cut], say),
    });
    assert.deepEqual(two, alone);
    assert.deepEqual([cut.instance.died(), cut.instance.complaints()], [null, '']);
  }).timeout(300_000);

  it('three: one killed while another is cut off', async () => {
    await grow(3);
    const [killed, other, cut] = living as [One, One, One];
    const three = await meeting('Three', {
      early: async () => cut.line.cut(),
      async late() {
        assert.equal(await ready(cut), 503);
        front.without(cut.port);
      },
      async inviting(say) {
        await killedInviting(killed, [other], say);
        await mended(cut);
        front.with(cut.port);
      },
    });
    assert.deepEqual(three, alone);
    assert.equal(await cut.instance.stop(), 0);
    for (const { instance } of [other, cut])
      assert.deepEqual([instance.died(), instance.complaints()], [null, '']);
  }).timeout(300_000);
});
