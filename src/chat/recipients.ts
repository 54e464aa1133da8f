import { Refusal } from '../lib/errors.ts';
import { isGuid } from '../lib/guid.ts';
import type { Meeting } from '../meetings/meeting.ts';
import type { Mentioned } from '../people/mentions.ts';
import type { Person } from '../people/person.ts';
import { readPhone } from '../people/phone.ts';
import type { Recipient } from '../reminders/reminder.ts';
import type { Services } from './services.ts';
import type { Turn } from './turn.ts';

/** More than these are reminded as a meeting, or from a file. */
const mostNamed = 50;

/** Whom a reminder is to be for, as it was typed or chosen. */
interface Asked {
  me?: boolean;
  /** Entra object ids, and numbers in E.164. */
  ids?: readonly string[];
  mentions?: readonly Mentioned[];
  names?: readonly string[];
  phones?: readonly string[];
  /** Numbers that are none, as typed. */
  wrongPhones?: readonly string[];
}

export interface Recipients {
  /** Those that are clear. */
  to: Recipient[];
  /** A name that several people have. */
  several: { name: string; people: (Person & { address?: string })[] } | null;
  /** Names that nobody has. */
  unknown: string[];
  /** What is to be put right first; null where nothing is. */
  problem: Refusal | null;
}

const user = ({ id, name }: Person): Recipient => ({ id, name, kind: 'user' });

/** Looks up whom a reminder is for; the sender may be one of them. */
export async function recipientsOf(
  turn: Turn,
  asked: Asked,
  { directory, phoneCalls }: Pick<Services, 'directory' | 'phoneCalls'>,
): Promise<Recipients> {
  const { ids = [], mentions = [], names = [], wrongPhones = [] } = asked;
  const numbers = [...ids.filter((id) => readPhone(id)?.number === id), ...(asked.phones ?? [])];
  const count = ids.length + mentions.length + names.length + (asked.phones?.length ?? 0);
  if (count > mostNamed) return nobody(new Refusal('error.remind.tooManyPeople', { count, max: mostNamed }));
  const app = mentions.find(({ mri }) => mri.startsWith('28:'));
  const found = await directory.resolve({
    ids: ids.filter((id) => !id.startsWith('+')),
    mentions: mentions.filter((one) => one !== app),
    names: [...names],
  });
  const outsider = found.people.find(({ id }) => !isGuid(id));
  const people = [...(asked.me ? [turn.who] : []), ...found.people.filter(({ id }) => isGuid(id))];
  const to = [
    ...people.map(user),
    ...(phoneCalls ? numbers.map((number): Recipient => ({ id: number, name: number, kind: 'phone' })) : []),
  ];
  const [several = null, second] = found.ambiguous;
  const problems: (Refusal | false)[] = [
    wrongPhones[0] !== undefined && new Refusal('error.phoneWrong', { number: wrongPhones[0] }),
    numbers.length > 0 && !phoneCalls && new Refusal('error.phoneNotSetUp'),
    app !== undefined && new Refusal('error.callApp', { name: app.name }),
    found.unknown[0] !== undefined && new Refusal('error.personUnknown', { name: found.unknown[0] }),
    outsider !== undefined && new Refusal('error.remind.outside', { name: outsider.name }),
    second !== undefined && ambiguous(second),
    to.length === 0 && !several && new Refusal('error.remind.nobody'),
  ];
  return {
    to: [...new Map(to.map((one) => [one.id, one])).values()],
    several,
    unknown: found.unknown,
    problem: problems.find((problem) => problem !== false) || null,
  };
}

const nobody = (problem: Refusal): Recipients => ({ to: [], several: null, unknown: [], problem });

const ambiguous = ({ name, people }: { name: string; people: readonly Person[] }): Refusal =>
  new Refusal('error.personAmbiguous', { name, names: people.map((one) => one.name).join(', ') });

/** Everyone in a meeting, its organizer first; those outside the organization are only counted. */
export function everyoneIn(meeting: Meeting): { to: Recipient[]; outsiders: number } {
  const all = [meeting.organizer, ...meeting.invited];
  const people = all.filter(({ id }) => isGuid(id));
  return {
    to: [...new Map(people.map((one) => [one.id, user(one)])).values()],
    outsiders: all.length - people.length,
  };
}
