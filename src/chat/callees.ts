import type { PlaceRequest } from '../calling/placed.ts';
import { Refusal } from '../lib/errors.ts';
import type { Directory } from '../people/directory.ts';
import type { CallWords } from './callWords.ts';
import { inviteesMeant } from './targets.ts';
import type { Turn } from './turn.ts';

/** Somebody to be rung: a person of the tenant or a number. */
export type Callee = PlaceRequest['sides'][number];

/** All of them, or a name that fits several, which is asked back, beside those that are sure. */
export type CalleesMeant =
  | { callees: Callee[] }
  | { name: string; several: { id: string; name: string; address?: string }[]; sure: Callee[] };

const user = ({ id, name }: { id: string; name: string }): Callee => ({ id, name, kind: 'user' });
/** A number in E.164 as somebody to be rung; it is its own name. */
export const phone = (number: string): Callee => ({ id: number, name: number, kind: 'phone' });

/**
 * Those that a "call" means, the sender left out.
 * @throws Refusal for somebody unknown or outside, an application, a number that is none or may not be called, and for
 * nobody at all (`error.nobodyNamed`) or the sender alone (`error.callYourself`)
 */
export async function calleesMeant(
  turn: Turn,
  words: CallWords,
  needs: { directory: Directory; phoneCalls: boolean },
): Promise<CalleesMeant> {
  const [wrong] = words.wrongPhones;
  if (wrong) throw new Refusal('error.phoneWrong', { number: wrong });
  if (words.phones.length > 0 && !needs.phoneCalls) throw new Refusal('error.phoneNotSetUp');
  const phones = words.phones.map(phone);
  if (words.mentions.length + words.names.length === 0 && phones.length > 0) return { callees: phones };
  const app = words.mentions.find(({ mri }) => mri.startsWith('28:'));
  if (app) throw new Refusal('error.callApp', { name: app.name });
  const meant = await inviteesMeant(
    needs.directory,
    { ...turn, mentions: words.mentions },
    words.names.join(', '),
  ).catch((error: unknown): { people: [] } => {
    if (!(error instanceof Refusal && error.key === 'error.personYourself')) throw error;
    if (phones.length === 0) throw new Refusal('error.callYourself');
    return { people: [] };
  });
  if ('several' in meant) return { ...meant, sure: [...phones, ...meant.sure.map(user)] };
  return { callees: [...phones, ...meant.people.map(user)] };
}

/**
 * Those whom a card's ids mean, numbers among them, looked up anew; the sender left out.
 * @throws Refusal as `calleesMeant`
 */
export async function calleesOf(
  turn: Turn,
  ids: readonly string[],
  needs: { directory: Directory; phoneCalls: boolean },
): Promise<Callee[]> {
  const phones = ids.filter((id) => id.startsWith('+'));
  if (phones.length > 0 && !needs.phoneCalls) throw new Refusal('error.phoneNotSetUp');
  const { people, unknown } = await needs.directory.resolve({ ids: ids.filter((id) => !id.startsWith('+')) });
  if (unknown[0]) throw new Refusal('error.personUnknown', { name: unknown[0] });
  const callees = [...phones.map(phone), ...people.filter(({ id }) => id !== turn.who.id).map(user)];
  if (callees.length === 0) throw new Refusal(people.length > 0 ? 'error.callYourself' : 'error.nobodyNamed');
  return callees;
}
