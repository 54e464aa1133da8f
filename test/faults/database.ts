/** PostgreSQL that is restarted, and PostgreSQL that is away for half a minute. */
import { createLog } from '../../src/lib/log.ts';
import { openDatabase } from '../../src/store/database.ts';
import { databaseServer } from '../fixtures/database.ts';
import { allowConnections } from '../stories/databaseAway.ts';
import { startStory } from '../stories/harness.ts';
import { timePasses } from './busy.ts';
import type { Fault, Scene } from './fault.ts';
import { busyScene, type Trouble } from './inProcess.ts';
import { oftenRung } from './servers.ts';

const second = 1_000;
/** Not saved, so not acknowledged: Graph is to send it again. */
const notSaved = (status: number) => status === 503;

/** A server of its own, since other tests have theirs to themselves. */
async function restarted(): Promise<Scene> {
  const server = await databaseServer();
  const url = await server.fresh();
  const { db, close } = await openDatabase({ url, dataDir: '', log: createLog('silent') });
  let restarting: Promise<void> | null = null;
  const story = await startStory({ env: { ...oftenRung, DATABASE_URL: url } });
  const trouble: Trouble = {
    asksFor: notSaved,
    async strike(story, random) {
      await story.advance(random.below(4) * second);
      // Not waited for: what people do meanwhile is what this is about.
      restarting = server.restart(random.one(['fast', 'immediate']));
    },
    async calm(story) {
      await restarting;
      // A connection is known to be broken by the first who needs it.
      await timePasses(story, 5 * second);
    },
  };
  const scene = busyScene(story, trouble, db);
  return {
    ...scene,
    async close() {
      await scene.close();
      await story.close();
      await close();
      await server.close();
    },
  };
}

export const databaseFaults: readonly Fault[] = [
  { name: 'database-restart', what: 'PostgreSQL is restarted, gently or at once', open: restarted },
  {
    name: 'database-away',
    what: 'PostgreSQL is away for 30 seconds',
    open: async (servers) =>
      busyScene(await servers.story(), {
        asksFor: notSaved,
        strike: (story) => allowConnections(story, false),
        async calm(story) {
          await timePasses(story, 20 * second);
          await allowConnections(story, true);
        },
      }),
  },
];
