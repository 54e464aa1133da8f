import assert from 'node:assert/strict';
import { moment } from '../../src/lib/clock.ts';
import { answerJson, httpsServer } from '../fixtures/https.ts';
import { person, type Story, startStory } from './harness.ts';
import { askedOn, bodiesOf, keysAlone, reception, said } from './menus.ts';
import { dial, legs, type Phone, phoneOf, spoken } from './phone.ts';
import { second } from './steps.ts';

const own = spoken('en') as unknown as { words: Record<string, string> };
const noHandover = { kind: null, outcome: null, with: null };
const handover = async (phone: Phone) => ((await phone.leg()).handover ?? noHandover) as typeof noHandover;

/** The leg on which an agent is asked. */
async function agentLeg(story: Story, phone: Phone): Promise<Phone> {
  const leg = (await legs(story)).find(({ id }) => id !== phone.id);
  assert.ok(leg, 'nobody is asked');
  return phoneOf(story, leg.id);
}

const ended = async (phone: Phone) => (await phone.leg()).state === 'terminated';

const behaves = (story: Story, name: string, behaviour: string) =>
  story.control('PATCH', `/people/${person(name).id}`, { behaviour });

describe('the help desk by keys', () => {
  it('tells its hours, and hands the caller to a person; in the order that Graph demands', async () => {
    const story = await startStory(keysAlone);
    try {
      const phone = await dial(story, 'Megan');
      await phone.until('Welcome to the Contoso help desk');
      await phone.press('1');
      await phone.until('from 8 in the morning');
      await phone.until('To hear the menu again');
      await phone.press('9');
      await phone.until(/Welcome[\s\S]*Welcome/);
      await phone.press('0');
      await story.advance(10 * second);
      assert.deepEqual(await handover(phone), {
        kind: 'transferred',
        outcome: 'connected',
        with: person('Adele').id,
        to: [person('Adele').id],
      });
      assert.deepEqual(askedOn(story, phone), [
        ...['answer', 'subscribeToTone', 'playPrompt'],
        ...['cancelMediaProcessing', 'playPrompt', 'playPrompt'],
        ...['cancelMediaProcessing', 'playPrompt'],
        ...['cancelMediaProcessing', 'playPrompt', 'transfer'],
      ]);
      assert.equal((await legs(story)).length, 1);
    } finally {
      await story.close();
    }
  });
});

