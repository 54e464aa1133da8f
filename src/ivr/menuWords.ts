/** How a menu is spelled in a file of config/menus: zod schemas that say in plain words what is wrong. Pure. */
import { z } from 'zod';
import { count, id, mapping, must, oneOf, some, text, truth } from '../lib/yamlWords.ts';
import type { Language } from './language.ts';
import type { Choice, MenuNode, Misstep, Prompt, Say, Target } from './menu.ts';
import { longestText } from './synthesizer.ts';
import { menuKeys } from './tone.ts';

/** What a menu may refer to. */
export interface Surroundings {
  /** The menu's own languages and nodes. */
  languages: readonly Language[];
  nodes: readonly string[];
  /** Whether the menu names a fallback person. */
  fallback: boolean;
  menus: readonly string[];
  /** What is wrong with naming this file of config/prompts, such as "names no WAV file"; null: nothing. */
  prompt(file: string): string | null;
}

const longestRecording = 'as long as Graph records';

/** What a node can do; each node has exactly one of these keys. */
export const actions = [
  'choices',
  'next',
  'transfer',
  'takeMessage',
  'recordAnswer',
  'lookUp',
  'hangUp',
] as const;

/** Where a walk can go besides a node: no node has these names. */
export const ends = ['hangUp', 'person'] as const;

/** Schemas of nodes by what they do. */
export function nodeWords(has: Surroundings): Record<(typeof actions)[number], z.ZodType<MenuNode>> {
  const prompt = promptOf(has);
  const next = targetOf(has);
  const onward: Target = has.fallback ? 'person' : 'hangUp';
  const misstep = mapping({
    retries: count(0, 9).default(2),
    prompt: prompt.nullable().default(null),
    next: next.default(onward),
  }).default({ retries: 2, prompt: null, next: onward } satisfies Misstep);
  const phrases = inEach(has.languages, () => some(text, 'has no phrase')).default({});
  const choice = mapping({ key, phrases, next });
  const choices = z
    .array(choice, must('a list of choices'))
    .min(1, { error: 'has no choice' })
    .max(menuKeys.length, { error: `has more choices than a phone has keys: at most ${menuKeys.length}` })
    .superRefine((given, context) => {
      for (const issue of twice(given)) context.addIssue({ code: 'custom', ...issue });
    });
  const seconds = count(1, 120, longestRecording);
  const plain = { kind: 'speak', report: null } as const;
  return {
    choices: mapping({
      prompt,
      choices,
      negatives: phrases,
      seconds: count(1, 60).default(6),
      silence: misstep,
      wrong: misstep,
    }).transform((node) => ({ kind: 'choose', ...node })),
    next: mapping({ prompt, next }).transform((node) => ({ ...plain, ...node })),
    hangUp: mapping({
      prompt: prompt.nullable().default(null),
      hangUp: z.literal(true, { error: 'must be true' }),
    }).transform((node) => ({ ...plain, prompt: node.prompt, next: 'hangUp' })),
    transfer: mapping({
      prompt: prompt.nullable().default(null),
      transfer: mapping({
        to: id,
        consult: truth.default(false),
        seconds: count(5, 120).default(30),
        otherwise: next.nullable().default(null),
      }),
    }).transform(({ prompt, transfer }) => ({ kind: 'transfer', prompt, ...transfer })),
    takeMessage: mapping({ prompt, takeMessage: mapping({ seconds }) }).transform(
      ({ prompt, takeMessage }) => ({ kind: 'takeMessage', prompt, ...takeMessage }),
    ),
    recordAnswer: mapping({
      prompt,
      recordAnswer: mapping({ seconds, next, otherwise: next.optional() }),
    }).transform(({ prompt, recordAnswer: { otherwise, ...rest } }) => ({
      ...{ kind: 'recordAnswer', prompt, ...rest },
      otherwise: otherwise ?? rest.next,
    })),
    lookUp: mapping({
      prompt: prompt.nullable().default(null),
      lookUp: mapping({ url, timeoutSeconds: count(1, 10).default(3), failed: prompt, next }),
    }).transform(({ prompt, lookUp: { timeoutSeconds, ...rest } }) => ({
      ...{ kind: 'lookUp', prompt, ...rest },
      timeoutMs: timeoutSeconds * 1_000,
    })),
  };
}

const key = z.preprocess(
  (given) => (typeof given === 'number' ? String(given) : given),
  z.enum(menuKeys, must('a key: 0 to 9, "*" or "#" (these two in quotes)')),
);

const url = z.url({ protocol: /^https$/, ...must('an address that begins with https://') });

/** One value in every language of the menu. */
const inEach = <T extends z.ZodType>(languages: readonly Language[], of: (language: Language) => T) =>
  mapping(Object.fromEntries(languages.map((language) => [language, of(language)]))) as unknown as z.ZodType<
    Partial<Record<Language, z.output<T>>>
  >;

const spokenText = text.max(longestText, {
  error: ({ input }) => `has ${String(input).length} characters; ${longestText} can be spoken at once`,
});

/** A text, or `file:` with a WAV of config/prompts. */
function promptOf({ languages, prompt }: Surroundings): z.ZodType<Prompt> {
  const file = text.refine((name) => prompt(name) === null, {
    error: ({ input }) => prompt(String(input)) ?? '',
  });
  const say = (language: Language) =>
    z.preprocess(
      (given) => (typeof given === 'string' ? { text: given } : given),
      oneOf({
        text: spokenText.transform((text): Say => ({ text, language })),
        file: file.transform((file): Say => ({ file })),
      }),
    );
  return inEach(languages, say);
}

/** A node's name, `menu: name`, `person` or `hangUp`. */
function targetOf({ nodes, menus, fallback }: Surroundings): z.ZodType<Target> {
  const menu = text.refine((name) => menus.includes(name), {
    error: `names no menu there is; there are: ${menus.join(', ')}`,
  });
  const node = text
    .refine((name) => name !== 'person' || fallback, {
      error: 'needs a person: name one under `fallback` of the menu',
    })
    .refine((name) => ends.some((end) => end === name) || nodes.includes(name), {
      error: `names no node of this menu; there are: ${nodes.join(', ')}`,
    })
    .transform((name): Target => ends.find((end) => end === name) ?? { node: name });
  const elsewhere = mapping({ menu });
  // Of the two ways to write it, only what is wrong with the one that was meant is worth telling.
  return z.unknown().transform((given, context): Target => {
    const read = (given !== null && typeof given === 'object' ? elsewhere : node).safeParse(given);
    if (read.success) return read.data;
    for (const { path, message } of read.error.issues) context.addIssue({ code: 'custom', path, message });
    return z.NEVER;
  });
}

/** Keys and phrases that two choices share: nobody could tell which is meant. */
function twice(choices: readonly Choice[]): { path: PropertyKey[]; message: string }[] {
  const seen = new Map<string, number>();
  return choices.flatMap(({ key, phrases }, at) => {
    const spoken = Object.entries(phrases).flatMap(([language, list]) =>
      list.map((phrase, nth) => ({
        path: [at, 'phrases', language, nth],
        what: `${language} "${phrase.toLowerCase()}"`,
      })),
    );
    return [{ path: [at, 'key'], what: `key ${key}` }, ...spoken].flatMap(({ path, what }) => {
      const earlier = seen.get(what);
      seen.set(what, at);
      return earlier === undefined
        ? []
        : [{ path, message: `has ${what}, which choice ${earlier + 1} has already` }];
    });
  });
}
