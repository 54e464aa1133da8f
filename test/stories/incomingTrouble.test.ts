import assert from 'node:assert/strict';
import { bodiesTo, fault, noFaults } from './callSteps.ts';
import { allowConnections } from './databaseAway.ts';
import { agentsChat, always, type Desk, phones, queue, startDesk, words } from './deskSteps.ts';
import { person, wordsOf } from './harness.ts';
import { dial, phoneOf } from './phone.ts';
import { buttonOf, second } from './steps.ts';
import { asked } from './wire.ts';

const answering = always('{ answer: helpdesk }');
const asking = always('{ ask: { seconds: 8, otherwise: { answer: helpdesk } } }');

describe('a call that comes in while things go wrong', () => {
  let story: Desk;
  afterEach(() => story.close());

  /** Calls of ours that are not over, by the database. */
  const live = async () =>
    story.database.db.selectFrom('calls').select(['id', 'phase']).where('phase', '<>', 'ended').execute();

  it('is answered once all the same', async () => {
    story = await startDesk(answering);
    for (const [what, kind, route, more] of [
      ['its notification comes twice', 'notificationDuplicate', 'call incoming', {}],
      ['every notification comes twice', 'notificationDuplicate', '*', {}],
      ['notifications come in another order', 'notificationReorder', '*', {}],
      ['notifications come late', 'notificationDelay', '*', { ms: 4_000 }],
      ['the legacy format comes first', 'legacyFirst', '*', {}],
      ['the answer is not taken at first', '500', '/answer', { count: 1 }],
      ['there are too many requests', '429', '/answer', { count: 1, retryAfter: 1 }],
      ['the answer is reset', 'reset', '/answer', { count: 1 }],
      ['the reply to the answer is lost', 'answerLost', '/answer', { count: 1 }],
    ] as const) {
      const before = asked(story, /\/answer$/).filter(({ status }) => status === 202).length;
      await fault(story, kind, route, more);
      const phone = await dial(story, 'Megan');
      await phone
        .until(words.helpdesk, 25 * second)
        .catch((error: Error) => assert.fail(`${what}: ${error.message}`));
      const after = asked(story, /\/answer$/).filter(({ status }) => status === 202).length;
      assert.equal(after - before, 1, what);
      await noFaults(story);
      await phone.hangUp();
      await story.advance(8 * second);
      assert.deepEqual(await live(), [], what);
    }
    const { length } = await story.database.db.selectFrom('calls').select('id').execute();
    assert.equal(length, (await phones(story)).length, 'each is known once');
  }).timeout(60_000);

  it('is answered once Graph takes answers again, as long as it waits', async () => {
    story = await startDesk(answering);
    await fault(story, '503', '/answer', { retryAfter: 1 });
    const phone = await dial(story, 'Megan');
    await story.advance(6 * second);
    assert.equal((await phone.leg()).state, 'incoming');
    const before = asked(story, /\/answer$/).length;
    assert.ok(before >= 3 && before <= 8, `${before} attempts in six seconds`);
    await noFaults(story);
    await phone.until(words.helpdesk, 8 * second);
  });

  for (const [what, kind] of [
    ['refused', '500'],
    ['never answered', 'timeout'],
  ] as const) {
    it(`leaves nothing behind when its answer is ${what} until Graph gives up`, async () => {
      story = await startDesk(asking);
      const chat = await agentsChat(story, 'Adele');
      await fault(story, kind, '/answer');
      const phone = await dial(story, 'Nestor');
      await story.advance(40 * second);
      assert.equal((await phone.leg()).result?.subcode, 1106);
      assert.deepEqual(await live(), []);
      const missed = (await story.messages(chat)).filter(({ card }) =>
        /Missed call from/.test(wordsOf(card)),
      );
      assert.equal(missed.length, 1, 'the agents can call back');
    });
  }

  for (const [what, outcome] of [
    ['redirect', `{ redirect: { to: { user: ${person('Adele').id} } } }`],
    ['voicemail', `{ redirect: { to: { voicemail: ${person('Adele').id} } } }`],
    ['reject', '{ reject: busy }'],
  ] as const) {
    it(`hears an apology when Graph refuses the ${what}`, async () => {
      story = await startDesk(always(outcome));
      await fault(story, '500', what === 'reject' ? '/reject' : '/redirect');
      const phone = await dial(story, 'Megan');
      await phone.until('Sorry, something went wrong on our side', 12 * second);
      await story.advance(15 * second);
      assert.equal((await phone.leg()).state, 'terminated');
      assert.deepEqual(await live(), []);
    });
  }

  it('ends cleanly whenever the caller hangs up: before the decision, while agents are asked, on hold', async () => {
    story = await startDesk(asking);
    const chat = await agentsChat(story, 'Adele');
    const { id } = await story.control<{ id: string }>('POST', '/calls', { from: person('Nestor').id });
    await story.control('POST', `/calls/${id}/hangUp`, {});
    await story.advance(8 * second);
    const phone = await dial(story, 'Lee');
    await story.advance(2 * second);
    await phone.hangUp();
    await story.advance(10 * second);
    assert.equal(bodiesTo(story, /\/answer$/).length, 0, 'nobody answers who has gone');
    story.write(always('{ hold: { seconds: 30, otherwise: { answer: helpdesk } } }'));
    await story.advance(6 * second);
    const held = await dial(story, 'Pat');
    await held.until('One moment, please');
    await held.hangUp();
    await story.advance(10 * second);
    assert.deepEqual(await live(), []);
    assert.equal(buttonOf((await queue(story, chat)).card, 'deskCall'), null);
    const missed = (await story.messages(chat)).filter(({ card }) => /Missed call from/.test(wordsOf(card)));
    assert.equal(missed.length, 3);
  });

  it('is taken care of by the next one when Rollcall is stopped while agents are asked', async () => {
    story = await startDesk(asking);
    await agentsChat(story, 'Adele');
    const phone = await dial(story, 'Nestor');
    await story.advance(3 * second);
    await story.restart();
    await phone.until(words.helpdesk, 10 * second);
    assert.equal(asked(story, /\/answer$/).length, 1);
  });

  it('is answered once the database is back', async () => {
    story = await startDesk(answering);
    await allowConnections(story, false);
    const { id } = await story.control<{ id: string }>('POST', '/calls', { from: person('Nestor').id });
    await story.clock.advance(2 * second);
    await allowConnections(story, true);
    await phoneOf(story, id).until(words.helpdesk, 12 * second);
    assert.equal(asked(story, /\/answer$/).length, 1);
  });

  it('is answered by one that started after it came, as Graph tells it again', async () => {
    story = await startDesk(answering);
    await story.stop();
    const { id } = await story.control<{ id: string }>('POST', '/calls', { from: person('Nestor').id });
    await story.clock.advance(2 * second);
    await story.start();
    const phone = phoneOf(story, id);
    await phone.until(words.helpdesk, 12 * second);
  });

  it('is believed of Graph alone', async () => {
    story = await startDesk(answering);
    const kinds = ['wrongKey', 'wrongIssuer', 'wrongAudience', 'expiredToken', 'unsigned', 'noToken'];
    for (const kind of kinds) {
      await fault(story, kind, 'call incoming', { count: 1 });
      const phone = await dial(story, 'Nestor');
      await phone.until(words.helpdesk, 12 * second);
      await phone.hangUp();
    }
    const forgeries = await story.control<{ status: number }[]>('GET', '/traffic/forgeries');
    assert.deepEqual(new Set(forgeries.map(({ status }) => status)), new Set([401]));
    assert.equal((await story.database.db.selectFrom('calls').select('id').execute()).length, kinds.length);
  });

  it('is answered while everything else that is asked of Graph hangs', async () => {
    story = await startDesk(answering);
    for (let time = 10; time < 30; time += 1) await dial(story, `+4930${time}00001`);
    for (const route of ['GET /communications/calls', 'keepAlive', 'playPrompt', 'subscribeToTone'])
      await fault(story, 'timeout', route);
    const before = asked(story, /\/answer$/).length;
    await story.clock.advance(8 * second);
    for (const app of story.apps) await app.tick();
    const began = performance.now();
    await story.control('POST', '/calls', { from: person('Nestor').id });
    while (asked(story, /\/answer$/).length === before && performance.now() - began < 5_000)
      await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal(asked(story, /\/answer$/).length, before + 1, 'it waited for what hangs');
    await noFaults(story);
  });
});
