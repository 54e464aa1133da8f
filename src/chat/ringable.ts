import { Refusal } from '../lib/errors.ts';
import type { Person } from '../people/person.ts';
import type { MayRing } from '../people/ringing.ts';
import { say } from './say.ts';
import type { Services } from './services.ts';
import type { Turn } from './turn.ts';

/** Those who may be rung, and a sentence on those who may not; null where all may. */
export interface Ringable<P> {
  people: P[];
  leftOut: string | null;
}

/**
 * Leaves out who does not want to be rung, or was rung often enough. The sender and applications are always rung.
 * @throws Refusal `rings.off`, `rings.oftenRung` {who} or `rings.ringsTooMuch` where nobody else is left
 */
export async function ringable<P extends Person>(
  turn: Turn,
  people: readonly P[],
  services: Pick<Services, 'rings' | 'clock' | 'text'>,
): Promise<Ringable<P>> {
  const asked = people.filter(({ id, bot }) => id !== turn.who.id && !bot);
  const answers = await services.rings.mayRing(turn.who, asked, services.clock.now());
  const out = asked.flatMap((person, index) => {
    const why = answers[index] ?? 'yes';
    return why === 'yes' ? [] : [{ person, why }];
  });
  if (out.length === 0) return { people: [...people], leftOut: null };
  const refused = new Set<Person>(out.map(({ person }) => person));
  const left = people.filter((person) => !refused.has(person));
  const reasons = order.flatMap((why) => {
    const names = out.flatMap((one) => (one.why === why ? [one.person.name] : []));
    return names.length > 0 ? [{ key: `rings.${why}`, who: names.join(', ') }] : [];
  });
  const [first] = reasons;
  if (first && left.every(({ id }) => id === turn.who.id)) throw new Refusal(first.key, { who: first.who });
  const text = services.text(turn.locale);
  return { people: left, leftOut: reasons.map(({ key, who }) => say(text, key, { who })).join(' ') };
}

/** What the sender can change comes first. */
const order: readonly Exclude<MayRing, 'yes'>[] = ['ringsTooMuch', 'off', 'oftenRung'];
