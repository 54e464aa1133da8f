/** Meetings in the database. */
import { type ColumnType, type Kysely, type Selectable, sql } from 'kysely';
import type { Invitee, Meeting } from '../meetings/meeting.ts';
import type { Known, MeetingStore } from '../meetings/stored.ts';
import type { Person } from '../people/person.ts';
import { type CardsTable, touchCards } from './cards.ts';
import { jsonText, storable } from './json.ts';

type Json<T> = ColumnType<T, string, string>;
type Stamp = ColumnType<Date, never, ReturnType<typeof sql>>;

export interface MeetingsTable {
  id: string;
  tenant_id: string;
  conversation_id: string;
  organizer_id: string;
  organizer: Json<Person>;
  subject: string;
  start_at: number;
  end_at: number;
  zone: string;
  invited: Json<Invitee[]>;
  lobby: Meeting['lobby'];
  presenters: Meeting['presenters'];
  state: Meeting['state'];
  source: Meeting['source'];
  learned: boolean;
  event_id: string | null;
  online_meeting_id: string | null;
  join_url: string | null;
  join_meeting_id: string | null;
  passcode: string | null;
  thread_id: string | null;
  message_id: string | null;
  moved_from: number | null;
  cancelled_by: ColumnType<Person | null, string | null, string | null>;
  locale: string;
  created_at: number;
  /** When the answers of the invited were last asked for; `meetingUpkeep.ts` alone writes it. */
  answers_at: ColumnType<number | null, never, number | null>;
  updated_at: Stamp;
}

interface Tables {
  meetings: MeetingsTable;
  cards: CardsTable;
}

/** The meetings table as the meetings room needs it. */
export function meetingStore(db: Kysely<Tables>): MeetingStore {
  const one = (id: string) => db.selectFrom('meetings').selectAll().where('id', '=', id);

  async function find({ tenantId, threadId, messageId, joinMeetingId }: Known): Promise<Meeting | null> {
    if (!threadId && !joinMeetingId) return null;
    const row = await db
      .selectFrom('meetings')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where((is) =>
        is.or([
          ...(threadId
            ? [
                is.and([
                  is(sql`lower(thread_id)`, '=', threadId.toLowerCase()),
                  is(sql`coalesce(message_id, '0')`, '=', messageId ?? '0'),
                ]),
              ]
            : []),
          ...(joinMeetingId ? [is('join_meeting_id', '=', joinMeetingId)] : []),
        ]),
      )
      .orderBy('created_at')
      .executeTakeFirst();
    return row ? meetingOf(row) : null;
  }

  return {
    async get(id) {
      if (!/^[0-9a-f-]{36}$/i.test(id)) return null;
      const row = await one(id).executeTakeFirst();
      return row ? meetingOf(row) : null;
    },

    find,

    async insert(meeting) {
      const row = await db
        .insertInto('meetings')
        .values({ id: meeting.id, created_at: meeting.createdAt, ...columnsOf(meeting) })
        .onConflict((conflict) => conflict.doNothing())
        .returningAll()
        .executeTakeFirst();
      if (row) return meetingOf(row);
      const there = await one(meeting.id).executeTakeFirst();
      if (there) return meetingOf(there);
      const same = await find(meeting);
      if (!same) throw new Error('A meeting could neither be saved nor found.');
      return same;
    },

    /** Its cards are behind from then on. */
    change(id, changes, ifState) {
      return db.transaction().execute(async (tx) => {
        const row = await tx
          .updateTable('meetings')
          .set({ ...columnsOf(changes), updated_at: sql`now()` })
          .where('id', '=', id)
          .$if(ifState !== undefined, (query) => query.where('state', '=', ifState as Meeting['state']))
          .returningAll()
          .executeTakeFirst();
        if (row) await touchCards(tx as Kysely<Tables>, [`meeting:${id}`]);
        return row ? meetingOf(row) : null;
      });
    },

    async upcoming(personId, tenantId, now, most) {
      const rows = await db
        .selectFrom('meetings')
        .selectAll()
        .where('tenant_id', '=', tenantId)
        .where('state', '=', 'scheduled')
        .where('end_at', '>', now)
        .where((is) =>
          is.or([
            is('organizer_id', '=', personId),
            sql<boolean>`invited @> ${jsonText([{ id: personId }])}::jsonb`,
          ]),
        )
        .orderBy('start_at')
        .limit(most)
        .execute();
      return rows.map(meetingOf);
    },
  };
}

function meetingOf(row: Selectable<MeetingsTable>): Meeting {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    conversationId: row.conversation_id,
    organizer: row.organizer,
    subject: row.subject,
    start: row.start_at,
    end: row.end_at,
    zone: row.zone,
    invited: row.invited,
    lobby: row.lobby,
    presenters: row.presenters,
    state: row.state,
    source: row.source,
    ...(row.learned && { learned: true }),
    eventId: row.event_id,
    onlineMeetingId: row.online_meeting_id,
    joinUrl: row.join_url,
    joinMeetingId: row.join_meeting_id,
    passcode: row.passcode,
    threadId: row.thread_id,
    messageId: row.message_id,
    movedFrom: row.moved_from,
    cancelledBy: row.cancelled_by,
    locale: row.locale,
    createdAt: row.created_at,
  };
}

const json = <T>(value: T | undefined) => (value === undefined ? undefined : jsonText(value));

/** The columns of those fields that are given; undefined ones are left as they are. */
function columnsOf<M extends Partial<Meeting>>(meeting: M) {
  const { cancelledBy } = meeting;
  const columns = {
    tenant_id: meeting.tenantId,
    conversation_id: meeting.conversationId,
    organizer_id: meeting.organizer?.id,
    organizer: json(meeting.organizer),
    subject: meeting.subject === undefined ? undefined : storable(meeting.subject),
    start_at: meeting.start,
    end_at: meeting.end,
    zone: meeting.zone,
    invited: json(meeting.invited),
    lobby: meeting.lobby,
    presenters: meeting.presenters,
    state: meeting.state,
    source: meeting.source,
    learned: meeting.learned,
    event_id: meeting.eventId,
    online_meeting_id: meeting.onlineMeetingId,
    join_url: meeting.joinUrl,
    join_meeting_id: meeting.joinMeetingId,
    passcode: meeting.passcode,
    thread_id: meeting.threadId,
    message_id: meeting.messageId,
    moved_from: meeting.movedFrom,
    cancelled_by: cancelledBy === undefined ? undefined : cancelledBy && jsonText(cancelledBy),
    locale: meeting.locale,
  };
  type Columns = typeof columns;
  // Kysely leaves undefined columns out of insert and update alike.
  return columns as M extends Meeting ? { [C in keyof Columns]: Exclude<Columns[C], undefined> } : Columns;
}
