/**
 * What is erased when nobody needs it any more, in pieces. Each statement does its work whoever else sweeps at the same
 * time.
 */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { forgetImports } from './importsOver.ts';
import { type Chunks, deleteInChunks, updateInChunks } from './inChunks.ts';
import type { Schema } from './schema.ts';

const day = 24 * 3_600_000;

/** Milliseconds, from the end of what it is about. The README tells these to whoever has to answer for them. */
const kept = {
  /** Ids of chat turns: what a late redelivery is known by. */
  turns: 7 * day,
  /** Who was in a call, who was expected, what was done to whom: what its card shows. The audit table has the deeds. */
  people: day,
  /** A call itself, with its cards. */
  calls: 30 * day,
  meetings: 90 * day,
  audit: 365 * day,
  /** What a reminder said, and to whom; one that was written instead waits for its reader for longer. */
  remindersText: day,
  remindersWritten: 7 * day,
  /** A reminder that is over, with its cards. */
  reminders: 30 * day,
  /** Who was rung by whom: what the limits of an hour are counted by. */
  rings: day / 24,
} as const;

/** A caller, and who took their call, as they are left when nobody needs them any more. */
const nobody = JSON.stringify({
  caller: { kind: 'anonymous', id: null, name: '', tenantId: null, languageId: null },
  chosen: null,
});

/** As often as a turn is taken up (store/inbound.ts). */
const mostAttempts = 3;

/** No deed takes longer: a chat turn is taken up three times, for a quarter of an hour each. */
const longestDeed = 3_600_000;

/**
 * What one sweep did: how many rows of each, the ids of the chat turns that were given up, and how many deeds are
 * written down as unknown.
 */
export interface Swept {
  givenUp: string[];
  undetermined: number;
  emptied: number;
  deleted: number;
}

/**
 * Erases what is over for long enough.
 * @param now epoch milliseconds by our own clock, which set the instants of calls, meetings and reminders
 * @param chunks where its signal is aborted, what is left is left
 */
export async function sweepRetention(db: Kysely<Schema>, now: number, chunks: Chunks = {}): Promise<Swept> {
  const { rows: givenUp } = await sql<{ activity_id: string }>`
    update inbound set handled_at = now(), activity = null, lease_until = null
    where handled_at is null and attempts >= ${mostAttempts} and lease_until < now()
    returning activity_id`.execute(db);
  const { set: unknown, where: open } = interrupted(now);
  const undetermined = await updateInChunks(db, 'audit', unknown, open, chunks);
  let emptied = 0;
  for (const { table, set, where } of emptying(now))
    emptied += await updateInChunks(db, table, set, where, chunks);
  const imports = await forgetImports(db, now, chunks);
  let deleted = imports.deleted;
  for (const { table, where } of deleting(now)) deleted += await deleteInChunks(db, table, where, chunks);
  return {
    givenUp: givenUp.map((row) => row.activity_id),
    undetermined,
    emptied: emptied + imports.emptied,
    deleted,
  };
}

/**
 * Deeds whose process died before it could say what came of them, a press for one, which nobody takes up again. One
 * that is finished all the same is written over this. A live call finishes its own controls.
 */
function interrupted(now: number) {
  return {
    set: sql`finished_at = ${now}, targets = coalesce((
      select jsonb_agg(case target ->> 'outcome'
        when 'waiting' then target || '{"outcome": "unknown", "reason": "interrupted"}' else target
      end order by place)
      from jsonb_array_elements(targets) with ordinality as each_of (target, place)
    ), '[]')`,
    where: sql`
      finished_at is null and requested_at <= ${now - longestDeed} and not exists (
        select from calls where calls.id = audit.call_id and calls.phase <> 'ended'
      )`,
  };
}

/** Whole rows. Cards follow what they show; one younger than an hour may be ahead of its subject. */
function deleting(now: number) {
  const orphaned = (prefix: string, subjects: RawBuilder<unknown>) => ({
    table: 'cards',
    where: sql`
      cards.subject like ${`${prefix}:%`} and created_at < now() - interval '1 hour'
      and not exists (${subjects} = substr(cards.subject, ${prefix.length + 2}))`,
  });
  return [
    { table: 'inbound', where: sql`handled_at < now() - ${kept.turns} * interval '1 millisecond'` },
    { table: 'calls', where: sql`phase = 'ended' and ended_at <= ${now - kept.calls}` },
    {
      table: 'meetings',
      where: sql`
        end_at <= ${now - kept.meetings} and not exists (
          select from calls where calls.meeting_id = meetings.id::text and calls.phase <> 'ended'
        )`,
    },
    { table: 'reminders', where: sql`wake_at is null and updated_at <= ${now - kept.reminders}` },
    orphaned('call', sql`select from calls where calls.id`),
    orphaned('missed', sql`select from calls where calls.id`),
    orphaned('meeting', sql`select from meetings where meetings.id::text`),
    orphaned('reminder', sql`select from reminders where reminders.id`),
    orphaned('reminded', sql`select from reminders where reminders.id`),
    orphaned('moved:reminded', sql`select from reminders where reminders.id`),
    orphaned('reminders', sql`select from reminders where reminders.batch_id`),
    orphaned('import', sql`select from imports where imports.id`),
    { table: 'audit', where: sql`requested_at <= ${now - kept.audit}` },
    // What was said to somebody, when its address is no longer served.
    { table: 'prompts', where: sql`expires_at <= ${now}` },
    { table: 'rings', where: sql`at <= ${now - kept.rings}` },
  ];
}

/**
 * People, and what was said to them, in rows that stay. Who called, and whom Rollcall rang and what it said, is known for
 * as long as a caller's recent calls are counted; the subject of such a call names them.
 */
function emptying(now: number) {
  const over = sql`phase = 'ended' and ended_at <= ${now - kept.people}`;
  return [
    {
      table: 'calls',
      set: sql`state = jsonb_set(
        state || '{"invited": [], "controls": []}'::jsonb, '{roster,participants}', '[]'::jsonb
      )`,
      where: sql`${over} and (
        state -> 'invited' <> '[]' or state -> 'controls' <> '[]' or state -> 'roster' -> 'participants' <> '[]'
      )`,
    },
    {
      table: 'calls',
      set: sql`state = state || jsonb_build_object(
        'incoming', state -> 'incoming' || ${nobody}::jsonb, 'broughtBy', '{"id": "", "name": ""}'::jsonb,
        'subject', ''
      )`,
      where: sql`${over} and not state -> 'incoming' @> ${nobody}::jsonb`,
    },
    {
      table: 'calls',
      set: sql`state = state || jsonb_build_object('subject', '', 'placed', jsonb_set(jsonb_set(jsonb_set(jsonb_set(
        state -> 'placed' || '{"sides": []}', '{purpose,text}', '""', false
      ), '{purpose,sentence}', '""', false), '{purpose,caller}', '""', false), '{purpose,from}', '""', false))`,
      where: sql`${over} and state #> '{placed,sides}' <> '[]'`,
    },
    {
      table: 'reminders',
      set: sql`to_id = '', state = jsonb_set(jsonb_set(
        state || '{"text": ""}', '{to,id}', '""'), '{to,name}', '""')`,
      where: sql`
        wake_at is null and to_id <> '' and updated_at <= case status
          when 'written' then ${now - kept.remindersWritten}::bigint else ${now - kept.remindersText}::bigint
        end`,
    },
  ];
}
