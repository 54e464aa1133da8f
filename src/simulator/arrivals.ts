/** What people do when they are called into a room, each after their own behaviour. */
import type { SimulatorClock } from './clock.ts';
import type { EndingName } from './endings.ts';
import type { Attendance, Room } from './model.ts';
import type { SimulatedPerson } from './people.ts';
import type { World } from './world.ts';

const second = 1000;

/** How long somebody takes to come, and how long nobody waits for who never answers. */
const ringing = { answer: 2 * second, decline: 3 * second, givenUp: 60 * second, mute: 5 * second };

/** The number of a person who calls in; the same person, the same number. */
const phoneOf = (person: SimulatedPerson) =>
  person.kind === 'phone' ? person.id : `+1206555${person.id.slice(-4)}`;

/** Brings a person in at once, the way they come: muted, by phone, to the lobby. */
export function enter(clock: SimulatorClock, world: World, room: Room, person: SimulatedPerson): Attendance {
  const there = world.find(room, person.id);
  if (there) return there;
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
    clock.after(ringing.mute, () => {
      if (room.people.has(attendance.participantId)) world.mute(room, attendance);
    });
  }
  return attendance;
}

/**
 * Rings somebody.
 * @param answered hears of the outcome: null when they came, otherwise why not.
 * @returns calls the ringing off.
 */
export function ring(
  clock: SimulatorClock,
  world: World,
  room: Room,
  person: SimulatedPerson,
  answered: (problem: EndingName | null) => void,
): () => void {
  switch (person.behaviour) {
    case 'declines':
      return clock.after(ringing.decline, () => answered('declined'));
    case 'neverAnswers':
      return clock.after(ringing.givenUp, () => answered('noEndpoint'));
    default:
      return clock.after(ringing.answer, () => {
        enter(clock, world, room, person);
        answered(null);
      });
  }
}
