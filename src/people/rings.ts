/** Ringing people within limits, and their wish not to be rung. */
import type { Person } from './person.ts';
import { type MayRing, mayRing, type RingLimits, type RungBefore } from './ringing.ts';

const hour = 3_600_000;

/** What rings need of the database; people are Entra object ids, instants epoch milliseconds. */
export interface RingRows {
  /** What was since then; `people` in the order given. */
  before(
    by: string,
    people: readonly string[],
    since: number,
  ): Promise<{ bySender: number; people: RungBefore[] }>;
  /** The same id counts a person once. */
  note(id: string, by: string, people: readonly string[], now: number): Promise<void>;
  set(person: string, wanted: boolean, now: number): Promise<void>;
}

export interface Rings {
  /** For each of `people`, in the order given. `ringsTooMuch` is about `by`, the others about the person. */
  mayRing(by: Person, people: readonly Person[], now: number): Promise<MayRing[]>;
  /** These were rung. The same `id` counts once. */
  note(id: string, by: Person, people: readonly Person[], now: number): Promise<void>;
  /** Opts somebody out of being rung, or in again. */
  set(person: Person, wanted: boolean, now: number): Promise<void>;
}

/** @param limits rings within an hour */
export function createRings(rows: RingRows, limits: RingLimits): Rings {
  const ids = (people: readonly Person[]) => people.map(({ id }) => id.toLowerCase());
  return {
    async mayRing(by, people, now) {
      const before = await rows.before(by.id.toLowerCase(), ids(people), now - hour);
      return mayRing(before.people, before.bySender, limits);
    },
    note: (id, by, people, now) => rows.note(id, by.id.toLowerCase(), ids(people), now),
    set: (person, wanted, now) => rows.set(person.id.toLowerCase(), wanted, now),
  };
}
