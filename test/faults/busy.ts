/** A busy few minutes in one process and on one clock: a meeting, somebody in a menu, somebody who is rung. */

import type { Kysely } from 'kysely';
import type { SimulatedCall } from '../../src/simulator/model.ts';
import type { Schema } from '../../src/store/schema.ts';
import type { Random } from '../fixtures/random.ts';
import { person, type Story, unhandled, wordsOf } from '../stories/harness.ts';
import { leasesRunOut } from '../stories/ownProcess.ts';
import { act, ask, button, buttonOf, graphMeeting, minute, second } from '../stories/steps.ts';
import { broken } from './invariants.ts';
import { isOver, record } from './record.ts';
import { openDeeds } from './rows.ts';
import { told, untold } from './waves.ts';

const people = ['Adele', 'Pat', 'Alex Johnson', 'Lee', 'Nestor', 'Lynne'];
const callees = ['Adele', 'Diego', 'Isaiah', 'Lee'];

export interface Busy {
  story: Story;
  db: Kysely<Schema>;
  random: Random;
  /** What goes wrong from when Rollcall is asked to join, until it is calm again. */
  strike(): Promise<void>;
  calm(): Promise<void>;
  /** How long after it everything may take to be true, in milliseconds of the story. */
  patience: number;
  asksFor?: (status: number) => boolean;
  /** It goes wrong once it is in the meeting, never before, and it stays there. */
  late?: boolean;
  /** In the end something happens that Graph never tells of. */
  untold?: boolean;
}

/** @returns what did not hold in the end */
export async function busyRound(busy: Busy): Promise<string[]> {
  const { story, db, random, strike, calm } = busy;
  const rejections = unhandled.length;
  const seen = record(story.simulator);
  const watched = { db, simulator: story.simulator, record: seen, asksFor: busy.asksFor };
  const live = () => [...seen.legs.values()].filter((leg) => !isOver(leg));
  try {
    const subject = `Budget ${random.below(1_000_000)}`;
    const chat = await story.group('Megan', ...people);
    await ask(story, chat, 'Megan', `meet now ${subject}`);
    const graph = await graphMeeting(story, subject);
    const card = await story.cardWith(chat, subject);
    const data = button(card.card, 'bringIn');
    const bringIn = () => story.press(chat, 'Megan', card.id, 'bringIn', data);

    // Before it joins, or while it is there.
    const struckAt = random.one(busy.late ? [2, 3] : [0, 0, 1, 3]);
    if (struckAt === 0) await strike();
    await Promise.all([
      bringIn(),
      story.control('POST', '/calls', { from: person('Robin').id }).catch(() => null),
    ]);
    await story.advance(2 * second);
    await act(story, graph.id, 'Megan', 'join', { muted: false });
    for (let step = 1; step <= 6; step += 1) {
      if (step === struckAt) await strike();
      const possible = busy.late ? deeds : [...deeds, comeOrGo(live, bringIn)];
      await random.one(possible)({ story, chat, random, meetingId: graph.id });
    }
    await timePasses(story, 10 * second);
    await calm();

    // What was missed is found out without anything that would tell of it.
    if (random.chance(0.5)) {
      const missed = await inTime(busy, () => broken(watched));
      if (missed.length > 0) return missed;
    }
    await bringIn();
    await act(story, graph.id, random.one(people), 'join');
    const wrong = await inTime(busy, () => broken(watched));
    if (wrong.length > 0) return wrong;
    const inMeeting = () => live().some(({ room }) => room.meetingId);
    if (!inMeeting()) {
      // A join that nobody knows the outcome of was given up meanwhile, as its card says.
      await bringIn();
      const again = await inTime(busy, () => broken(watched));
      if (again.length > 0 || !inMeeting())
        return [...again, 'Rollcall does not come when nothing is wrong any more'];
    }
    const room = { story, random, meetingId: graph.id, people };
    const soon = (patience: number) => inTime({ ...busy, patience }, () => broken(watched));
    const seenLate = [
      ...(await told(room, soon)),
      ...(busy.untold ? await untold(room, live().find(inThe(graph.id))?.id, soon) : []),
    ];
    if (seenLate.length > 0) return seenLate;

    if (inMeeting()) {
      const { messages } = story.simulator.channel.conversation(chat);
      // Of several that Rollcall was in one after the other, the one that it is in.
      const shown = messages.findLast(
        ({ card }) => wordsOf(card).includes(`Rollcall in ${subject}`) && buttonOf(card, 'leaveCall'),
      );
      if (!shown) return ['Rollcall is in the meeting, and no card lets it be sent away'];
      await story.press(chat, 'Megan', shown.id, 'leaveCall', button(shown.card, 'leaveCall'));
    }
    const left = await inTime(busy, async () => [
      ...(await hangUp(story, live())),
      ...(await broken(watched)),
      ...live().map(({ id, state }) => `a leg is ${state} after the end: ${id}`),
    ]);
    if (left.length === 0) left.push(...(await openDeeds(db, story.clock.now())));
    return [...left, ...unhandled.slice(rejections).map((reason) => `nobody handled a rejection: ${reason}`)];
  } finally {
    seen.stop();
    await story.control('POST', '/reset');
    for (const { messages } of story.simulator.channel.conversations.list()) messages.length = 0;
  }
}

