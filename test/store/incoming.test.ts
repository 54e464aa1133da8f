import assert from 'node:assert/strict';
import type { Phase } from '../../src/calling/call.ts';
import type { Incoming } from '../../src/calling/incoming.ts';
import { newCall } from '../../src/calling/newCall.ts';
import type { Caller } from '../../src/frontdesk/frontDesk.ts';
import { newId } from '../../src/lib/ids.ts';
import { callStore } from '../../src/store/calls.ts';
import { cardStore } from '../../src/store/cards.ts';
import { conversationStore } from '../../src/store/conversations.ts';
import { frontDeskStore } from '../../src/store/frontDesk.ts';
import { incomingStore } from '../../src/store/incoming.ts';
import { adele, request } from '../calling/fixtures.ts';
import { type FreshDatabase, freshDatabase } from '../fixtures/database.ts';
import { cameIn } from '../frontdesk/fixtures.ts';

const now = Date.parse('2026-11-18T10:30:00Z');
const minute = 60_000;
const zoe: Caller = { kind: 'phone', id: '+493012345', name: 'Zoe', tenantId: null, languageId: 'de' };
const alex: Caller = { ...zoe, kind: 'user', id: 'alex' };
const asking = { until: now + 8_000, otherwise: { do: 'reject', reason: 'busy' }, answered: false } as const;

