/** Whether Graph answers, found out in time and told to everybody: on cards, over all instances, and in /readyz. */
import type { Kysely } from 'kysely';
import type { PatientGraph } from './graph/patience.ts';
import type { Clock } from './lib/clock.ts';
import { newId } from './lib/ids.ts';
import type { Periodic } from './lifecycle.ts';
import { graphFindingStore } from './store/graphFindings.ts';
import type { Schema } from './store/schema.ts';

/** Milliseconds between two looks while all seems well. */
const calm = 5_000;

/** `says`: the sentence for /readyz while Graph does not answer this instance; null while it does. */
export function graphHealth(made: { db: Kysely<Schema>; graph: PatientGraph; clock: Clock }): {
  periodic: Periodic;
  says(): string | null;
} {
  const { graph, clock } = made;
  const store = graphFindingStore(made.db);
  const instance = newId();
  let lookedAt = Number.NEGATIVE_INFINITY;
  let wasOpen = false;

  async function look(): Promise<void> {
    await graph.probe();
    const { open, since, answeredAt } = graph.health();
    const now = clock.now();
    if (!open && !wasOpen) {
      if (now >= lookedAt && now - lookedAt < calm) return;
      lookedAt = now;
      if (!(await store.isAway())) return;
    }
    await store.tell({ instance, openSince: since, answeredAt }, now);
    wasOpen = open;
  }

  return {
    periodic: { name: 'looking whether Graph answers', everyMs: 1_000, work: look, alsoByTick: true },
    says() {
      const { since } = graph.health();
      const at = since === null ? '' : new Date(since).toISOString();
      return since === null ? null : `ready, but Microsoft Graph does not answer since ${at}`;
    },
  };
}
