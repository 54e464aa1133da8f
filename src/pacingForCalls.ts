/** Outgoing calls stopped and let go again, and what holds for every call, put together for chat. */
import type { Kysely } from 'kysely';
import type { Line } from './chat/cards/views.ts';
import type { Pacing } from './chat/services.ts';
import type { Clock } from './lib/clock.ts';
import { pacingStore } from './store/outgoing.ts';
import type { Schema } from './store/schema.ts';

/** The service `pacing` of chat; `line` is what its cards show of all calls. */
export function pacingForCalls({ db, clock }: { db: Kysely<Schema>; clock: Clock }): {
  pacing: Pacing;
  line(): Promise<Line>;
} {
  const store = pacingStore(db);
  return {
    pacing: {
      pause: store.pause,
      resume: store.resume,
      async state() {
        const [paused, counts] = await Promise.all([store.paused(), store.counts(clock.now())]);
        return { paused, ...counts };
      },
    },
    line: store.line,
  };
}
