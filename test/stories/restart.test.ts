/** Rollcall in a meeting, killed with SIGKILL or stopped, and its successor on the same database. */
import assert from 'node:assert/strict';
import { sql } from 'kysely';
import type { Simulator } from '../../src/simulator/simulator.ts';
import type { FreshDatabase } from '../fixtures/database.ts';
import { person, type SaidMessage, type Story, startStory, wordsOf } from './harness.ts';
import { cardsDue, eventually, type OwnProcess, ownProcess } from './ownProcess.ts';
import { act, button, minute, roomWith, second } from './steps.ts';
import { asked, joins } from './wire.ts';

describe('a process that is killed in mid-call', () => {
  let simulator: Simulator;
  let database: FreshDatabase;
  let rollcall: OwnProcess;
  let chat: string;

  beforeEach(async () => {
    rollcall = await ownProcess();
    ({ simulator, database } = rollcall);
    await rollcall.start();
    const members = ['Megan', 'Adele', 'Pat'].map((name) => person(name).id);
    chat = simulator.channel.open({ type: 'groupChat', members }).id;
  });
  afterEach(() => rollcall.close());

  const say = (text: string, ...names: string[]) => {
    const mentions = names.map((name) => person(name).id);
    return simulator.channel.say(chat, { from: person('Megan').id, text, mention: true, mentions });
  };
  const cards = (): SaidMessage[] =>
    simulator.channel.conversation(chat).messages as unknown as SaidMessage[];
  const card = (words: string) =>
    eventually(words, async () => cards().findLast((one) => one.card && wordsOf(one.card).includes(words)));
  const live = (wanted: RegExp) =>
    eventually(`a live card that says ${wanted}`, async () => {
      await cardsDue(database.db);
      const found = cards().findLast((one) => one.card && wordsOf(one.card).includes('Rollcall in Budget'));
      return found && wanted.test(wordsOf(found.card)) && found;
    });
  const calls = () => [...simulator.world.calls.values()];
  const meeting = () => [...simulator.world.meetings.values()].at(-1);
  const come = (name: string) => {
    const room = meeting()?.room;
    const who = simulator.world.person(person(name).id);
    assert.ok(room && who);
    simulator.world.join(room, who);
  };

  /** Megan starts a meeting and presses "Bring Rollcall in". */
  async function bringIn(): Promise<void> {
    await say('meet now Budget');
    const made = await card('Budget');
    const data = button(made.card, 'bringIn');
    const press = { from: person('Megan').id, activityId: made.id, verb: 'bringIn', data };
    await simulator.channel.press(chat, press);
  }
  async function inCall(): Promise<void> {
    await bringIn();
    await live(/0 here/);
    come('Megan');
    await live(/1 here/);
  }

  it('is followed by one that updates its card, keeps the call alive, and lets Rollcall leave', async () => {
    await inCall();
    const shown = (await live(/1 here/)).id;
    await rollcall.kill();
    await rollcall.letTimePass();
    come('Adele');
    await rollcall.start();
    assert.equal((await live(/2 here/)).id, shown, 'the same card');
    await rollcall.due('keepAlive');
    await eventually('a keepAlive', async () => asked(rollcall, /keepAlive$/).length === 1);
    await say('leave');
    await live(/Rollcall left/);
    assert.equal(joins(rollcall).length, 1);
    assert.deepEqual(
      calls().map(({ state }) => state),
      ['terminated'],
    );
  }).timeout(90_000);

  it('is followed by one that decides what was saved and not decided', async () => {
    await inCall();
    const call = calls()[0];
    const { rows } = await sql<{ id: string }>`select id from calls`.execute(database.db);
    await rollcall.kill();
    await rollcall.letTimePass();
    const news = { kind: 'callDeleted', news: { graphId: call?.id, state: 'terminated' } };
    const result = { code: 200, subcode: 5001, message: '' };
    await sql`insert into call_events (call_id, event, received_at)
      values (${rows[0]?.id}, ${JSON.stringify({ ...news, news: { ...news.news, result } })}::jsonb, ${Date.now()})`.execute(
      database.db,
    );
    await rollcall.start();
    await live(/The meeting was ended/);
  }).timeout(90_000);

  it('while its join is under way: nobody joins twice, and the call is taken over', async () => {
    simulator.faults.add({ kind: 'delay', route: 'POST /communications/calls', ms: 1_500, count: 1 });
    await bringIn();
    await eventually('the join on its way', async () => simulator.faults.list().length === 0);
    await rollcall.kill();
    await rollcall.letTimePass();
    await rollcall.start();
    await live(/0 here/);
    come('Adele');
    await live(/1 here/);
    await rollcall.due('silence');
    await eventually('a look at the call', async () => asked(rollcall, /^GET .*calls/).length > 1);
    assert.equal(joins(rollcall).length, 1);
    assert.equal(calls().length, 1);
  }).timeout(90_000);

  it('while its join is under way and never arrived: the card says so, and nobody joined', async () => {
    simulator.faults.add({ kind: 'timeout', route: 'POST /communications/calls', count: 1 });
    await bringIn();
    await eventually('the join on its way', async () => simulator.faults.list().length === 0);
    await rollcall.kill();
    await rollcall.letTimePass();
    await rollcall.start();
    await eventually('the wait for an outcome', async () => {
      const { rows } = await sql`select 1 from timers where name = 'joinOutcome'`.execute(database.db);
      return rows.length === 1;
    });
    await rollcall.due('joinOutcome');
    await live(/Try again in a minute, or join without Rollcall/);
    assert.equal(joins(rollcall).length, 0);
    assert.equal(calls().length, 0);
  }).timeout(90_000);

  it('while an invitation is under way: nobody is rung twice, and the outcome is shown', async () => {
    await inCall();
    simulator.faults.add({ kind: 'delay', route: '/participants/invite', ms: 1_500, count: 1 });
    await say('invite @Adele Vance', 'Adele');
    await eventually('the invitation on its way', async () => simulator.faults.list().length === 0);
    await rollcall.kill();
    await rollcall.letTimePass();
    await rollcall.start();
    await live(/invited Adele Vance; joined/);
    assert.equal(asked(rollcall, /\/invite$/).length, 1);
  }).timeout(90_000);

  it('is followed by one that finds out by asking that the call has ended meanwhile', async () => {
    await inCall();
    await rollcall.kill();
    await rollcall.letTimePass();
    simulator.faults.add({ kind: 'notificationDrop' });
    const gone = meeting();
    assert.ok(gone);
    simulator.world.endMeeting(gone);
    await rollcall.start();
    await live(/Teams no longer knows this call/);
  }).timeout(90_000);
});

