/** What meetings need as time goes by: the answers of the invited kept fresh, and an end once they are over. */
import type { Meeting } from './meeting.ts';

const minute = 60_000;
/** Between two looks at one meeting's answers. */
const answersEvery = 10 * minute;
/** Meetings that begin within this time are looked at without being asked for. */
const ahead = 24 * 60 * minute;
/** So many at a turn: Graph allows a mailbox four requests at once. */
const mostAtOnce = 20;

/** What this needs of the store. */
export interface MeetingUpkeepRows {
  /** Ends those whose end has come and in which no call of ours is live; their cards are behind from then on. */
  endOver(now: number): Promise<number>;
  /**
   * Takes meetings whose answers are to be asked for: those named, and those that begin until `until`, unless that
   * was done after `since`. Each is given to one caller alone.
   */
  claimAnswers(which: {
    now: number;
    since: number;
    until: number;
    ids: string[];
    most: number;
  }): Promise<string[]>;
}

export interface MeetingUpkeep {
  /** Somebody looks at this meeting: its answers are asked for at the next turn, unless they are fresh. */
  wanted(meetingId: string): void;
  /** One turn of all of it. */
  sweep(): Promise<void>;
}

/**
 * @param refresh asks for the answers of one meeting; a failure is told to `failed` and tried again after a while
 */
export function createMeetingUpkeep(needs: {
  rows: MeetingUpkeepRows;
  get(meetingId: string): Promise<Meeting | null>;
  refresh(meeting: Meeting): Promise<Meeting>;
  failed(error: unknown): void;
  now(): number;
}): MeetingUpkeep {
  const { rows, get, refresh, failed, now } = needs;
  const looked = new Set<string>();

  async function answers(): Promise<void> {
    const ids = [...looked];
    looked.clear();
    const at = now();
    const due = { now: at, since: at - answersEvery, until: at + ahead, ids, most: mostAtOnce };
    for (const id of await rows.claimAnswers(due)) {
      const meeting = await get(id);
      if (meeting) await refresh(meeting).catch(failed);
    }
  }

  return {
    wanted: (meetingId) => void looked.add(meetingId),
    async sweep() {
      await rows.endOver(now());
      await answers();
    },
  };
}
