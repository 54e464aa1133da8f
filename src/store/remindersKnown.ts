/** What the database knows of reminders that are due, and of whom they are for. */
import { type Kysely, sql } from 'kysely';
import type { QuietHours, Reminder } from '../reminders/reminder.ts';
import type { Known } from '../reminders/rows.ts';
import type { ReminderChangeTables } from './reminders.ts';

interface KnownRow {
  state: Reminder;
  off: boolean | null;
  quiet: QuietHours | null;
  call: 'none' | 'live' | 'over';
  rings_off: boolean;
  rung: number;
  chat: string | null;
}

const knownOf = ({ state, off, quiet, call, rings_off, rung, chat }: KnownRow): Known => ({
  reminder: state,
  facts: { preferences: { remindersOff: off ?? false, quiet }, ringsOff: rings_off, rung, chat, call },
});

/**
 * Those of these ids that are there, with what is known of their readers, in one statement.
 * @param rungSince epoch ms, since when the reader's rings are counted
 */
export async function knownReminders(
  db: Kysely<ReminderChangeTables>,
  ids: readonly string[],
  rungSince: number,
): Promise<Known[]> {
  const { rows } = await sql<KnownRow>`
    select r.state, p.off, p.quiet,
      case
        when c.id is null then 'none'
        when c.phase <> 'ended' then 'live'
        when exists (
          select from effects e where e.call_id = c.id and e.effect ->> 'kind' = 'tellReminder'
        ) then 'live'
        else 'over'
      end as call,
      exists (select from opt_outs o where o.person_id = r.to_id) as rings_off,
      (select count(*)::int from rings where person_id = r.to_id and at > ${rungSince}) as rung,
      (
        select id from conversations
        where lower(reference -> 'user' ->> 'aadObjectId') = r.to_id
          and reference -> 'conversation' ->> 'conversationType' = 'personal' and not forbidden
        order by updated_at desc limit 1
      ) as chat
    from reminders r
    left join reminder_preferences p on p.person_id = r.to_id
    left join calls c on c.id = r.state ->> 'callId'
    where r.id = any(${ids}::text[])`.execute(db);
  return rows.map(knownOf);
}