describe('a process that stops in mid-call', () => {
  let story: Story;
  beforeEach(async () => {
    story = await startStory();
  }).timeout(60_000);
  afterEach(() => story.close());

  it('leaves everything to its successor: people, controls, timers', async () => {
    const chat = await story.group('Megan', 'Adele', 'Pat');
    const { live, graph } = await roomWith(story, chat, 'Budget review', 'Megan', 'Adele');
    const { id } = await live();
    await story.stop();
    await act(story, graph.id, 'Pat', 'join');
    await act(story, graph.id, 'Adele', 'leave');
    await story.clock.advance(9 * minute);
    await story.start();
    await story.advance(5 * second);
    assert.match(wordsOf((await live()).card), /2 here/);
    assert.equal((await live()).id, id);
    await story.advance(2 * minute);
    assert.equal(asked(story, /keepAlive$/).length, 1);
    await story.say(chat, 'Megan', 'mute @Pat Gomez', { mentions: [person('Pat').id] });
    await story.advance(5 * second);
    assert.match(wordsOf((await live()).card), /muted Pat Gomez/);
    assert.equal(joins(story).length, 1);
  }).timeout(60_000);

  it('away for too long to keep the call: its successor tells the end', async () => {
    const chat = await story.group('Megan', 'Adele');
    const { live } = await roomWith(story, chat, 'Budget review', 'Megan');
    await story.stop();
    await story.clock.advance(60 * minute);
    await story.start();
    await story.advance(5 * second);
    assert.match(wordsOf((await live()).card), /Teams lost touch|Teams no longer knows this call/);
    assert.deepEqual(
      (await story.control<{ state: string }[]>('GET', '/calls')).map(({ state }) => state),
      ['terminated'],
    );
  }).timeout(60_000);
});
