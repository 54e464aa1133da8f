import assert from 'node:assert/strict';
import { pino } from 'pino';
import { card } from '../../src/chat/cards/card.ts';
import { ConnectorError } from '../../src/chat/connector.ts';
import { createLiveCards } from '../../src/chat/liveCards.ts';
import { newId } from '../../src/lib/ids.ts';
import { cardStore } from '../../src/store/cards.ts';
import { conversationStore } from '../../src/store/conversations.ts';
import { type FreshDatabase, freshDatabase } from '../fixtures/database.ts';

const log = pino({ level: 'silent' });

describe('live cards', () => {
  let database: FreshDatabase;
  let now: number;
  let shown: string;
  let sent: { activityId: string; title: string; at: number }[];
  let fail: ConnectorError | null;
  /** Subjects that cannot be made into a card, and conversations that never answer. */
  let broken: Set<string>;
  let silent: Set<string>;

  const referenceOf = (id: string) => ({ conversation: { id } }) as never;
  const reference = referenceOf('chat');
  const attempt = async ({ conversation }: { conversation?: { id: string } }) => {
    if (silent.has(conversation?.id ?? '')) await new Promise(() => undefined);
    if (fail) throw fail;
  };
  /** One whose updates are over when its promises are. */
  const instance = () => {
    const cards = unawaited();
    return {
      show: (place: Parameters<typeof cards.show>[0], subject: string, id = newId()) =>
        cards.show(place, subject, id).then(cards.idle),
      move: (place: Parameters<typeof cards.show>[0], subject: string, id = newId()) =>
        cards.move(place, subject, id).then(cards.idle),
      changed: (subject: string) => cards.changed(subject).then(cards.idle),
      flush: () => {
        cards.flush();
        return cards.idle();
      },
    };
  };
  const unawaited = () =>
    createLiveCards({
      rows: cardStore(database.db),
      clock: { now: () => now, every: () => () => undefined },
      log,
      // No number of milliseconds that these waits are made of is whole with it.
      random: () => Math.SQRT1_2,
      async render(subject) {
        if (broken.has(subject)) throw new Error('no card');
        return card(subject.startsWith('moved:') ? 'further down' : shown, []);
      },
      connector: {
        async send(to, message) {
          await attempt(to);
          const activityId = `m${sent.length + 1}`;
          sent.push({ activityId, title: 'card' in message ? message.card.fallbackText : '', at: now });
          return activityId;
        },
        async update(to, activityId, message) {
          await attempt(to);
          sent.push({ activityId, title: 'card' in message ? message.card.fallbackText : '', at: now });
        },
      },
    });

  beforeEach(async () => {
    database = await freshDatabase();
    await conversationStore(database.db).save('chat', 'tenant', reference);
    now = 1_000_000;
    shown = 'one';
    sent = [];
    fail = null;
    broken = new Set();
    silent = new Set();
  });
  afterEach(() => database.close());

  it('posts a card once, however often it is asked for', async () => {
    const cards = instance();
    const id = '5a1c1a36-53a5-4f86-a6a1-0ec2dbb6d1a5';
    await cards.show({ id: 'chat', reference }, 'call:1', id);
    await cards.show({ id: 'chat', reference }, 'call:1', id);
    assert.deepEqual(sent, [{ activityId: 'm1', title: 'one', at: 1_000_000 }]);
  });

  it('tells when a card stands in the chat, so that what is said next comes below it', async () => {
    const cards = unawaited();
    await cards.show({ id: 'chat', reference }, 'call:1', '5a1c1a36-53a5-4f86-a6a1-0ec2dbb6d1a5');
    await cards.posted('5a1c1a36-53a5-4f86-a6a1-0ec2dbb6d1a5');
    assert.equal(sent.length, 1);
  });

  it('updates in place, at most once in two seconds, ending on the last state', async () => {
    const cards = instance();
    await cards.show({ id: 'chat', reference }, 'call:1');
    for (const title of ['two', 'three', 'four']) {
      shown = title;
      await cards.changed('call:1');
    }
    assert.equal(sent.length, 1);
    now += 2_000;
    await cards.flush();
    assert.deepEqual(sent.at(-1), { activityId: 'm1', title: 'four', at: 1_002_000 });
    assert.equal(sent.length, 2);
  });

  it('sends nothing in vain, and a void change does not delay the next', async () => {
    const cards = instance();
    await cards.show({ id: 'chat', reference }, 'call:1');
    now += 2_000;
    await cards.changed('call:1');
    shown = 'two';
    await cards.changed('call:1');
    assert.deepEqual(
      sent.map(({ title }) => title),
      ['one', 'two'],
    );
  });

  it('coalesces across instances', async () => {
    const [one, other] = [instance(), instance()];
    await one.show({ id: 'chat', reference }, 'call:1');
    now += 2_000;
    shown = 'two';
    await Promise.all([one.changed('call:1'), other.changed('call:1'), other.flush()]);
    assert.equal(sent.length, 2);
    assert.equal(sent[1]?.title, 'two');
  });

  it('serves the cards of a chat in turn, a new one first', async () => {
    const cards = instance();
    await cards.show({ id: 'chat', reference }, 'meeting:1');
    shown = 'two';
    await cards.show({ id: 'chat', reference }, 'call:1');
    await cards.changed('meeting:1');
    now += 2_000;
    await cards.flush();
    for (const title of ['three', 'four', 'five']) {
      shown = title;
      await cards.changed('meeting:1');
      await cards.changed('call:1');
      now += 2_000;
      await cards.flush();
    }
    assert.deepEqual(
      sent.map(({ activityId }) => activityId),
      ['m1', 'm2', 'm1', 'm2', 'm1', 'm2'],
    );
    assert.equal(sent[1]?.at, sent[0]?.at, 'a new message is no update and waits for none');
  });

  it('waits as long as Teams says after a 429, then shows the last state', async () => {
    const cards = instance();
    await cards.show({ id: 'chat', reference }, 'call:1');
    now += 2_000;
    fail = new ConnectorError(429, 7_000, 'slow down');
    shown = 'two';
    await cards.changed('call:1');
    fail = null;
    now += 6_999;
    await cards.flush();
    assert.equal(sent.length, 1);
    now += 1;
    await cards.flush();
    assert.equal(sent.at(-1)?.title, 'two');
  });

  it('forgets a card whose message is gone', async () => {
    const cards = instance();
    await cards.show({ id: 'chat', reference }, 'call:1');
    now += 2_000;
    fail = new ConnectorError(404, null, 'gone');
    shown = 'two';
    await cards.changed('call:1');
    fail = null;
    now += 10_000;
    await cards.changed('call:1');
    assert.equal(sent.length, 1);
  });

  const enter = (...ids: string[]) =>
    Promise.all(ids.map((id) => conversationStore(database.db).save(id, 'tenant', referenceOf(id))));
  const titles = () => sent.map(({ title }) => title);

  it('holds no other chat while one does not answer', async () => {
    await enter('slow', 'quick');
    silent.add('slow');
    const cards = unawaited();
    await cards.show({ id: 'slow', reference: referenceOf('slow') }, 'call:1', newId());
    await cards.show({ id: 'quick', reference: referenceOf('quick') }, 'call:2', newId());
    while (sent.length === 0) await new Promise(setImmediate);
    assert.deepEqual(titles(), ['one']);
  });

  it('fails nobody because of a card that cannot be made, and tries that one again later', async () => {
    const cards = instance();
    broken.add('call:bad');
    await cards.show({ id: 'chat', reference }, 'call:bad');
    await cards.show({ id: 'chat', reference }, 'call:good');
    assert.deepEqual(titles(), ['one'], 'the broken one does not hold its own chat either');
    broken.clear();
    now += 2_000;
    await cards.flush();
    assert.deepEqual(titles(), ['one', 'one']);
  });

  it('never gives a card up for failures that pass, and asks less and less often', async () => {
    const cards = instance();
    fail = new ConnectorError(502, null, 'bad gateway');
    await cards.show({ id: 'chat', reference }, 'call:1');
    const waits: number[] = [];
    for (let round = 0; round < 12; round += 1) {
      const { next_update_at } = await database.db
        .selectFrom('conversations')
        .select('next_update_at')
        .executeTakeFirstOrThrow();
      waits.push(next_update_at - now);
      now = next_update_at;
      await cards.flush();
    }
    assert.deepEqual(waits.slice(0, 8), [2_000, 3_293, 6_586, 13_172, 26_343, 52_686, 98_787, 98_787]);
    fail = null;
    now += 120_000;
    await cards.flush();
    assert.deepEqual(titles(), ['one']);
  });

  it('goes on where it was forbidden once it is spoken to again', async () => {
    const cards = instance();
    await cards.show({ id: 'chat', reference }, 'call:1');
    now += 2_000;
    fail = new ConnectorError(403, null, 'blocked');
    shown = 'two';
    await cards.changed('call:1');
    fail = null;
    now += 600_000;
    await cards.flush();
    assert.deepEqual(titles(), ['one'], 'a refusal is not asked for again at once');
    await enter('chat');
    await cards.flush();
    assert.deepEqual(titles(), ['one', 'two']);
  });

  it('has one card of a subject in a chat, whoever asks for it again', async () => {
    const cards = instance();
    await cards.show({ id: 'chat', reference }, 'call:1');
    now += 2_000;
    await cards.show({ id: 'chat', reference }, 'call:1');
    assert.deepEqual(titles(), ['one']);
  });

  it('moves it down for somebody who types: the new one lives on, the old one points to it', async () => {
    const cards = instance();
    await cards.show({ id: 'chat', reference }, 'call:1');
    const id = newId();
    for (let delivery = 0; delivery < 2; delivery += 1) {
      now += 2_000;
      await cards.move({ id: 'chat', reference }, 'call:1', id);
    }
    shown = 'two';
    for (let round = 0; round < 3; round += 1) {
      now += 2_000;
      await cards.changed('call:1');
    }
    assert.deepEqual(
      sent.map(({ activityId, title }) => `${activityId} ${title}`),
      ['m1 one', 'm2 one', 'm1 further down', 'm2 two'],
    );
  });

  it('show who waits at the front desk before lines of missed calls, which come one after the other', async () => {
    const cards = instance();
    const place = { id: 'chat', reference };
    await cards.show(place, 'frontdesk:tenant');
    now += 2_000;
    for (let n = 1; n <= 5; n += 1) {
      shown = `line ${n}`;
      await cards.show(place, `missed:${n}`);
    }
    assert.equal(sent.length, 2, 'no line pushes the next one out');
    shown = 'somebody waits';
    await cards.changed('frontdesk:tenant');
    now += 2_000;
    await cards.flush();
    assert.deepEqual(sent.at(-1), { activityId: 'm1', title: 'somebody waits', at: now });
    for (let left = 4; left > 0; left -= 1) {
      now += 2_000;
      await cards.flush();
    }
    assert.equal(sent.length, 7, 'every line is told in the end');
  });
});
