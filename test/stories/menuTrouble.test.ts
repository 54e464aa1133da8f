import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { answerJson, type Handler, type HttpsServer, httpsServer } from '../fixtures/https.ts';
import { person, type Story } from './harness.ts';
import { askedOn, atReception, keysAlone, reception, said } from './menus.ts';
import { dial, legs, type Phone, phoneOf, spoken } from './phone.ts';
import { second } from './steps.ts';
import { notify } from './wire.ts';

const { words: own } = spoken('en') as unknown as { words: Record<string, string> };
const connectedWith = async (phone: Phone) =>
  ((await phone.leg()).handover as { with?: string } | null)?.with;

/** What is left to do for calls, once they are all over: nothing. */
async function leftOver(story: Story): Promise<unknown[]> {
  const { db } = story.database;
  const states = (await legs(story)).filter(({ state }) => state !== 'terminated');
  const rows = await Promise.all([
    db.selectFrom('effects').selectAll().execute(),
    db.selectFrom('timers').selectAll().execute(),
    db.selectFrom('call_events').selectAll().execute(),
    db.selectFrom('calls').select(['id', 'phase']).where('phase', '!=', 'ended').execute(),
  ]);
  const rings = await story.control<unknown[]>('GET', '/rings');
  return [...states, ...rows.flat(), ...rings];
}

describe('voices that fail', () => {
  it('another one speaks when the synthesizer is down', () =>
    reception({ consult: false }, keysAlone, async (story) => {
      await story.control('POST', '/faults', { kind: '503', route: 'synthesizer' });
      const phone = await dial(story, 'Megan');
      await story.advance(3 * second);
      const { heard } = await phone.line();
      assert.deepEqual([heard[0]?.kind, heard[0]?.outcome !== 'failed'], ['prompt', true]);
      await phone.press('0');
      await story.advance(10 * second);
      assert.equal(await connectedWith(phone), person('Adele').id);
    }));

  it('without any voice callers go to the fallback person', () =>
    reception({}, { env: { ...keysAlone.env, SPEECH_SYNTHESIZER: 'none' } }, async (story) => {
      const phone = await dial(story, 'Megan');
      await story.advance(30 * second);
      assert.equal(await connectedWith(phone), person('Pat').id);
    }));

  it('and where there is none, the call ends', () =>
    reception(
      { fallback: null },
      { env: { ...keysAlone.env, SPEECH_SYNTHESIZER: 'none' } },
      async (story) => {
        const phone = await dial(story, 'Megan');
        await story.advance(30 * second);
        assert.equal((await phone.leg()).state, 'terminated');
      },
    ));

  for (const kind of ['500', 'reset'])
    it(`a prompt that Graph does not take (${kind}) once is played all the same`, () =>
      reception({}, keysAlone, async (story) => {
        await story.control('POST', '/faults', { kind, route: 'playPrompt', count: 1 });
        const phone = await dial(story, 'Megan');
        await phone.until(said.welcome, 40 * second);
        await phone.press('1');
        await phone.until(said.hours);
      }));
});

describe('webhooks that fail', () => {
  const handlers: [string, Handler][] = [
    ['is slow', () => undefined],
    ['answers 500', (_request, response) => answerJson(response, 500, { text: 'Secret words.' })],
    ['answers something else', (_request, response) => answerJson(response, 200, { words: 'Secret words.' })],
    ['answers no JSON', (_request, response) => void response.end('Secret words.')],
    ['answers a speech', (_request, response) => answerJson(response, 200, { text: 'Secret. '.repeat(200) })],
    [
      'sends us elsewhere',
      (_request, response) => {
        response.writeHead(302, { location: 'https://localhost:9/' });
        response.end();
      },
    ],
  ];
  let answer: Handler;
  let webhook: HttpsServer;
  let story: Story;
  before(async () => {
    webhook = await httpsServer((request, response) => answer(request, response));
    story = await atReception({ lookUp: `${webhook.url}/` }, keysAlone);
  });
  after(async () => {
    await story.close();
    await webhook.close();
  });
  for (const [what, handler] of handlers)
    it(`the caller hears that it failed, and the menu again, when it ${what}`, async () => {
      answer = handler;
      const phone = await dial(story, 'Megan');
      await phone.until(said.welcome);
      await phone.press('2');
      await phone.until(said.noOrder);
      await phone.until(/cannot look[\s\S]*Welcome/);
      assert.doesNotMatch(await phone.heard(), /Secret/);
    });
});

