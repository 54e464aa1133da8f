/** Meetings that fill by themselves once the bot is in: the organizer, the invited, and a few more of the cast. */
import { enter } from './arrivals.ts';
import type { SimulatorClock } from './clock.ts';
import type { Room } from './model.ts';
import type { SimulatedPerson } from './people.ts';
import type { World } from './world.ts';

const first = 2000;
const step = 1200;

/** Those who turn up uninvited: one unmuted, one muted, one in the lobby, the guest and the phone caller. */
function others(world: World): SimulatedPerson[] {
  const names = ['Alex Johnson', 'Nestor Wilke', 'Lynne Robbins', 'Robin Kline (Guest)', '+1 206 555 0113'];
  return names.flatMap((name) => world.person(name) ?? []);
}

/**
 * Has people join one by one, the first two seconds from now; who declined or never answers stays away.
 * @returns calls off those who have not come yet.
 */
export function autoFill(clock: SimulatorClock, world: World, room: Room): (() => void)[] {
  const meeting = room.meetingId ? world.meetings.get(room.meetingId) : undefined;
  if (!meeting || meeting.autoFilled) return [];
  meeting.autoFilled = true;
  const invited = meeting.invited.flatMap(({ personId }) => (personId && world.people.get(personId)) || []);
  const organizer = world.people.get(meeting.organizerId);
  const coming = new Set([...(organizer ? [organizer] : []), ...invited, ...others(world)]);
  return [...coming]
    .filter(({ behaviour }) => behaviour !== 'declines' && behaviour !== 'neverAnswers')
    .map((person, index) =>
      clock.after(first + index * step, () => {
        if (meeting.state !== 'ended') enter(clock, world, room, person);
      }),
    );
}
