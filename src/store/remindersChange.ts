import { type Kysely, sql } from 'kysely';
import type { CallEvent } from '../calling/call.ts';
import { derivedId } from '../lib/ids.ts';
import type { Decided } from '../reminders/happened.ts';
import type { Reminder } from '../reminders/reminder.ts';
import type { Changed } from '../reminders/rows.ts';
import { jsonText } from './json.ts';
import type { ReminderChangeTables } from './reminders.ts';

type Db = Kysely<ReminderChangeTables>;

/** A row of a reminder; the columns beside `state` are what it is looked up by. */
export const columnsOf = (reminder: Reminder, now: number) => ({
  id: reminder.id,
  tenant_id: reminder.tenantId,
  by_id: reminder.by.id,
  to_id: reminder.to.id,
  batch_id: reminder.batchId,
  status: reminder.state,
  wake_at: reminder.wakeAt,
  state: jsonText(reminder),
  updated_at: now,
});

/** Decides these under their rows' locks, and saves what changed with all that belongs to it. */
export async function changeReminders(
  db: Db,
  ids: readonly string[],
  decide: (reminder: Reminder) => Decided,
  now: number,
): Promise<Changed[]> {
  if (ids.length === 0) return [];
  return db.transaction().execute(async (tx) => {
    await sql`set local lock_timeout = '5s'`.execute(tx);
    // In the order of their ids, so that two batches never wait for each other.
    const { rows } = await sql<{ state: Reminder }>`
      select state from reminders where id = any(${ids}::text[]) order by id for update`.execute(tx);
    const decided = rows.map(({ state }) => ({ before: state, ...decide(state) }));
    const changed = decided.filter(({ before, reminder }) => reminder !== before);
    await save(
      tx,
      changed.map(({ reminder }) => reminder),
      ids,
      now,
    );
    await noteRings(tx, decided, now);
    await hangUp(tx, decided, now);
    await write(tx, decided);
    await touch(
      tx,
      changed.filter(({ before, reminder }) => reminder.revision !== before.revision),
    );
    return decided;
  });
}

/** Also those that did not change are jobs no longer: they are looked at again when they are due. */
async function save(
  tx: Db,
  changed: readonly Reminder[],
  ids: readonly string[],
  now: number,
): Promise<void> {
  await sql`
    update reminders set queued_until = 0 where id = any(${ids}::text[]) and queued_until > 0`.execute(tx);
  if (changed.length === 0) return;
  const values = changed.map(({ id, state, wakeAt }, at) => ({ id, status: state, wakeAt, at }));
  const states = changed.map((reminder) => jsonText(reminder));
  await sql`
    update reminders set status = new.status, wake_at = new.wake_at, state = new.state, updated_at = ${now}
    from unnest(
      ${values.map(({ id }) => id)}::text[], ${values.map(({ status }) => status)}::text[],
      ${values.map(({ wakeAt }) => wakeAt)}::bigint[], ${states}::jsonb[]
    ) as new (id, status, wake_at, state)
    where reminders.id = new.id`.execute(tx);
}

/** Counted for the person alone: how many a sender may have is counted by open reminders. */
async function noteRings(tx: Db, decided: readonly Decided[], now: number): Promise<void> {
  const rung = decided.flatMap(({ reminder: { by, to }, effects }) =>
    effects.flatMap((effect) =>
      effect.kind === 'ring' && by.id !== to.id ? [{ id: effect.callId, to: to.id }] : [],
    ),
  );
  if (rung.length === 0) return;
  await tx
    .insertInto('rings')
    .values(rung.map(({ id, to }) => ({ id, person_id: to, rung_by: 'reminders', at: now })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Calls that are not needed any more are told so: a process that dies here leaves nobody's phone ringing. */
async function hangUp(tx: Db, decided: readonly Decided[], now: number): Promise<void> {
  const told = decided.flatMap(({ reminder: { by }, effects }) =>
    effects.flatMap((effect) => {
      if (effect.kind !== 'hangUp') return [];
      const request = { verb: 'leave' } as const;
      const event: CallEvent = { kind: 'controlRequested', id: effect.controlId, by, request };
      return [{ callId: effect.callId, event: jsonText(event) }];
    }),
  );
  if (told.length === 0) return;
  await sql`
    insert into call_events (call_id, event, received_at)
    select calls.id, told.event, ${now}::bigint
    from unnest(${told.map(({ callId }) => callId)}::text[], ${told.map(({ event }) => event)}::jsonb[])
      as told (call_id, event)
    join calls on calls.id = told.call_id
    where calls.phase <> 'ended' order by calls.id`.execute(tx);
}

/** Posts the written reminders as cards, each occurrence once; of a reminder that comes again the earlier ones point down. */
async function write(tx: Db, decided: readonly Decided[]): Promise<void> {
  const cards = decided.flatMap(({ reminder: { id, occurrence }, effects }) =>
    effects.flatMap((effect) =>
      effect.kind === 'write'
        ? [
            {
              id: derivedId('reminded', id, String(occurrence)),
              chat: effect.conversationId,
              subject: `reminded:${id}`,
            },
          ]
        : [],
    ),
  );
  if (cards.length === 0) return;
  const ids = cards.map(({ id }) => id);
  const subjects = cards.map(({ subject }) => subject);
  await sql`
    update cards set subject = 'moved:' || subject, wanted = wanted + 1
    where id in (
      select id from cards where subject = any(${subjects}::text[]) and id <> all(${ids}::uuid[])
      order by id for update
    )`.execute(tx);
  await sql`
    insert into cards (id, conversation_id, reference, subject)
    select new.id, c.id, c.reference, new.subject
    from unnest(${ids}::uuid[], ${cards.map(({ chat }) => chat)}::text[], ${subjects}::text[]) as new (id, chat, subject)
    join conversations c on c.id = new.chat
    on conflict (id) do nothing`.execute(tx);
}

/** The last of the transaction, in one order: many reminders are on one card, that of their batch. */
async function touch(tx: Db, changed: readonly Decided[]): Promise<void> {
  const subjects = changed.flatMap(({ reminder: { id, batchId } }) => [
    ...[`reminder:${id}`, `reminded:${id}`],
    ...(batchId === null ? [] : [`reminders:${batchId}`, `import:${batchId}`]),
  ]);
  if (subjects.length === 0) return;
  await sql`
    update cards set wanted = wanted + 1
    where id in (
      select id from cards where subject = any(${[...new Set(subjects)]}::text[]) order by id for update
    )`.execute(tx);
}
