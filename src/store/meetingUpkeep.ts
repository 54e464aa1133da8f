/** What is done to meetings by the clock, each in one statement, so that instances never do it twice. */
import { type Kysely, sql } from 'kysely';
import type { MeetingUpkeepRows } from '../meetings/upkeep.ts';
import type { CardsTable } from './cards.ts';
import type { MeetingsTable } from './meetings.ts';

interface Tables {
  meetings: MeetingsTable;
  cards: CardsTable;
}

/** The meetings table as `meetings/upkeep.ts` needs it. */
export function meetingUpkeepStore(db: Kysely<Tables>): MeetingUpkeepRows {
  return {
    async endOver(now) {
      const ended = await sql<{ id: string }>`
        with over as (
          update meetings set state = 'ended', updated_at = now()
          where state = 'scheduled' and end_at <= ${now}
            and not exists (
              select from calls where calls.meeting_id = meetings.id::text and calls.phase <> 'ended'
            )
          returning id
        ), touched as (
          update cards set wanted = wanted + 1 from over where subject = 'meeting:' || over.id
        )
        select id from over`.execute(db);
      return ended.rows.length;
    },

    async claimAnswers({ now, since, until, ids, most }) {
      const claimed = await sql<{ id: string }>`
        update meetings set answers_at = ${now}
        where id in (
          select id from meetings
          where state = 'scheduled' and source = 'event' and event_id is not null
            and (answers_at is null or answers_at <= ${since})
            and (id = any(${ids}::uuid[]) or (start_at <= ${until} and end_at > ${now}))
          order by answers_at nulls first
          limit ${most}
          for update skip locked
        )
        returning id`.execute(db);
      return claimed.rows.map(({ id }) => id);
    },
  };
}
