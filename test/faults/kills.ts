/** Kill -9 during a meeting and during a menu. */
import assert from 'node:assert/strict';
import { person, wordsOf } from '../stories/harness.ts';
import { eventually } from '../stories/ownProcess.ts';
import { button } from '../stories/steps.ts';
import type { Fault } from './fault.ts';
import { killedScene, people, type Stage } from './killed.ts';
import { isOver } from './record.ts';

/** Graph waits fifteen seconds for an answer: whom Rollcall knows of this long after the call, in milliseconds, it can still answer. */
const inTime = 12_000;
const guests = ['Adele', 'Pat', 'Lee', 'Nestor'];

/** Requests to Graph take their time here and there, so that some are under way when the process dies. */
function slowGraph({ rollcall, random }: Stage, routes: readonly string[]): void {
  for (const route of random.some(routes, 2))
    rollcall.simulator.faults.add({
      kind: 'delay',
      route,
      ms: 100 + random.below(900),
      count: 1 + random.below(3),
    });
}

async function meeting(stage: Stage) {
  const { rollcall, random, seen } = stage;
  const { simulator } = rollcall;
  const { say, press, cards } = people(stage, 'Megan', ...guests);
  const subject = `Budget ${random.below(1_000_000)}`;
  await say('Megan', `meet now ${subject}`);
  const made = await eventually('the card of the meeting', async () =>
    cards().find(({ card }) => wordsOf(card).includes(subject) && wordsOf(card).includes('bringIn')),
  );
  const graph = [...simulator.world.meetings.values()].find((one) => one.subject === subject);
  assert.ok(graph);
  const come = (name: string) => {
    const who = simulator.world.person(person(name).id);
    if (who) simulator.world.join(graph.room, who);
  };
  const data = button(made.card, 'bringIn');
  let taken = false;
  let again = false;
  const bringIn = () => press('Megan', made.id, 'bringIn', data);
  /** It is not known whether Graph took the join: that was given up, as the card says, for a person to try again. */
  const givenUp = async () => {
    const calls = await rollcall.database.db.selectFrom('calls').select(['phase', 'state']).execute();
    const ours = calls.filter(({ state }) => state.subject === subject);
    return (
      ours.length > 0 &&
      ours.every(({ phase, state }) => phase === 'ended' && state.ending?.reason === 'unreachable')
    );
  };
  const inMeeting = () => [...seen.legs.values()].some((leg) => leg.room.meetingId && !isOver(leg));
  return {
    async begin() {
      slowGraph(stage, [
        'POST /communications/calls',
        'GET /communications',
        '/invite',
        '/mute',
        '/participants',
      ]);
      taken = await bringIn();
      for (const name of random.some(guests, 3)) {
        come(name);
        const deed = random.one(['mute', 'invite', 'none', 'none']);
        if (deed !== 'none') await say('Megan', `${deed} @${person(name).name}`, name);
      }
    },
    meanwhile() {
      const name = random.one(guests);
      const there = simulator.world.find(graph.room, person(name).id);
      if (there && random.chance(0.5)) simulator.world.leave(graph.room, there);
      else come(name);
    },
    async look() {
      if (!taken || inMeeting()) return [];
      if (!again && (await givenUp())) {
        again = true;
        await bringIn();
      }
      return [`Rollcall took the press${again ? ', again' : ''}, and is not in the meeting`];
    },
    async end() {
      taken = false;
      simulator.world.endMeeting(graph);
    },
  };
}

async function menu(stage: Stage) {
  const { rollcall, random, seen } = stage;
  const { simulator } = rollcall;
  const control = async (path: string, body: object) => {
    const response = await fetch(`${simulator.url}/simulator/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await response.json()) as { id: string };
  };
  let dialled: string | null = null;
  let dialledAt = 0;
  let back: number | null = null;
  const leg = () => seen.legs.get(dialled ?? '');
  return {
    async begin() {
      slowGraph(stage, ['/answer', '/playPrompt', '/recordResponse', '/subscribeToTone', '/transfer']);
      const before = new Set(seen.legs.keys());
      dialledAt = Date.now();
      ({ id: dialled } = await control('/calls', { from: person('Megan').id }));
      assert.ok(!before.has(dialled));
      for (const key of random.some(['1', '2', '0', '9', '#'], 1 + random.below(3)))
        if (leg()?.state === 'established') await control(`/calls/${dialled}/press`, { key });
    },
    async look() {
      const call = leg();
      back ??= Date.now();
      const told = seen.told.get(dialled ?? '') ?? Number.POSITIVE_INFINITY;
      // Graph tells of a call three times more, one, five and fifteen seconds after the first: perhaps nobody was there to hear.
      const knownAfter = Math.max(told, back) - dialledAt;
      const stood = seen.established.has(dialled ?? '');
      if (call && isOver(call) && !stood && knownAfter > inTime) return [];
      const heard = call?.media?.heard.some(({ outcome }) => outcome !== 'failed');
      if (heard || call?.handover) return [];
      return [
        `the caller hears nothing: ${call?.state}, ${stood ? 'answered' : 'never answered'}, known after ${knownAfter} ms`,
      ];
    },
    async end() {
      if (dialled) await control(`/calls/${dialled}/hangUp`, {});
      // Whoever is rung for the caller is not rung for nobody.
      for (const call of seen.legs.values()) if (!isOver(call)) await control(`/calls/${call.id}/hangUp`, {});
    },
  };
}

export const kills: readonly Fault[] = [
  {
    name: 'kill-meeting',
    what: 'kill -9 while it joins, and while people come, go, are muted and invited',
    open: (servers) => killedScene(servers, meeting),
  },
  {
    name: 'kill-menu',
    what: 'kill -9 while somebody calls and presses keys',
    open: (servers) => killedScene(servers, menu, 2_500),
  },
];
