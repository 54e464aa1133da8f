import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { ownRelease } from '../../src/store/migrations/index.ts';
import { allowConnections } from './databaseAway.ts';
import { type Story, startStory } from './harness.ts';
import { eventually } from './ownProcess.ts';
import { bearer, post } from './wire.ts';

describe('Rollcall started while its database is away', () => {
  let story: Story;
  beforeEach(async () => {
    story = await startStory();
    await story.stop();
  });
  afterEach(() => story.close());

  const look = async (path: string) => {
    const answer = await fetch(`http://127.0.0.1:${story.config.PORT}${path}`);
    return { status: answer.status, says: await answer.text() };
  };

  it('is alive, is not ready and says why, takes nothing, and is ready once the database is back', async () => {
    const chat = await story.personal('Megan');
    await allowConnections(story, false);
    await story.start();
    assert.equal((await look('/healthz')).status, 200);
    assert.deepEqual(await look('/readyz'), {
      status: 503,
      says: 'not ready: the database does not answer as it should, and the log says why',
    });
    assert.equal(await post(story, '/api/calls', { value: [] }, await bearer(story, 'calls')), 503);
    await allowConnections(story, true);
    await eventually('ready', async () => (await look('/readyz')).status === 200);
    const [help] = await story.say(chat, 'Megan', 'help');
    assert.ok(help?.card);
  });

  it('refuses one that a release too far ahead has been at, in clear words', async () => {
    const ahead = ownRelease + 2;
    await sql`insert into schema_release (release) values (${ahead})`.execute(story.database.db);
    await assert.rejects(story.start(), new RegExp(`release ${ahead} .* release ${ownRelease}`));
    await assert.rejects(look('/healthz'), 'nothing listens any more');
  });
});
