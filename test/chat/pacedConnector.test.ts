import assert from 'node:assert/strict';
import { type Connector, ConnectorError } from '../../src/chat/connector.ts';
import { createPacedConnector, type PacedConnector } from '../../src/chat/pacedConnector.ts';
import { createLog } from '../../src/lib/log.ts';
import { scope, within } from '../../src/lib/scope.ts';
import { RateLimiter } from '../../src/simulator/channel/rateLimit.ts';

const chat = (id: string) => ({ conversation: { id } as never });
const one = chat('one');
const numbers = (count: number) => Array.from({ length: count }, (_, index) => String(index));

describe('the paced connector', () => {
  let now: number;
  let pauses: { until: number; done(): void }[];
  let said: { chat: string; text: string; at: number; request: string | undefined }[];
  let refused: number;
  /** What Teams says to a message; null: it is taken. */
  let teams: (chatId: string, text: string) => ConnectorError | null;
  let paced: PacedConnector;

  /** Lets everything happen that needs no time. */
  const calm = async () => {
    for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
  };
  /** Moves the time whenever somebody waits for it, until nobody does. */
  const pass = async (until = Number.POSITIVE_INFINITY) => {
    for (await calm(); pauses.length > 0; await calm()) {
      const next = Math.min(...pauses.map((pause) => pause.until));
      if (next > until) return;
      now = Math.max(now, next);
      const due = pauses.filter((pause) => pause.until <= now);
      pauses = pauses.filter((pause) => pause.until > now);
      for (const { done } of due) done();
    }
  };
  const heard = () => said.map(({ text }) => text);
  const outcome = (work: Promise<unknown>) =>
    work.then(
      () => 'sent',
      (error) => (error as ConnectorError).status,
    );
  const answers = (texts: string[], where = one) =>
    texts.map((text) => outcome(paced.answer(where, { text })));

  beforeEach(() => {
    now = 1_000_000;
    pauses = [];
    said = [];
    refused = 0;
    const limiter = new RateLimiter();
    teams = (chatId) => {
      const exceeded = limiter.admit(chatId, 'send', now);
      return exceeded && new ConnectorError(429, exceeded.retryAfter * 1_000, 'too many');
    };
    const take = async (reference: { conversation?: { id: string } }, text: string) => {
      const id = reference.conversation?.id ?? '';
      await new Promise(setImmediate);
      const refusal = teams(id, text);
      if (refusal) {
        refused += 1;
        throw refusal;
      }
      said.push({ chat: id, text, at: now, request: scope().request });
      return `message ${said.length}`;
    };
    const connector: Partial<Connector> = {
      send: (reference, message) => take(reference, 'text' in message ? message.text : 'card'),
      update: async (reference) => void (await take(reference, 'update')),
      typing: async (reference) => void (await take(reference, 'typing')),
      member: async (reference) => void (await take(reference, 'member')) as never,
    };
    paced = createPacedConnector(connector as Connector, {
      clock: {
        now: () => now,
        every: () => () => undefined,
        pause: (ms) => new Promise((done) => pauses.push({ until: now + ms, done })),
      },
      log: createLog('silent'),
      random: () => 0,
    });
  });

  it('posts answers at once where nothing is in the way', async () => {
    assert.equal(await paced.answer(one, { text: 'hello' }), 'message 1');
    assert.equal(pauses.length, 0);
  });

  it('posts many in their order, below what Teams takes, without being refused', async () => {
    const all = answers(numbers(24));
    await pass();
    assert.deepEqual(new Set(await Promise.all(all)), new Set(['sent']));
    assert.deepEqual(heard(), numbers(24));
    assert.equal(refused, 0);
    assert.ok((said.at(-1)?.at ?? 0) - 1_000_000 <= 6_000);
  });

  it('posts what was refused again in its order, when Teams said so', async () => {
    const until = now + 2_000;
    teams = () => (now < until ? new ConnectorError(429, 2_000, 'another instance spoke') : null);
    const all = answers(numbers(5));
    await calm();
    assert.deepEqual(heard(), []);
    await pass();
    assert.deepEqual(new Set(await Promise.all(all)), new Set(['sent']));
    assert.deepEqual(heard(), numbers(5));
    assert.equal(refused, 5, 'once each');
    assert.equal(now, until);
  });

  it('says as before in other chats while one is throttled', async () => {
    teams = (id) => (id === 'one' ? new ConnectorError(429, 60_000, 'not now') : null);
    const stuck = answers(['late']);
    await calm();
    await paced.answer(chat('two'), { text: 'at once' });
    assert.deepEqual(heard(), ['at once']);
    teams = () => null;
    await pass();
    assert.deepEqual(await Promise.all(stuck), ['sent']);
  });

  it('counts the threads of a channel as one', async () => {
    answers(['a', 'b', 'c', 'd'], chat('team;messageid=1'));
    const more = answers(['e', 'f', 'g', 'h'], chat('team;messageid=2'));
    await pass();
    assert.deepEqual(await Promise.all(more), ['sent', 'sent', 'sent', 'sent']);
    assert.deepEqual([refused, said.length], [0, 8]);
  });

  it('types, and updates cards, only as long as that is in no answer’s way', async () => {
    const typed = await Promise.all(numbers(6).map(() => outcome(paced.typing(one))));
    assert.deepEqual(typed, ['sent', 'sent', 429, 429, 429, 429]);
    const cards = await Promise.all(
      numbers(5).map(() => outcome(paced.yielding.update(one, 'id', { text: '' }))),
    );
    assert.deepEqual(cards, ['sent', 'sent', 'sent', 429, 429]);
    const all = answers(numbers(4));
    await calm();
    assert.equal(await outcome(paced.yielding.send(one, { text: 'new card' })), 429, 'an answer waits');
    await pass();
    assert.deepEqual(new Set(await Promise.all(all)), new Set(['sent']));
    assert.equal(refused, 0);
  });

  it('lets a press and what is said aside wait for seconds only', async () => {
    const since = now;
    teams = () => new ConnectorError(429, 1_000, 'not now');
    const aside = outcome(paced.send(one, { text: 'aside' }));
    await pass(since + 5_000);
    assert.equal(await aside, 429);
    assert.ok(now - since <= 3_000);
    teams = () => new ConnectorError(429, 30_000, 'not for long');
    assert.equal(await outcome(paced.send(chat('two'), { text: 'aside' })), 429);
    assert.ok(now - since <= 3_000, 'whom it cannot reach in time it does not wait for');
  });

  it('sends what waited as part of the turn that said it, whoever it waited behind', async () => {
    const all = numbers(12).map((request) => within({ request }, () => paced.answer(one, { text: request })));
    await pass();
    await Promise.all(all);
    assert.deepEqual(
      said.map(({ request }) => request),
      numbers(12),
    );
  });

  it('gives an answer up after ten minutes, and behind a gateway that refuses it alone sooner', async () => {
    teams = (_, text) => (text === 'poison' ? new ConnectorError(502, null, 'gateway') : null);
    const both = answers(['poison', 'next']);
    await pass();
    assert.deepEqual(await Promise.all(both), [502, 'sent']);
    assert.ok(now - 1_000_000 < 60_000);
    teams = () => new ConnectorError(429, 20_000, 'never');
    const since = now;
    const [never] = answers(['never']);
    await pass();
    assert.equal(await never, 429);
    assert.ok(now - since > 500_000 && now - since <= 600_000);
  });

  it('leaves other failures to whoever asked', async () => {
    for (const status of [0, 403, 404, 413, 500]) {
      teams = () => new ConnectorError(status, null, 'no');
      assert.equal(await outcome(paced.answer(one, { text: 'hello' })), status);
    }
    assert.equal(pauses.length, 0);
  });

  it('asks again about people where that is throttled, three times at most', async () => {
    let asked = 0;
    teams = () => (++asked === 2 ? null : new ConnectorError(429, 1_000, 'not now'));
    const member = outcome(paced.member(one, 'mri'));
    await pass();
    assert.equal(await member, 'sent');
    teams = () => new ConnectorError(504, null, 'gone');
    const again = outcome(paced.member(one, 'mri'));
    await pass();
    assert.equal(await again, 504);
    assert.equal(refused, 4);
  });

  it('waits no more when the process leaves', async () => {
    const all = answers(numbers(12));
    await calm();
    paced.leave();
    assert.deepEqual(await Promise.all(all), [...numbers(7).map(() => 'sent'), 429, 429, 429, 429, 429]);
    assert.equal(said.length, 7);
  });

  it('does not wait for a clock that was set back', async () => {
    teams = () => new ConnectorError(429, 60_000, 'not now');
    await outcome(paced.send(one, { text: 'aside' }));
    teams = () => null;
    now -= 3_600_000;
    assert.equal(await outcome(paced.send(one, { text: 'hello' })), 'sent');
  });
});
