/** From config/frontdesk.yaml to rules, every mistake with its line. Pure. */
import { z } from 'zod';
import { type Expected, readYaml } from '../lib/yamlFile.ts';
import { id, knownZone, mapping, some, text } from '../lib/yamlWords.ts';
import { conditions } from './conditions.ts';
import type { FrontDesk, Rule } from './frontDesk.ts';
import { nameOf, outcomes, type Surroundings } from './outcomes.ts';
import { holiday } from './timeWords.ts';

/** A mistake in one of the files of CONFIG_DIR; `line` counts from 1. */
export interface Mistake {
  file: string;
  line: number;
  message: string;
}

/**
 * The rules in a file; never throws.
 * @param file its name, for the mistakes, and what is in it
 * @param has what the rules may refer to
 */
export function readFrontDesk(
  file: { name: string; text: string },
  has: Omit<Surroundings, 'lists'>,
): { desk: FrontDesk } | { mistakes: Mistake[] } {
  const read = readYaml(file.text, (raw) => expected(raw, has));
  if ('mistakes' in read)
    return { mistakes: read.mistakes.map((mistake) => ({ file: file.name, ...mistake })) };
  const { rules, ...rest } = read.value;
  const numbered = rules.map((rule, at): Rule => {
    const line = read.lineOf(['rules', at]);
    return { ...rule, line, name: rule.name ?? `the rule in line ${line}` };
  });
  return { desk: { ...rest, rules: numbered } };
}

/** An empty key, its content perhaps commented out, is as good as none. */
const orNone = <T extends z.ZodType>(type: T, none: z.output<T>) =>
  type.nullish().transform((value) => value ?? none);

function expected(raw: unknown, has: Omit<Surroundings, 'lists'>) {
  const lists = listsIn(raw);
  const outcome = outcomes({ ...has, lists });
  const condition = conditions(nameOf(Object.keys(lists), 'list of users'), inside(raw, 'holidays') !== null);
  const rule = mapping({
    name: text.optional(),
    when: condition.optional(),
    unless: condition.optional(),
    // biome-ignore lint/suspicious/noThenProperty: the file's word for what becomes of a call; nothing awaits it
    then: outcome.every,
  }).transform(({ name, when = null, unless = null, then: outcome }) => ({ name, when, unless, outcome }));
  const schema = mapping({
    zone: knownZone,
    holidays: orNone(some(holiday, 'names no day'), []),
    lists: orNone(z.record(z.string(), some(id, 'names nobody'), { error: 'must have lists by name' }), {}),
    blocked: orNone(outcome.settled, { do: 'reject', reason: 'busy' }),
    rules: z
      .array(rule, { error: 'must be a list of rules' })
      .min(1, { error: 'must have at least one rule' }),
  });
  return { schema, also: neverRead(raw) } satisfies Expected<unknown>;
}

const inside = (raw: unknown, key: string): unknown =>
  (raw !== null && typeof raw === 'object' && Object.hasOwn(raw, key) && Reflect.get(raw, key)) || null;

/** The lists as they are written: what is wrong in them is said where they stand, not where they are named. */
function listsIn(raw: unknown): Record<string, string[]> {
  const written = Object.entries(Object(inside(raw, 'lists')) as object);
  return Object.fromEntries(
    written.map(([name, members]) => [name, [members].flat().map((member) => String(member).toLowerCase())]),
  );
}

/** Rules after one for everybody, or after one with the same conditions; and a file that leaves callers without. */
function neverRead(raw: unknown): { path: PropertyKey[]; message: string }[] {
  const rules = inside(raw, 'rules');
  if (!Array.isArray(rules) || rules.length === 0) return [];
  const asked = rules.map((rule) => JSON.stringify([inside(rule, 'when'), inside(rule, 'unless')]));
  const everybody = JSON.stringify([null, null]);
  const wrong = (at: number, message: string) => ({ path: ['rules', at], message });
  const unreachable = asked.flatMap((conditions, at) => {
    const forAll = asked.indexOf(everybody);
    if (forAll !== -1 && forAll < at)
      return [wrong(at, `has a rule that is never read: rule ${forAll + 1} is for every call`)];
    const same = asked.indexOf(conditions);
    return same < at
      ? [wrong(at, `has a rule that is never read: rule ${same + 1} has the same conditions`)]
      : [];
  });
  if (asked.includes(everybody)) return unreachable;
  const last = wrong(
    rules.length - 1,
    'must end with a rule for every call: one without `when` and `unless`',
  );
  return [...unreachable, last];
}