describe('a clip of thirty minutes', () => {
  const [whole, piece] = [30 * 60 * 32_000, Buffer.alloc(64 * 1024)];
  for (const [what, announced] of [
    ['that says so', true],
    ['that goes on and on', false],
  ] as const)
    it(`is not taken in (${what}); the caller goes on by keys`, async () => {
      let sent = 0;
      const clips = await httpsServer(async (_request, response) => {
        if (announced) response.setHeader('content-length', whole);
        const silence = function* () {
          for (; sent < whole; sent += piece.length) yield piece;
        };
        await pipeline(Readable.from(silence()), response).catch(() => undefined);
      });
      try {
        await reception({}, {}, async (story) => {
          const phone = await dial(story, 'Megan');
          await phone.untilListening();
          await notify(story, await recordingOver(story, phone, `${clips.url}/`), await ownId(phone));
          await phone.until(own.useKeys ?? '', 20 * second);
          assert.ok(sent < 20 * 1024 * 1024, `${sent} bytes were taken`);
        });
      } finally {
        await clips.close();
      }
    });
});

const ownId = async (phone: Phone) => (await phone.leg()).callbackUri.split('/').at(-1) ?? '';

/** What Graph says of the recording under way, with another address. */
async function recordingOver(story: Story, phone: Phone, recordingLocation: string) {
  const line = (await phone.line()) as unknown as { waiting: { id: string }[] };
  const call = story.simulator.context.world.calls.get(phone.id);
  const operation = call?.operations.get(line.waiting[0]?.id ?? '');
  return {
    value: [
      {
        changeType: 'deleted',
        resource: `/app/calls/${phone.id}/operations/${operation?.id}`,
        resourceData: {
          '@odata.type': '#microsoft.graph.recordOperation',
          ...{ id: operation?.id, clientContext: operation?.clientContext, status: 'completed' },
          ...{ recordingLocation, recordingAccessToken: 'a-token-of-its-own' },
        },
      },
    ],
  };
}

describe('callers who hang up', () => {
  const at: [string, (story: Story, phone: Phone) => Promise<void>][] = [
    ['while it rings', async () => undefined],
    ['in the greeting', (_story, phone) => phone.until(said.welcome)],
    ['while it listens', (_story, phone) => phone.untilListening()],
    [
      'while it is thought about what they said',
      async (_story, phone) => {
        await phone.untilListening();
        await phone.say('opening hours');
      },
    ],
    [
      'while something is looked up',
      async (_story, phone) => {
        await phone.untilListening();
        await phone.press('2');
        await phone.until(said.moment);
      },
    ],
    [
      'while an agent is rung',
      async (story, phone) => {
        await phone.untilListening();
        await phone.press('0');
        await phone.until(said.agent);
        await story.advance(4 * second);
      },
    ],
    [
      'while an agent is asked',
      async (story, phone) => {
        await phone.untilListening();
        await phone.press('0');
        const before = (await legs(story)).length;
        await phone.until(said.agent);
        for (let left = 20; left > 0 && (await legs(story)).length === before; left -= 1)
          await story.advance(500);
        await phoneOf(story, (await legs(story)).at(-1)?.id ?? '').until('Press 1 to take it');
      },
    ],
    [
      'while they are told that a message is recorded',
      async (_story, phone) => {
        await phone.untilListening();
        await phone.press('3');
        await phone.until(own.notice ?? '');
      },
    ],
    [
      'in their message',
      async (_story, phone) => {
        await phone.untilListening();
        await phone.press('3');
        await phone.until(said.message);
        await phone.untilListening();
        await phone.say('this is a message that is never');
      },
    ],
  ];
  let story: Story;
  before(async () => {
    story = await atReception({}, { env: { KEEP_MESSAGES: 'true' } });
  });
  after(() => story.close());
  for (const [when, upTo] of at)
    it(`${when} leave nothing behind`, async () => {
      const phone = await dial(story, 'Megan');
      await upTo(story, phone);
      await phone.hangUp();
      await story.advance(40 * second);
      assert.deepEqual(await leftOver(story), []);
    });
});

describe('a caller who asks for themselves', () => {
  it('is not transferred to themselves', () =>
    reception({ consult: false }, keysAlone, async (story) => {
      const phone = await dial(story, 'Adele');
      await phone.until(said.welcome);
      await phone.press('0');
      await phone.until(said.nobody);
      await story.advance(10 * second);
      assert.ok(!askedOn(story, phone).includes('transfer'));
      assert.equal((await phone.leg()).state, 'terminated');
    }));
});
