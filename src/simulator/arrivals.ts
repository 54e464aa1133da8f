/** How people come into a room, each after their own behaviour. */
import type { SimulatorClock } from './clock.ts';
import type { Attendance, Room } from './model.ts';
import type { SimulatedPerson } from './people.ts';
import type { World } from './world.ts';

const mutesAfter = 5000;

/** The number of a person who calls in; the same person, the same number. */
const phoneOf = (person: SimulatedPerson) =>
  person.kind === 'phone' ? person.id : `+1206555${person.id.slice(-4)}`;

/** Brings a person in at once; into a meeting the way they come: muted, by phone, to the lobby. */
export function enter(clock: SimulatorClock, world: World, room: Room, person: SimulatedPerson): Attendance {
  const there = world.find(room, person.id);
  if (there) return there;
  if (!room.meetingId) return world.join(room, person);
  const { behaviour } = person;
  if (behaviour === 'joinsByPhone') {
    const number = phoneOf(person);
    const attendance = world.enter(room, { id: number, name: number, kind: 'phone' });
    if (number !== person.id) attendance.callerId = person.id;
    world.changed(room);
    return attendance;
  }
  const attendance = world.join(room, person, {
    muted: behaviour === 'joinsMuted',
    inLobby: behaviour === 'waitsInLobby',
  });
  if (behaviour === 'mutesItself') {
    clock.after(mutesAfter, () => {
      if (room.people.has(attendance.participantId)) world.mute(room, attendance);
    });
  }
  return attendance;
}
