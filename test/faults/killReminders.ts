/**
 * Kill -9 again and again while reminders are set, fall due, ring, are answered and come again, on a clock that is put
 * forward and back meanwhile: none is lost, nobody is rung twice for one attempt, and whose ring nobody knows of is written to.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Random } from '../fixtures/random.ts';
import { person } from '../stories/harness.ts';
import type { Fault, Scene } from './fault.ts';
import { broken } from './invariants.ts';
import { cardsDueNow, complaintsOf, whileItIsDown } from './killed.ts';
import { isOver, type Record, record } from './record.ts';
import { type Asked, type Household, remindersOf, wrongWith } from './remindersAsked.ts';
import { openDeeds } from './rows.ts';
import type { Servers, Timed } from './servers.ts';

const second = 1_000;
const minute = 60 * second;
const everybody = ['Adele', 'Pat', 'Lee', 'Nestor'];
/** How wrong a clock may be for Graph's tokens to hold by it; whoever sets it right puts it forward or back. */
const steps = [0, 0, 30 * second, -30 * second, 4 * minute, -4 * minute];
/** What does not hold by then never will, however busy the machine is. */
const longestWait = 90 * second;

const behaviours = ['joins', 'joins', 'busy', 'declines', 'unreachable'] as const;

/** How long a round is. */
interface Length {
  readers: readonly string[];
  kills(random: Random): number;
  /** Everybody is there in the end, and no day goes by. */
  brief?: boolean;
}

async function round(
  rollcall: Timed,
  random: Random,
  { readers, kills: howMany, brief }: Length,
): Promise<string[]> {
  const { simulator, time } = rollcall;
  const seen = record(simulator);
  const asked: Asked[] = [];
  try {
    const household = await remindersOf({ rollcall, random, seen, readers });
    await time.step(random.one(steps));
    const setting = household.set(asked);
    const kills = howMany(random);
    // What is sent is carried out, and no word of it is ever heard.
    const silent = !brief && random.chance(0.3);
    if (silent) beSilent(rollcall);
    else slowly(rollcall, random);
    for (let kill = 0; kill < kills; kill += 1) {
      // They were set for a minute later, and are rung five minutes apart.
      if (kill > 0) await time.pass(random.one([minute, minute, 5 * minute]));
      for (const name of readers) behave(rollcall, name, silent ? 'joins' : random.one(behaviours));
      // While they are being set, or somewhere in what comes of it.
      const life = kill === 0 && random.chance(0.5) ? 300 : 1_800;
      const killAt = performance.now() + random.below(life);
      while (performance.now() < killAt) {
        await household.listen();
        await pause(50);
      }
      await rollcall.kill();
      await setting;
      await rollcall.letTimePass();
      await time.step(random.one(steps));
      await rollcall.start();
    }
    if (silent) await forgotten(rollcall, seen, asked);
    simulator.faults.remove();
    for (const name of readers) behave(rollcall, name, brief ? 'joins' : random.one(['joins', 'busy']));
    const look = async () => [
      ...(await broken({ db: rollcall.database.db, simulator, record: seen, asksFor: whileItIsDown })),
      ...(await wrongWith(asked, rollcall, seen)),
      ...complaintsOf(rollcall),
    ];
    const wrong = await inTime(rollcall, seen, household, look);
    if (wrong.length > 0) return wrong;
    if (!brief && random.chance(0.5) && (await nextDay(rollcall, asked))) {
      const again = await inTime(rollcall, seen, household, look);
      if (again.length > 0) return again;
    }
    await household.cancelled(asked);
    return await openDeeds(rollcall.database.db, rollcall.time.ofProcess());
  } finally {
    // A process that died before it could acknowledge one has set it all the same: it would ring in the rounds to come.
    await rollcall.database.db.deleteFrom('reminders').execute();
    seen.stop();
    simulator.faults.remove();
    simulator.traffic.clear();
  }
}

