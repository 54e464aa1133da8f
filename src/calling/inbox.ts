/** Saving what comes in: requests that arrive while a commit is under way share the next one. */
import { createTogether } from '../lib/together.ts';
import type { CallEvent } from './call.ts';

/** An event to be saved: for one of our calls, or for the call with this id of Graph's; both must fit if both are given. */
export interface IncomingEvent {
  callId: string | null;
  graphId: string | null;
  event: CallEvent;
  at: number;
}

/** Saves events in one statement; gives per event the id of its call, null where there is none. */
export type SaveEvents = (events: readonly IncomingEvent[]) => Promise<(string | null)[]>;

/** What the inbox needs of the store. */
interface Rows {
  saveEvents: SaveEvents;
  /** Whether an error means that the database was not there, rather than that it refused one thing. */
  isLost(error: unknown): boolean;
}

/** As many as one statement takes. */
const atOnce = 500;

/** `saveEvents` with commits shared. What PostgreSQL refuses of one request rejects that one alone. */
export function createInbox(rows: Rows): (events: readonly IncomingEvent[]) => Promise<(string | null)[]> {
  const save = createTogether<readonly IncomingEvent[], (string | null)[]>(
    async (requests) => {
      const calls = await rows.saveEvents(requests.flat());
      let from = 0;
      return requests.map(({ length }) => {
        from += length;
        return calls.slice(from - length, from);
      });
    },
    atOnce,
    { sizeOf: ({ length }) => length, sharesFate: rows.isLost },
  );
  return async (events) => (events.length > 0 ? save(events) : []);
}
