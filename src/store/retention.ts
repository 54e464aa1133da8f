/** What is erased when nobody needs it any more. Each statement does its work whoever else sweeps at the same time. */
import { type Kysely, sql } from 'kysely';
import { forgetImports } from './imports.ts';
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

/** What one sweep did: how many rows of each, and the ids of the chat turns that were given up. */
export interface Swept {
  givenUp: string[];
  emptied: number;
  deleted: number;
}

/**
 * Erases what is over for long enough.
 * @param now epoch milliseconds by our own clock, which set the instants of calls and meetings
 */
export async function sweepRetention(db: Kysely<Schema>, now: number): Promise<Swept> {
  const removed = [
    sql`delete from inbound where handled_at < now() - ${kept.turns} * interval '1 millisecond'`,
    sql`delete from calls where phase = 'ended' and ended_at <= ${now - kept.calls}`,
    sql`
      delete from meetings where end_at <= ${now - kept.meetings} and not exists (
        select from calls where calls.meeting_id = meetings.id::text and calls.phase <> 'ended'
      )`,
    // After what they showed; a card younger than an hour may be ahead of its subject.
    sql`
      delete from cards where created_at < now() - interval '1 hour' and (
        (cards.subject like 'call:%'
          and not exists (select from calls where 'call:' || calls.id = cards.subject))
        or (cards.subject like 'missed:%'
          and not exists (select from calls where 'missed:' || calls.id = cards.subject))
        or (cards.subject like 'meeting:%'
          and not exists (select from meetings where 'meeting:' || meetings.id = cards.subject))
        or (cards.subject like 'import:%'
          and not exists (select from imports where 'import:' || imports.id = cards.subject))
      )`,
    sql`delete from audit where requested_at <= ${now - kept.audit}`,
    // What was said to somebody, when its address is no longer served.
    sql`delete from prompts where expires_at <= ${now}`,
    sql`delete from rings where at <= ${now - kept.rings}`,
  ];
  const { rows: givenUp } = await sql<{ activity_id: string }>`
    update inbound set handled_at = now(), activity = null, lease_until = null
    where handled_at is null and attempts >= ${mostAttempts} and lease_until < now()
    returning activity_id`.execute(db);
  const { numAffectedRows: roomsEmptied } = await sql`
    update calls set state = jsonb_set(
      state || '{"invited": [], "controls": []}'::jsonb, '{roster,participants}', '[]'::jsonb
    )
    where phase = 'ended' and ended_at <= ${now - kept.people} and (
      state -> 'invited' <> '[]' or state -> 'controls' <> '[]' or state -> 'roster' -> 'participants' <> '[]'
    )`.execute(db);
  const sidesEmptied = await forgetSides(db, now);
  const imports = await forgetImports(db, now);
  let deleted = imports.deleted;
  for (const statement of removed) deleted += Number((await statement.execute(db)).numAffectedRows ?? 0);
  return {
    givenUp: givenUp.map((row) => row.activity_id),
    emptied: Number(roomsEmptied ?? 0) + sidesEmptied + imports.emptied,
    deleted,
  };
}

/**
 * Who called, and whom Rollcall rang and what it said: known for as long as a caller's recent calls are counted. The
 * subject of such a call names them.
 */
async function forgetSides(db: Kysely<Schema>, now: number): Promise<number> {
  const over = sql`phase = 'ended' and ended_at <= ${now - kept.people}`;
  const came = await sql`
    update calls set state = state || jsonb_build_object(
      'incoming', state -> 'incoming' || ${nobody}::jsonb, 'broughtBy', '{"id": "", "name": ""}'::jsonb,
      'subject', ''
    )
    where ${over} and not state -> 'incoming' @> ${nobody}::jsonb`.execute(db);
  const placed = await sql`
    update calls set state = state || jsonb_build_object('subject', '', 'placed', jsonb_set(jsonb_set(jsonb_set(
      state -> 'placed' || '{"sides": []}', '{purpose,text}', '""', false
    ), '{purpose,sentence}', '""', false), '{purpose,caller}', '""', false))
    where ${over} and state #> '{placed,sides}' <> '[]'`.execute(db);
  return Number(came.numAffectedRows ?? 0) + Number(placed.numAffectedRows ?? 0);
}
