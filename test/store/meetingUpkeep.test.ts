import assert from 'node:assert/strict';
import { derivedId } from '../../src/lib/ids.ts';
import { cardStore } from '../../src/store/cards.ts';
import { conversationStore } from '../../src/store/conversations.ts';
import { meetingStore } from '../../src/store/meetings.ts';
import { meetingUpkeepStore } from '../../src/store/meetingUpkeep.ts';
import { meeting as sample } from '../chat/cards/samples.ts';
import { type FreshDatabase, freshDatabase } from '../fixtures/database.ts';

const now = sample.start;
const hour = 3_600_000;
const none = { joinMeetingId: null, threadId: null, messageId: null };

describe('meetings as time goes by', () => {
  let database: FreshDatabase;
  let upkeep: ReturnType<typeof meetingUpkeepStore>;
  let meetings: ReturnType<typeof meetingStore>;
  beforeEach(async () => {
    database = await freshDatabase();
    upkeep = meetingUpkeepStore(database.db);
    meetings = meetingStore(database.db);
  });
  afterEach(() => database.close());

  const add = (name: string, change: object = {}) =>
    meetings.insert({ ...sample, ...none, source: 'event', eventId: name, id: derivedId(name), ...change });
  const claim = (at: number, ...ids: string[]) =>
    upkeep.claimAnswers({ now: at, since: at - hour / 6, until: at + 24 * hour, ids, most: 20 });

  it('end once, at their end, and their cards are behind', async () => {
    const { id } = await add('over', { start: now - hour, end: now });
    await add('going on', { start: now - hour, end: now + 1 });
    await add('drafted', { state: 'draft', end: now - 1 });
    await conversationStore(database.db).save('chat', sample.tenantId, {});
    const cards = cardStore(database.db);
    await cards.add(derivedId('card'), 'chat', {}, `meeting:${id}`);
    await cards.shown(derivedId('card'), 1, 'activity', 'digest');
    assert.equal(await cards.take(now, now), null);
    assert.deepEqual(
      await Promise.all([upkeep.endOver(now), upkeep.endOver(now)]).then((n) => n.sort()),
      [0, 1],
    );
    assert.equal((await meetings.get(id))?.state, 'ended');
    assert.equal((await cards.take(now, now))?.subject, `meeting:${id}`);
    assert.equal(await upkeep.endOver(now), 0);
  });

  it('are given to one instance alone, and not again for a while', async () => {
    const { id } = await add('near', { start: now + hour, end: now + 2 * hour });
    const twice = await Promise.all([claim(now), claim(now), claim(now)]);
    assert.deepEqual(twice.flat(), [id]);
    assert.deepEqual(await claim(now + hour / 6 - 1), []);
    assert.deepEqual(await claim(now + hour / 6), [id]);
  });

  it('are looked after by themselves only within a day, when named at any time, and only as events', async () => {
    const far = await add('far', { start: now + 25 * hour, end: now + 26 * hour });
    const link = await add('link', { source: 'link', eventId: null, start: now + hour, end: now + 2 * hour });
    const gone = await add('gone', { state: 'cancelled', start: now + hour, end: now + 2 * hour });
    assert.deepEqual(await claim(now), []);
    assert.deepEqual(await claim(now, far.id, link.id, gone.id), [far.id]);
  });

  it('mark their cards as behind when they change', async () => {
    const { id } = await add('changed');
    await conversationStore(database.db).save('chat', sample.tenantId, {});
    const cards = cardStore(database.db);
    await cards.add(derivedId('card'), 'chat', {}, `meeting:${id}`);
    await cards.shown(derivedId('card'), 1, 'activity', 'digest');
    await meetings.change(id, { subject: 'Another' });
    assert.equal((await cards.take(now, now))?.subject, `meeting:${id}`);
  });
});
