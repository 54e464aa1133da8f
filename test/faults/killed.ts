/** The product as a process that is killed with SIGKILL in the middle of its work, round after round; its successor starts on the same database. */
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Random } from '../fixtures/random.ts';
import type { SaidMessage } from '../stories/harness.ts';
import { person } from '../stories/harness.ts';
import type { OwnProcess } from '../stories/ownProcess.ts';
import type { Scene } from './fault.ts';
import { broken } from './invariants.ts';
import { isOver, type Record, record } from './record.ts';
import { openDeeds } from './rows.ts';
import type { Servers, Timed } from './servers.ts';

/** What a play does before the kill and what it makes of it afterwards. */
export interface Play {
  /** Begins what is to be interrupted; not waited for. */
  begin(): Promise<void>;
  /** What goes on in the world while nobody is there to hear it. */
  meanwhile?(): void;
  /** What does not hold besides the invariants, once the successor is there. */
  look?(): Promise<string[]>;
  /** Ends everything that is still going on. */
  end(): Promise<void>;
}

export interface Stage {
  rollcall: Timed;
  random: Random;
  seen: Record;
}

/** What does not hold by then never will, however busy the machine is. */
const longestWait = 90_000;
/** After which what Rollcall would only look at in minutes is looked at now. */
const patience = 6_000;

/** The 502 of the simulator's front while nobody stands behind it, and the 503 of a successor that has no database yet. */
export const whileItIsDown = (status: number) => [0, 502, 503].includes(status);

export async function killedScene(
  servers: Servers,
  play: (stage: Stage) => Promise<Play>,
  longestLife = 1_200,
): Promise<Scene> {
  const rollcall = await servers.rollcall();
  const { simulator, database } = rollcall;
  return {
    async round(random) {
      const seen = record(simulator);
      try {
        const playing = await play({ rollcall, random, seen });
        const begun = playing.begin();
        await pause(random.below(longestLife));
        await rollcall.kill();
        await begun;
        playing.meanwhile?.();
        simulator.faults.remove();
        await rollcall.letTimePass();
        await rollcall.start();
        const look = async () => [
          ...(await broken({ db: database.db, simulator, record: seen, asksFor: whileItIsDown })),
          ...((await playing.look?.()) ?? []),
        ];
        const wrong = await inTime(rollcall, look);
        if (wrong.length > 0) return wrong;
        await playing.end();
        const left = await inTime(rollcall, async () => [
          ...(await look()),
          ...[...seen.legs.values()].flatMap((leg) =>
            isOver(leg) ? [] : `a leg is ${leg.state} after the end`,
          ),
          ...complaintsOf(rollcall),
        ]);
        return left.length > 0 ? left : await openDeeds(database.db, rollcall.time.ofProcess());
      } finally {
        seen.stop();
        simulator.faults.remove();
        simulator.traffic.clear();
      }
    },
    close: async () => undefined,
  };
}

/** A process that was killed says nothing; one that lives says nothing either. */
export function complaintsOf({ instance }: OwnProcess): string[] {
  const died = instance?.died();
  const complaints = instance?.complaints();
  return [
    ...(died ? [`the process ended by itself: ${died}`] : []),
    ...(complaints ? [`on stderr: ${complaints}`] : []),
  ];
}

async function inTime(rollcall: Timed, look: () => Promise<string[]>): Promise<string[]> {
  const started = Date.now();
  for (;;) {
    const wrong = await look();
    const waited = Date.now() - started;
    if (wrong.length === 0 || waited > longestWait) return wrong;
    if (waited > patience) await dueNow(rollcall);
    await cardsDueNow(rollcall);
    await pause(100);
  }
}

/** What waits for minutes for an answer that is lost gives it up now, as it would then. */
async function dueNow({ database, letTimePass, time }: Timed): Promise<void> {
  const late = time.ofProcess() + 1_000;
  await sql`update timers set due = ${time.ofProcess() - 1} where due > ${late}
    and name in ('joinOutcome', 'invitation', 'silence', 'settle', 'noCallback', 'ringing', 'orphan')`.execute(
    database.db,
  );
  await letTimePass();
}

/** A chat is spared for seconds after each of its updates, as Teams wants it: here nobody counts them. */
export async function cardsDueNow({ database: { db } }: OwnProcess): Promise<void> {
  await sql`update conversations set next_update_at = 0 where next_update_at > 0 and failures = 0`.execute(
    db,
  );
}

/** People in a chat of a killed scene. */
export function people({ rollcall: { simulator } }: Stage, ...names: string[]) {
  const members = names.map((name) => person(name).id);
  const chat = simulator.channel.open({ type: 'groupChat', members }).id;
  return {
    chat,
    /** Gives whether Rollcall took it. */
    async say(by: string, text: string, ...mentioned: string[]): Promise<boolean> {
      const mentions = mentioned.map((name) => person(name).id);
      const saying = { from: person(by).id, text, mention: true, mentions };
      return (await simulator.channel.say(chat, saying)).status < 300;
    },
    async press(by: string, activityId: string, verb: string, data: object): Promise<boolean> {
      return (
        (await simulator.channel.press(chat, { from: person(by).id, activityId, verb, data })).status < 300
      );
    },
    cards: (): SaidMessage[] =>
      (simulator.channel.conversation(chat).messages as unknown as SaidMessage[]).filter(({ card }) => card),
  };
}
