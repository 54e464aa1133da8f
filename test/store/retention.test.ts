import assert from 'node:assert/strict';
import { sql } from 'kysely';
import type { Call } from '../../src/calling/call.ts';
import { newCall } from '../../src/calling/newCall.ts';
import type { Placed } from '../../src/calling/placed.ts';
import { callStore } from '../../src/store/calls.ts';
import { sweepRetention } from '../../src/store/retention.ts';
import { adele, person, request, start } from '../calling/fixtures.ts';
import { type FreshDatabase, freshDatabase } from '../fixtures/database.ts';
import { cameIn } from '../frontdesk/fixtures.ts';

const day = 24 * 3_600_000;
const nothing = { audit: [], cardChanged: false, effects: [], timers: [] };

describe('what is kept', () => {
  let database: FreshDatabase;

  beforeEach(async () => {
    database = await freshDatabase();
  });
  afterEach(() => database.close());

  const run = (statement: ReturnType<typeof sql>) => statement.execute(database.db);
  const left = async (table: string, column: string) =>
    (
      await sql<{
        id: string;
      }>`select ${sql.ref(column)}::text as id from ${sql.table(table)} order by 1`.execute(database.db)
    ).rows.map(({ id }) => id);

  /** A call with people in it, over for so many days; null: still going on. */
  async function call(id: string, endedDaysAgo: number | null) {
    const roster = { participants: [person('Alex')], asOf: start, sequence: null };
    const by = { by: adele, at: start, finishedAt: start, verb: 'mute', targets: [] } as const;
    const over =
      endedDaysAgo === null ? {} : { phase: 'ended' as const, endedAt: start - endedDaysAgo * day };
    const lived = {
      ...newCall({ ...request, id, meetingKey: id, invited: [adele] }, start - 200 * day),
      ...{ roster, controls: [{ ...by, id: 'c', targets: [] }] },
      ...over,
    };
    await callStore(database.db).create({ call: lived, ...nothing });
  }

  it('of calls: the people for a day, the call for 30 with its cards, a live one whole', async () => {
    for (const [id, days] of [
      ['live', null],
      ['today', 0.9],
      ['yesterday', 1.1],
      ['old', 31],
    ] as const) {
      await call(id, days);
      await run(sql`
        insert into cards (id, conversation_id, reference, subject, created_at)
        values
          (gen_random_uuid(), 'c', '{}', ${`call:${id}`}, now() - interval '2 hours'),
          (gen_random_uuid(), 'c', '{}', ${`missed:${id}`}, now() - interval '2 hours')`);
    }
    const before = await callStore(database.db).get('yesterday');
    await Promise.all([sweepRetention(database.db, start), sweepRetention(database.db, start)]);
    assert.deepEqual(await left('calls', 'id'), ['live', 'today', 'yesterday']);
    assert.deepEqual(await left('cards', 'subject'), [
      ...['call:live', 'call:today', 'call:yesterday'],
      ...['missed:live', 'missed:today', 'missed:yesterday'],
    ]);
    for (const id of ['live', 'today']) {
      const whole = await callStore(database.db).get(id);
      assert.deepEqual(
        [whole?.roster.participants.length, whole?.invited.length, whole?.controls.length],
        [1, 1, 1],
      );
    }
    assert.deepEqual(await callStore(database.db).get('yesterday'), {
      ...before,
      ...{ invited: [], controls: [], roster: { ...before?.roster, participants: [] } },
    });
    assert.equal((await sweepRetention(database.db, start)).emptied, 0, 'emptied once');
  });

  it('of calls that came in or were placed: who was on the other side, for a day', async () => {
    const caller = {
      kind: 'phone',
      id: '+493012345',
      name: 'Zoe',
      tenantId: null,
      languageId: 'de',
    } as const;
    const incoming = cameIn({ caller, chosen: { by: adele, choice: 'take' } });
    const placed: Placed = {
      sides: [{ id: adele.id, name: 'Adele', kind: 'user', state: 'left' }],
      ...{ group: false, purpose: { kind: 'say', text: 'The meeting moved' } },
    };
    const lived = (id: string, sides: Partial<Call>, daysAgo: number) => ({
      ...newCall({ ...request, id, meetingKey: id }, start - 200 * day),
      ...{ phase: 'ended' as const, endedAt: start - daysAgo * day, invited: [], ...sides },
    });
    const calls = [
      lived('in today', { incoming }, 0.9),
      lived('in', { incoming }, 1.1),
      lived('out today', { placed }, 0.9),
      lived('out', { placed }, 1.1),
    ];
    for (const call of calls) await callStore(database.db).create({ call, ...nothing });
    assert.equal((await sweepRetention(database.db, start)).emptied, 2);
    assert.equal((await sweepRetention(database.db, start)).emptied, 0, 'once');
    const kept = await Promise.all(calls.map(({ id }) => callStore(database.db).get(id)));
    assert.deepEqual([kept[0], kept[2]], [calls[0], calls[2]]);
    const nobody = { kind: 'anonymous', id: null, name: '', tenantId: null, languageId: null };
    assert.deepEqual(kept[1]?.incoming, { ...incoming, caller: nobody, chosen: null });
    assert.deepEqual(kept[1]?.broughtBy, { id: '', name: '' });
    assert.deepEqual(kept[3]?.placed, { ...placed, sides: [], purpose: { kind: 'say', text: '' } });
    assert.deepEqual([kept[1]?.subject, kept[3]?.subject], ['', ''], 'which names the other side');
  });

  it('of rings: those that a limit counts', async () => {
    for (const minutes of [59, 61])
      await run(sql`insert into rings values (${String(minutes)}, 'a', 'b', ${start - minutes * 60_000})`);
    await sweepRetention(database.db, start);
    assert.deepEqual(await left('rings', 'id'), ['59']);
  });

  it('of chat turns: those under way, the id of those handled for a week, nothing of those given up', async () => {
    const add = (id: string, columns: string, values: string) =>
      run(sql`insert into inbound (activity_id, conversation_id, ${sql.raw(columns)})
        values (${id}, 'c', ${sql.raw(values)})`);
    await add('new', 'activity, attempts, lease_until', `'{"text": "a"}', 1, now() + interval '1 minute'`);
    await add('left', 'activity, attempts, lease_until', `'{"text": "a"}', 2, now() - interval '1 minute'`);
    await add(
      'hopeless',
      'activity, attempts, lease_until',
      `'{"text": "a"}', 3, now() - interval '1 minute'`,
    );
    await add('last', 'activity, attempts, lease_until', `'{"text": "a"}', 3, now() + interval '1 minute'`);
    await add('done', 'handled_at', `now() - interval '6 days'`);
    await add('old', 'handled_at', `now() - interval '8 days'`);
    assert.deepEqual((await sweepRetention(database.db, start)).givenUp, ['hopeless']);
    assert.deepEqual(await left('inbound', 'activity_id'), ['done', 'hopeless', 'last', 'left', 'new']);
    const content = await sql<{ activity_id: string }>`
      select activity_id from inbound where activity is not null order by 1`.execute(database.db);
    assert.deepEqual(
      content.rows.map((row) => row.activity_id),
      ['last', 'left', 'new'],
    );
  });

  it('of meetings: 90 days after their end, with their cards; of deeds: a year', async () => {
    for (const [days, n] of [
      [89, 1],
      [91, 2],
    ] as const) {
      const id = `00000000-0000-4000-8000-00000000000${n}`;
      await run(sql`
        insert into meetings (id, tenant_id, conversation_id, organizer_id, organizer, subject, start_at, end_at, zone,
          invited, lobby, presenters, state, source, locale, created_at)
        values (${id}, 't', 'c', 'o', '{}', 's', 0, ${start - days * day}, 'UTC', '[]', 'everyone', 'everyone',
          'ended', 'event', 'en', 0)`);
      await run(sql`
        insert into cards (id, conversation_id, reference, subject, created_at)
        values (gen_random_uuid(), 'c', '{}', ${`meeting:${id}`}, now() - interval '2 hours')`);
      await run(sql`
        insert into audit (control_id, tenant_id, verb, actor_id, actor_name, targets, requested_at)
        values (${String(n)}, 't', 'mute', 'a', 'A', '[]', ${start - (n === 1 ? 364 : 366) * day})`);
    }
    await sweepRetention(database.db, start);
    assert.deepEqual(await left('meetings', 'id'), ['00000000-0000-4000-8000-000000000001']);
    assert.deepEqual(await left('cards', 'subject'), ['meeting:00000000-0000-4000-8000-000000000001']);
    assert.deepEqual(await left('audit', 'control_id'), ['1']);
  });

  it('of reminders: what they say for a day, of a written one a week, all for a month; of open ones everything', async () => {
    const add = (id: string, status: string, wakeAt: number | null, daysAgo: number) =>
      run(sql`
        insert into reminders (id, tenant_id, by_id, to_id, status, wake_at, state, created_at, updated_at)
        values (${id}, 't', 'b', 'a', ${status}, ${wakeAt}::bigint,
          '{"text": "Call the bank", "to": {"id": "a", "name": "Adele", "kind": "user"}, "by": {"id": "b"}}', 0,
          ${start - daysAgo * day})`);
    await add('open', 'scheduled', start, 40);
    await add('today', 'heard', null, 0.9);
    await add('heard', 'heard', null, 1.1);
    await add('written', 'written', null, 6.9);
    await add('unread', 'written', null, 7.1);
    await add('old', 'failed', null, 31);
    const cards = ['reminder:open', 'reminder:heard', 'reminder:old', 'reminded:old', 'moved:reminded:old'];
    for (const subject of [...cards, 'reminders:gone', 'import:gone', 'frontdesk:t'])
      await run(sql`
        insert into cards (id, conversation_id, reference, subject, created_at)
        values (gen_random_uuid(), 'c', '{}', ${subject}, now() - interval '2 hours')`);
    await sweepRetention(database.db, start);
    const { rows } = await sql<{ id: string; to_id: string; state: object }>`
      select id, to_id, state from reminders order by id`.execute(database.db);
    const whole = { text: 'Call the bank', to: { id: 'a', name: 'Adele', kind: 'user' }, by: { id: 'b' } };
    const empty = { text: '', to: { id: '', name: '', kind: 'user' }, by: { id: 'b' } };
    assert.deepEqual(
      rows.map(({ id, to_id, state }) => [id, to_id, state]),
      [
        ['heard', '', empty],
        ['open', 'a', whole],
        ['today', 'a', whole],
        ['unread', '', empty],
        ['written', 'a', whole],
      ],
    );
    assert.deepEqual(await left('cards', 'subject'), ['frontdesk:t', 'reminder:heard', 'reminder:open']);
  });

  it('of deeds that nobody finishes any more: that it is not known what came of them', async () => {
    await call('live', null);
    await call('ended', 0.1);
    const add = (id: string, callId: string | null, minutes: number, targets: string) =>
      run(sql`
        insert into audit (control_id, call_id, tenant_id, verb, actor_id, actor_name, targets, requested_at)
        values (${id}, ${callId}, 't', 'bringIn', 'a', 'A', ${targets}::jsonb, ${start - minutes * 60_000})`);
    const waiting = '[{"name": "Alex", "outcome": "waiting"}]';
    await add('a press of a killed process', null, 61, waiting);
    await add('under way', null, 59, waiting);
    await add('of a live call', 'live', 61, waiting);
    const half = '[{"name": "Alex", "outcome": "done"}, {"name": "Pat", "outcome": "waiting"}]';
    await add('of a call that is over', 'ended', 61, half);
    const swept = await Promise.all([
      sweepRetention(database.db, start),
      sweepRetention(database.db, start + 1),
    ]);
    assert.equal(swept[0].undetermined + swept[1].undetermined, 2, 'each once');
    const rows = await database.db.selectFrom('audit').selectAll().orderBy('control_id').execute();
    const unknown = { outcome: 'unknown', reason: 'interrupted' };
    assert.deepEqual(
      rows.map(({ control_id, targets, finished_at }) => [control_id, targets, finished_at !== null]),
      [
        ['a press of a killed process', [{ name: 'Alex', ...unknown }], true],
        ['of a call that is over', [JSON.parse(half)[0], { name: 'Pat', ...unknown }], true],
        ['of a live call', JSON.parse(waiting), false],
        ['under way', JSON.parse(waiting), false],
      ],
    );
  });

  it('is found in pieces, however many there are, until it is told to stop', async () => {
    const add = () => run(sql`insert into rings select g::text, 'a', 'b', 0 from generate_series(1, 25) g`);
    await add();
    const { deleted } = await sweepRetention(database.db, start, { rows: 10 });
    assert.equal(deleted, 25);
    await add();
    const stopped = await sweepRetention(database.db, start, { rows: 10, signal: AbortSignal.abort() });
    assert.equal(stopped.deleted, 0);
  });
});