describe('a menu by keys', () => {
  it('asks an agent first, and hands the caller over when they press 1', () =>
    reception({}, keysAlone, async (story) => {
      const phone = await dial(story, 'Megan');
      await phone.until(said.welcome);
      await phone.press('0');
      await phone.until(said.agent);
      await story.advance(6 * second);
      const asked = await agentLeg(story, phone);
      await asked.until('Call from Megan Bowen. Press 1 to take it');
      assert.equal((await handover(phone)).kind, null, 'nobody is transferred before they have said yes');
      await asked.press('1');
      await story.advance(5 * second);
      assert.equal((await handover(phone)).outcome, 'connected');
      const [transfer] = bodiesOf(story, phone, 'transfer') as { transferTarget: object }[];
      assert.equal(JSON.parse(JSON.stringify(transfer)).transferTarget.replacesCallId, asked.id);
      assert.deepEqual([await ended(phone), await ended(asked)], [true, true]);
    }));

  it('asks an agent in the language that is configured, whatever the caller hears', () =>
    reception({}, { env: { ...keysAlone.env, DEFAULT_LANGUAGE: 'ru' } }, async (story) => {
      const phone = await dial(story, 'Megan', { languageId: 'en-US' });
      await phone.until(said.welcome);
      await phone.press('0');
      await phone.until(said.agent);
      await story.advance(6 * second);
      const asked = await agentLeg(story, phone);
      await asked.until('Вам звонит Megan Bowen. Нажмите 1');
    }));

  for (const [what, agent, press] of [
    ['refuses', 'Adele', '2'],
    ['presses nothing, as a voicemail does', 'Adele', null],
    ['declines', 'Isaiah', null],
    ['never answers', 'Diego', null],
  ] as const)
    it(`goes on when the agent who is asked ${what}`, () =>
      reception({ agent }, keysAlone, async (story) => {
        const phone = await dial(story, 'Megan');
        await phone.until(said.welcome);
        await phone.press('0');
        await phone.until(said.agent);
        await story.advance(6 * second);
        if (press) {
          const asked = await agentLeg(story, phone);
          await asked.until('Press 1 to take it');
          await asked.press(press);
        }
        await phone.until(said.nobody, 60 * second);
        await story.advance(30 * second);
        assert.equal((await handover(phone)).kind, null);
        assert.deepEqual(
          (await legs(story)).map(({ state }) => state),
          ['terminated', 'terminated'],
          'the menu hung up, and nobody is still rung',
        );
        assert.deepEqual(await forgotten(story), []);
      }));

  for (const [what, behaviour] of [
    ['is busy', 'busy'],
    ['is not reachable', 'unreachable'],
    ['never answers', 'neverAnswers'],
  ] as const)
    it(`says that nobody is free when who is rung without asking ${what}, and so is the fallback person`, () =>
      reception({ consult: false, otherwise: null }, keysAlone, async (story) => {
        await behaves(story, 'Adele', behaviour);
        await behaves(story, 'Pat', 'declines');
        const phone = await dial(story, 'Megan');
        await phone.until(said.welcome);
        await phone.press('0');
        await phone.until(own.words.toPerson ?? '', 90 * second);
        await phone.until(own.words.nobodyFree ?? '', 90 * second);
        await story.advance(15 * second);
        assert.equal(await ended(phone), true);
        assert.equal(askedOn(story, phone).filter((what) => what === 'transfer').length, 2);
      }));

  for (const kind of ['500', 'reset', 'answerLost'])
    it(`knows what became of a transfer whose request met ${kind}`, () =>
      reception({ consult: false }, keysAlone, async (story) => {
        await story.control('POST', '/faults', { kind, route: '/transfer', count: 1 });
        const phone = await dial(story, 'Megan');
        await phone.until(said.welcome);
        await phone.press('0');
        await phone.until(said.agent);
        await story.advance(120 * second);
        assert.equal(await ended(phone), true);
        assert.equal((await handover(phone)).outcome, kind === 'answerLost' ? 'connected' : null);
        assert.equal((await phone.heard()).includes(said.nobody), kind !== 'answerLost');
      }));

  it('speaks what a webhook answers', async () => {
    const bodies: string[] = [];
    const webhook = await httpsServer((request, response) => {
      bodies.push(request.body);
      answerJson(response, 200, { text: 'It leaves on Monday.' });
    });
    try {
      await reception({ lookUp: `${webhook.url}/orders` }, keysAlone, async (story) => {
        const phone = await dial(story, 'Megan');
        await phone.until(said.welcome);
        await phone.press('2');
        await phone.until('It leaves on Monday.');
        await phone.until(/Monday\.[\s\S]*Welcome/);
        assert.deepEqual(
          bodies.map((body) => JSON.parse(body)),
          [{ menu: 'reception', node: 'order', language: 'en' }],
        );
      });
    } finally {
      await webhook.close();
    }
  });

  it('says that a key means nothing, asks again, and ends with the second one', () =>
    reception({}, keysAlone, async (story) => {
      const phone = await dial(story, 'Megan');
      await phone.until(said.welcome);
      await phone.press('7');
      await phone.until(said.wrong);
      await phone.until(/means nothing[\s\S]*Welcome/);
      await phone.press('*');
      await story.advance(2 * second);
      assert.equal(await ended(phone), true);
    }));

  it('asks a silent caller again, and then hangs up', () =>
    reception({}, keysAlone, async (story) => {
      const phone = await dial(story, 'Megan');
      await phone.until(said.still);
      await story.advance(20 * second);
      assert.equal((await phone.heard()).split(said.welcome).length - 1, 2);
      assert.equal(await ended(phone), true);
    }));

  it('hangs up at once on the key for it, though Graph does not answer to the prompt', () =>
    reception({}, keysAlone, async (story) => {
      await story.control('POST', '/faults', { kind: 'delay', route: 'playPrompt', ms: 30_000 });
      const { id } = await story.control<{ id: string }>('POST', '/calls', { from: person('Megan').id });
      const phone = phoneOf(story, id);
      // Settling would wait for the prompt.
      const until = async (there: () => Promise<boolean>) => {
        for (let left = 60; left > 0 && !(await there()); left -= 1) {
          await story.clock.advance(100);
          await story.app.tick();
          await moment(50);
        }
        assert.ok(await there());
      };
      await until(async () => (await phone.line()).subscribed);
      await moment(200);
      await story.control('POST', `/calls/${id}/press`, { key: '9' });
      await until(async () => askedOn(story, phone).includes('DELETE'));
      assert.deepEqual(await phone.heard(), '');
      await story.clock.advance(30_000);
    }));
});

/** Effects and timers of calls that are over, of which there should be none left. */
async function forgotten(story: Story): Promise<unknown[]> {
  const effects = await story.database.db.selectFrom('effects').selectAll().execute();
  const timers = await story.database.db.selectFrom('timers').selectAll().execute();
  return [...effects, ...timers];
}