const inThe =
  (meetingId: string) =>
  ({ room }: SimulatedCall): boolean =>
    room.meetingId === meetingId;

/** The time goes on in steps as long as these, each with all that falls due: in the smaller ones of stories nothing else would happen. */
const step = 2 * second;

export async function timePasses(story: Story, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= step) {
    await story.clock.advance(Math.min(step, left));
    await story.settle();
  }
}

/** Whoever talks with Rollcall alone hangs up, so that no call outlasts the round; nothing is wrong with that. */
async function hangUp(story: Story, legs: readonly SimulatedCall[]): Promise<[]> {
  for (const { id, room, state } of legs)
    if (room.peerToPeer && state === 'established')
      await story.control('POST', `/calls/${id}/hangUp`, {}).catch(() => null);
  return [];
}

/** Moves the time until everything holds, as long as that may take. */
async function inTime({ story, db, patience }: Busy, look: () => Promise<string[]>): Promise<string[]> {
  for (let left = patience; ; left -= 5 * second) {
    await timePasses(story, 2 * second);
    const wrong = await look();
    if (wrong.length === 0 || left <= 0) return wrong;
    if (left % minute === 0) await leasesRunOut(db);
    await story.clock.advance(3 * second);
    await story.settle();
  }
}

interface Doing {
  story: Story;
  chat: string;
  random: Random;
  meetingId: string;
}

const asking = (verb: string) => async (doing: Doing) => {
  const { story, chat, random } = doing;
  const name = random.one(people);
  const text = `${verb} @${person(name).name}`;
  const said = await story.say(chat, 'Megan', text, { mentions: [person(name).id] });
  await confirm(doing, said, 'removeChosen');
};

/** Asked back only where there is somebody to do it to. */
async function confirm(
  { story, chat }: Doing,
  said: { id: string; card: unknown }[],
  verb: string,
): Promise<void> {
  const question = said.find(({ card }) => buttonOf(card, verb));
  const data = buttonOf(question?.card, verb);
  if (question && data) await story.press(chat, 'Megan', question.id, verb, data);
}

const doing =
  (what: string) =>
  async ({ story, meetingId, random }: Doing) => {
    // Not everybody is there to leave, nor does everybody wait to be admitted.
    await act(story, meetingId, random.one(people), what).catch(() => undefined);
  };

/** Rollcall is sent away, or asked in again, whatever is still under way of the last time. */
const comeOrGo =
  (live: () => SimulatedCall[], bringIn: () => Promise<unknown>) =>
  async ({ story, chat }: Doing) => {
    if (live().some(({ room }) => room.meetingId)) await story.say(chat, 'Megan', 'leave');
    else await bringIn();
  };

const deeds: ((doing: Doing) => Promise<void>)[] = [
  ...['join', 'join', 'leave', 'mute', 'unmute', 'admit'].map(doing),
  ...['mute', 'invite', 'invite', 'remove'].map(asking),
  async (doing) => confirm(doing, await doing.story.say(doing.chat, 'Megan', 'mute all'), 'muteOthers'),
  async ({ story, chat, random }) => {
    const name = random.one(callees);
    const text = `call @${person(name).name} say "The meeting has moved to 4pm"`;
    await story.say(chat, 'Megan', text, { mentions: [person(name).id] });
  },
  async ({ story, random }) => {
    const line = [...story.simulator.world.calls.values()].find(
      (leg) => leg.direction === 'incoming' && leg.state === 'established',
    );
    if (line)
      await story.control('POST', `/calls/${line.id}/press`, { key: random.one(['1', '2', '0', '9', '#']) });
  },
  async ({ story, random }) => timePasses(story, (1 + random.below(8)) * second),
  async ({ story }) => story.advance(second),
];
