/** Phones that ring: what comes of it after the person's own behaviour, or by hand. */
import { randomUUID } from 'node:crypto';
import type { SimulatorClock } from './clock.ts';
import type { EndingName } from './endings.ts';
import type { SimulatedCall } from './model.ts';
import type { Behaviour, SimulatedPerson } from './people.ts';
import type { World } from './world.ts';

const second = 1000;

/** How long nobody waits for who never answers. */
const givenUp = 60 * second;

/** After how long, and with what problem, each kind of person settles; the others answer after two seconds. */
const outcomes: Partial<Record<Behaviour, [ms: number, problem: EndingName | null]>> = {
  declines: [3 * second, 'declined'],
  busy: [second, 'busy'],
  unreachable: [second, 'unreachable'],
  voicemail: [20 * second, null],
  neverAnswers: [givenUp, 'noEndpoint'],
  byHand: [givenUp, 'noEndpoint'],
};

interface Ringing {
  clock: SimulatorClock;
  world: World;
  call: SimulatedCall;
  person: SimulatedPerson;
  /** Milliseconds after which it is given up. */
  limit?: number;
}

/**
 * Rings somebody on behalf of a call; until it is settled it stands in `world.rings`, where a hand can settle it.
 * @param settled hears of the outcome: null when they picked up, otherwise why not.
 * @returns calls the ringing off.
 */
export function ring(
  { clock, world, call, person, limit = givenUp }: Ringing,
  settled: (problem: EndingName | null) => void,
): () => void {
  const id = randomUUID();
  const [ms, problem] = outcomes[person.behaviour] ?? [2 * second, null];
  const settle = (found: EndingName | null): void => {
    if (!world.rings.has(id)) return;
    stop();
    settled(found);
  };
  const off = clock.after(Math.min(ms, limit), () => settle(ms <= limit ? problem : 'noEndpoint'));
  const stop = (): void => {
    off();
    world.rings.delete(id);
  };
  world.rings.set(id, { id, personId: person.id, callId: call.id, since: clock.now(), settle });
  return stop;
}
