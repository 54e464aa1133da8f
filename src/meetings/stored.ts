/** What the meetings room needs of the database; `store/meetings.ts` gives it. */
import type { Meeting, MeetingState } from './meeting.ts';

/** What a meeting may be found by. Ids of meetings are as Graph writes them, the meeting ID as digits alone. */
export interface Known {
  tenantId: string;
  threadId?: string | null;
  messageId?: string | null;
  joinMeetingId?: string | null;
}

export interface MeetingStore {
  /** By our own id; null for none and for what is no id. */
  get(id: string): Promise<Meeting | null>;
  /** By thread or meeting ID. */
  find(known: Known): Promise<Meeting | null>;
  /** Saves a meeting once: where its id, thread or meeting ID is there already, the row that is there. */
  insert(meeting: Meeting): Promise<Meeting>;
  /** Changes the given fields and gives the whole; null when there is no such meeting, or not in `ifState`. */
  change(
    id: string,
    changes: Partial<Omit<Meeting, 'id' | 'createdAt'>>,
    ifState?: MeetingState,
  ): Promise<Meeting | null>;
  /** Scheduled meetings that a person organizes or is invited to and that end after `now`, soonest first. */
  upcoming(personId: string, tenantId: string, now: number, most: number): Promise<Meeting[]>;
}