/** Those that come again do so where nobody was there at that time. Gives whether there are any. */
async function nextDay(rollcall: Timed, asked: readonly Asked[]): Promise<boolean> {
  const daily = asked.filter((one) => one.daily);
  if (daily.length === 0) return false;
  for (const one of daily) Object.assign(one, { after: rollcall.time.ofProcess(), keys: [] });
  await rollcall.kill();
  await rollcall.time.pass(24 * 60 * minute);
  await rollcall.start();
  return true;
}

function behave({ simulator }: Timed, name: string, behaviour: (typeof behaviours)[number]): void {
  const one = simulator.world.person(person(name).id);
  if (one) one.behaviour = behaviour;
}

/** Some requests are under way for long, so that kills find them there. */
function slowly({ simulator }: Timed, random: Random): void {
  for (const route of random.some(['POST /communications/calls', '/playPrompt', '/subscribeToTone'], 2))
    simulator.faults.add({ kind: 'delay', route, ms: 100 + random.below(700), count: 4 });
}

function beSilent({ simulator }: Timed): void {
  simulator.faults.add({ kind: 'answerLost', route: 'POST /communications/calls' });
  simulator.faults.add({ kind: 'notificationDrop' });
}

/** Whoever was rung without Rollcall hearing of it picks up, hears nothing, and hangs up; of that it hears nothing either. */
async function forgotten({ simulator }: Timed, seen: Record, asked: readonly Asked[]): Promise<void> {
  await pause(2.2 * second);
  for (const leg of seen.legs.values()) {
    const whose = asked.filter(({ to }) => JSON.stringify([...leg.room.people.values()]).includes(to.id));
    for (const one of whose) one.unknown = true;
    if (!isOver(leg)) simulator.context.calls.end(leg, 'peerHungUp');
  }
}

/** Where nobody rings or is spoken to, the time goes on to when something is due; where somebody does, slowly. */
async function inTime(
  rollcall: Timed,
  seen: Record,
  household: Household,
  look: () => Promise<string[]>,
): Promise<string[]> {
  const started = performance.now();
  for (let moved = started; ; ) {
    await household.listen();
    const wrong = await look();
    if (wrong.length === 0 || performance.now() - started > longestWait) return wrong;
    if (performance.now() - moved > turn) {
      const live = [...seen.legs.values()].some((leg) => !isOver(leg));
      await rollcall.time.pass(live ? 2 * second : await untilNext(rollcall));
      moved = performance.now();
    }
    await cardsDueNow(rollcall);
    await pause(50);
  }
}

/** What is due has begun by then: Rollcall looks twice a second. */
const turn = 700;

/** Milliseconds until all reminders that wait are due, for the process; where none does, until what is looked after next. */
async function untilNext({ database, time }: Timed): Promise<number> {
  const { rows } = await sql<{ due: string | null }>`
    select coalesce(max(wake_at) filter (where status in ('scheduled', 'snoozed')), (
      select min(due) from (
        select due from timers union all select wake_at from reminders where status in ('waiting', 'ringing')
      ) as looked_after where due > ${time.ofProcess()}
    )) as due from reminders where wake_at > ${time.ofProcess()}`.execute(database.db);
  const due = Number(rows[0]?.due ?? 0);
  return due === 0 ? 0 : due - time.ofProcess() + second;
}

const scene =
  (length: Length) =>
  async (servers: Servers): Promise<Scene> => {
    const rollcall = await servers.rollcall();
    return {
      round: (random) => round(rollcall, random, length),
      close: () => rollcall.time.step(0),
    };
  };

export const killReminders: Fault = {
  name: 'kill-reminders',
  what: 'kill -9, several times a round, while reminders are set, fall due, ring, are answered; clocks put forward and back',
  open: scene({ readers: everybody, kills: (random) => 2 + random.below(2) }),
};

/** One kill and two people: what the tests have time for. */
export const killRemindersOnce: Fault = {
  ...killReminders,
  what: 'kill -9 while reminders are set, fall due, ring and are answered',
  open: scene({ readers: everybody.slice(0, 2), kills: () => 1, brief: true }),
};
