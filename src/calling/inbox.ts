/** Saving what comes in: requests that arrive while a commit is under way share the next one. */
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

interface Waiting {
  events: IncomingEvent[];
  resolve(calls: (string | null)[]): void;
  reject(error: unknown): void;
}

/** `saveEvents` with commits shared. What PostgreSQL refuses of one request rejects that one alone. */
export function createInbox(rows: Rows): (events: IncomingEvent[]) => Promise<(string | null)[]> {
  let queue: Waiting[] = [];
  let saving = false;

  async function saveQueue(): Promise<void> {
    saving = true;
    while (queue.length > 0) {
      const batch: Waiting[] = [];
      let size = 0;
      for (const waiting of queue) {
        if (batch.length > 0 && size + waiting.events.length > atOnce) break;
        batch.push(waiting);
        size += waiting.events.length;
      }
      queue = queue.slice(batch.length);
      try {
        const calls = await rows.saveEvents(batch.flatMap((waiting) => waiting.events));
        let from = 0;
        for (const { events, resolve } of batch) {
          resolve(calls.slice(from, from + events.length));
          from += events.length;
        }
      } catch (error) {
        if (batch.length === 1 || rows.isLost(error)) for (const { reject } of batch) reject(error);
        else
          for (const { events, resolve, reject } of batch)
            await rows.saveEvents(events).then(resolve, reject);
      }
    }
    saving = false;
  }

  return (events) =>
    new Promise((resolve, reject) => {
      if (events.length === 0) return resolve([]);
      queue.push({ events, resolve, reject });
      if (!saving) void saveQueue();
    });
}