describe('calls that came in', () => {
  let database: FreshDatabase;
  let count: number;
  beforeEach(async () => {
    database = await freshDatabase();
    count = 0;
  });
  afterEach(() => database.close());

  const tenantId = request.tenantId;
  const open = () => incomingStore(database.db, tenantId);

  /** A call of so long ago; `ms` null: live. */
  async function came(ago: number, ms: number | null, incoming: Partial<Incoming> = {}): Promise<string> {
    const id = `call${++count}`;
    const at = now - ago;
    const phase: Phase = ms === null ? 'ringing' : 'ended';
    const call = {
      ...newCall({ ...request, id, meetingKey: id }, at),
      ...{ phase, endedAt: ms === null ? null : at + ms },
      incoming: cameIn({ caller: zoe, receivedAt: at, ...incoming }),
    };
    await callStore(database.db).create({ call, audit: [], cardChanged: false, effects: [], timers: [] });
    return id;
  }

  it('tell how often somebody hung up quickly, not how often they were sent on or turned away', async () => {
    await came(minute, 2_000, { became: 'answered' });
    await came(2 * minute, 3_000, { became: 'missed' });
    await came(3 * minute, 4_000);
    await came(4 * minute, 100, { became: 'redirected' });
    await came(5 * minute, 100, { became: 'rejected' });
    await came(6 * minute, 100, { became: 'taken' });
    await came(7 * minute, 5_000, { caller: alex });
    await came(25 * 60 * minute, 1_000);
    const own = await came(0, null);
    const { recent } = await open().facts(own, { ...zoe, id: zoe.id }, now);
    assert.deepEqual(recent, [
      { at: now - minute, ms: 2_000 },
      { at: now - 2 * minute, ms: 3_000 },
      { at: now - 3 * minute, ms: 4_000 },
    ]);
    assert.deepEqual((await open().facts(own, { kind: 'user', id: 'ALEX' }, now)).recent, [
      { at: now - 7 * minute, ms: 5_000 },
    ]);
  });

  it('of nobody in particular are counted for nobody', async () => {
    const hidden: Caller = { ...zoe, kind: 'encrypted' };
    await came(minute, 2_000, { caller: hidden });
    await frontDeskStore(database.db, tenantId).block(
      { kind: 'phone', id: '+493012345', name: '' },
      adele,
      now,
    );
    for (const caller of [hidden, { ...hidden, kind: 'anonymous' as const, id: null }]) {
      const found = await open().facts('own', caller, now);
      assert.deepEqual([found.recent, found.blocked], [[], false]);
    }
    assert.equal((await open().facts('own', zoe, now)).blocked, true);
    assert.equal((await open().facts('own', alex, now)).blocked, false);
    assert.equal((await open().facts('own', { kind: 'phone', id: '\u0000' }, now)).blocked, false);
  });

  it('wait while an agent is asked and none has chosen', async () => {
    await came(minute, null, { asking });
    await came(minute, null, { asking, chosen: { by: adele, choice: 'take' } });
    await came(minute, null);
    await came(minute, 100, { asking });
    const own = await came(0, null, { asking });
    assert.equal((await open().facts(own, alex, now)).waiting, 1);
  });

  it('are a flood when a chat could not be asked about them all', async () => {
    for (let n = 0; n < 20; n += 1) await came(n * 1_000, null);
    assert.equal((await open().facts('own', alex, now)).flood, false);
    await came(500, null);
    assert.equal((await open().facts('own', alex, now)).flood, true);
    assert.equal((await open().facts('own', alex, now + minute)).flood, false);
  });

  it('know whether there are agents to ask', async () => {
    assert.equal((await open().facts('own', alex, now)).agentsChat, false);
    await conversationStore(database.db).save('chat', tenantId, {});
    await frontDeskStore(database.db, tenantId).bind('chat', adele, now);
    assert.equal((await open().facts('own', alex, now)).agentsChat, true);
  });

  it('stand on the card: those that are live, the oldest first, and the last few missed', async () => {
    const second = await came(minute, null);
    const first = await came(2 * minute, null);
    await came(3 * minute, 100, { became: 'answered' });
    const missed = [];
    for (let n = 1; n <= 22; n += 1) missed.push(await came(n * minute, 100, { became: 'missed' }));
    await came(25 * 60 * minute, 100, { became: 'missed' });
    await callStore(database.db).create({
      ...{ call: newCall({ ...request, id: 'joined', meetingKey: 'joined' }, now), audit: [] },
      ...{ cardChanged: false, effects: [], timers: [] },
    });
    assert.deepEqual(
      (await open().onCard(now)).map(({ id }) => id),
      [first, second, ...missed.slice(0, 20)],
    );
    assert.deepEqual(await incomingStore(database.db, 'another').onCard(now), []);
  });

  it('stand on the card for a minute after an agent settled them, the last three', async () => {
    const settled = [];
    const done = [
      ['take', 'taken'],
      ['voicemail', 'redirected'],
      ['reject', 'rejected'],
      ['take', 'taken'],
    ] as const;
    for (const [n, [choice, became]] of done.entries())
      settled.push(await came((n + 1) * 10_000, 1_000, { became, chosen: { by: adele, choice } }));
    await came(10_000, 1_000, { became: 'redirected' });
    await came(10_000, 1_000, { became: 'answered', chosen: { by: adele, choice: 'menu' } });
    const onCard = async (at: number) => (await open().onCard(at)).map(({ id }) => id);
    assert.deepEqual(await onCard(now), settled.slice(0, 3));
    assert.deepEqual(await onCard(now + 45_000), settled.slice(0, 1));
    assert.deepEqual(await onCard(now + 51_000), []);
  });

  it('put the card behind when they have had their time on it, and only then', async () => {
    await conversationStore(database.db).save('chat', tenantId, {});
    const cards = cardStore(database.db);
    const id = newId();
    await cards.add(id, 'chat', {}, `frontdesk:${tenantId}`);
    await cards.shown(id, 1, 'activity', 'digest');
    const behind = async (at: number): Promise<boolean> => {
      await open().fade(at, 15_000);
      const { wanted, shown } = await database.db
        .selectFrom('cards')
        .select(['wanted', 'shown'])
        .executeTakeFirstOrThrow();
      await cards.shown(id, wanted, 'activity', 'digest');
      return wanted > shown;
    };
    await came(10_000, 0, { became: 'redirected' });
    assert.equal(await behind(now + 50_000), false);
    await came(10_000, 0, { became: 'taken', chosen: { by: adele, choice: 'take' } });
    assert.equal(await behind(now + 49_999), false);
    assert.equal(await behind(now + 50_000), true);
    assert.equal(await behind(now + 94_999), true);
    assert.equal(await behind(now + 95_000), false);
  });

  it('stand on the card before all others while they wait, however many are under way', async () => {
    for (let n = 0; n < 100; n += 1) await came(2 * minute, null);
    const waits = await came(minute, null, { asking });
    assert.equal((await open().onCard(now))[0]?.id, waits);
  });
});
