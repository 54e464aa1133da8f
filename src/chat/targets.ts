import type { Call, Participant } from '../calling/call.ts';
import { find, others } from '../calling/roster.ts';
import { Refusal } from '../lib/errors.ts';
import { isGuid } from '../lib/guid.ts';
import { mentionMark } from '../lib/mentionMark.ts';
import { refuseTooMany } from '../meetings/limits.ts';
import type { Directory } from '../people/directory.ts';
import type { Person } from '../people/person.ts';
import type { Turn } from './turn.ts';

/** Names as people list them: "Adele, Alex and Lee". */
export const namesIn = (text: string): string[] =>
  text
    .split(/[,;&\n]|\band\b/i)
    .map((name) => name.replace(/^\s*@/, '').trim())
    .filter(Boolean);

/** What was said with the names of those mentioned in their places: what a question carries until it is answered. */
export function withNames({ mentions }: Turn, rest: string): string {
  let at = 0;
  const said = rest.replaceAll(mentionMark, () => `, ${mentions[at++]?.name ?? ''}, `);
  return [said, ...mentions.slice(at).map(({ name }) => name)].join(', ').replace(/(?:\s*,\s*)+/g, ', ');
}

/** Who was meant: all of them, or a name that fits several, which is asked back, beside those that are sure. */
export type Meant<P> = { people: P[] } | { name: string; several: P[]; sure: P[] };

/** Second of two unclear names: one question at a time. */
const unclear = (name: string, several: readonly { name: string }[]): Refusal =>
  new Refusal('error.personAmbiguous', { name, names: several.map((one) => one.name).join(', ') });

/**
 * The participants that mentions and names mean, the sender left out.
 * @param rest names, after the command word, the mentions taken out
 * @throws Refusal `error.notInCall` for somebody who is not there, `error.nobodyNamed` for nobody at all,
 * `error.personYourself` for the sender alone
 */
export function participantsMeant(call: Call, turn: Turn, rest: string): Meant<Participant> {
  const there = others(call);
  const meant = new Map<string, Participant>();
  const asked: { name: string; several: Participant[] }[] = [];
  const take = (name: string, found: Participant[]) => {
    if (found.length === 0) throw new Refusal('error.notInCall', { name });
    if (found.length > 1) asked.push({ name, several: found });
    else for (const one of found) meant.set(one.id, one);
  };
  for (const { id, name } of turn.mentions) {
    const found = there.filter(({ personId }) => personId !== null && personId === id);
    take(name, found.length > 0 ? found.slice(0, 1) : find(call, name));
  }
  for (const name of namesIn(rest)) take(name, find(call, name));
  const [first, second] = asked;
  if (second) throw unclear(second.name, second.several);
  if (meant.size === 0 && !first) throw new Refusal('error.nobodyNamed');
  const sure = [...meant.values()].filter(({ personId }) => personId !== turn.who.id);
  if (first) return { ...first, sure };
  if (sure.length === 0) throw new Refusal('error.personYourself');
  return { people: sure };
}

/**
 * Those to be rung into a meeting: people of the tenant, and bots that are mentioned; the sender left out.
 * @throws Refusal `error.personUnknown`, `error.personOutside` for an address that Teams cannot ring,
 * `error.nobodyNamed`, `error.personYourself`, `error.tooManyPeople`
 */
export async function inviteesMeant(
  directory: Directory,
  turn: Turn,
  rest: string,
): Promise<Meant<Person & { address?: string }>> {
  const isBot = ({ mri }: { mri: string }) => mri.startsWith('28:');
  const bots = turn.mentions
    .filter(isBot)
    .map(({ mri, name }) => ({ id: mri.slice('28:'.length).toLowerCase(), name, bot: true }));
  const names = namesIn(rest);
  refuseTooMany(names.length + turn.mentions.length);
  const found = await directory.resolve({ mentions: turn.mentions.filter((one) => !isBot(one)), names });
  const [first, second] = found.ambiguous;
  if (found.unknown[0]) throw new Refusal('error.personUnknown', { name: found.unknown[0] });
  if (second) throw unclear(second.name, second.people);
  // A question carries ids of people, which are looked up; a bot's cannot be.
  if (first && bots.length > 0) throw unclear(first.name, first.people);
  const outsider = found.people.find(({ id }) => !isGuid(id));
  if (outsider) throw new Refusal('error.personOutside', { name: outsider.name });
  const all = [...bots, ...found.people];
  if (all.length === 0 && !first) throw new Refusal('error.nobodyNamed');
  const sure = all.filter(({ id }) => id !== turn.who.id);
  if (first) return { name: first.name, several: first.people, sure };
  if (sure.length === 0) throw new Refusal('error.personYourself');
  return { people: sure };
}
