/** What happens once it is calm again: change after change with a look at every card, and changes that nobody tells of. */
import type { Random } from '../fixtures/random.ts';
import type { Story } from '../stories/harness.ts';
import { act, second } from '../stories/steps.ts';

interface Room {
  story: Story;
  random: Random;
  meetingId: string;
  people: readonly string[];
}

/** Moves the time until everything holds; gives what does not after so many milliseconds of the story. */
type Soon = (patience: number) => Promise<string[]>;

/** How soon a card has to say what changed, where nothing goes wrong. */
const shownWithin = 40 * second;
/** After so long without a word Rollcall looks for itself; then its card has to follow. */
const silence = 300 * second;

async function change({ story, random, meetingId, people }: Room): Promise<void> {
  const what = random.one(['join', 'join', 'leave', 'mute', 'unmute', 'admit']);
  // Not everybody is there to leave, nor does everybody wait to be admitted.
  await act(story, meetingId, random.one(people), what).catch(() => undefined);
}

/** Waves of one to three changes: each is on the cards before the next comes, so that none makes good for another. */
export async function told(room: Room, soon: Soon): Promise<string[]> {
  for (let wave = 0; wave < 4; wave += 1) {
    for (let changes = 1 + room.random.below(3); changes > 0; changes -= 1) await change(room);
    const wrong = await soon(shownWithin);
    if (wrong.length > 0) return wrong;
  }
  return [];
}

/** Somebody comes or goes, or Rollcall is thrown out, and no notification is sent: it has to ask by itself. */
export async function untold(room: Room, legId: string | undefined, soon: Soon): Promise<string[]> {
  const { story, random, meetingId, people } = room;
  const [here = '', other = ''] = random.some(people, 2);
  // While nobody else seems to be there it asks often.
  await act(story, meetingId, here, 'join').catch(() => undefined);
  await pass(story, 15 * second);
  const fault = story.simulator.faults.add({ kind: 'notificationDrop' });
  if (legId && random.chance(0.4))
    await story.control('POST', `/calls/${legId}/end`, { reason: 'endedByService' }).catch(() => undefined);
  else await act(story, meetingId, other, 'join').catch(() => act(story, meetingId, other, 'leave'));
  await pass(story, 5 * second);
  story.simulator.faults.remove(fault.id);
  await pass(story, silence - 30 * second);
  return soon(120 * second);
}

/** In steps that let timers fall due in their order. */
async function pass(story: Story, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 5 * second) {
    await story.clock.advance(Math.min(left, 5 * second));
    await story.settle();
  }
}
