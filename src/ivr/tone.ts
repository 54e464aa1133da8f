/** Keys of a phone, in Graph's words and in those of a menu. Pure. */

const keys = {
  tone0: '0',
  tone1: '1',
  tone2: '2',
  tone3: '3',
  tone4: '4',
  tone5: '5',
  tone6: '6',
  tone7: '7',
  tone8: '8',
  tone9: '9',
  star: '*',
  pound: '#',
  a: null,
  b: null,
  c: null,
  d: null,
  flash: null,
} as const;

/** Graph's `tone` enum: https://learn.microsoft.com/graph/api/resources/toneinfo */
export type Tone = keyof typeof keys;

/** Every tone there is. */
export const tones = Object.keys(keys) as Tone[];

/** A key as a menu writes it. */
export type Key = Exclude<(typeof keys)[Tone], null>;

/** @returns the key of a phone; null for the tones that no phone's key sends (a to d, flash). */
export const keyOf = (tone: Tone): Key | null => keys[tone];

const isKey = (key: Key | null): key is Key => key !== null;

/** The twelve keys that a menu may give a meaning. */
export const menuKeys: readonly Key[] = Object.values(keys).filter(isKey);

/** The tone of a key; null for what is none. */
export const toneOf = (key: string): Tone | null => tones.find((tone) => keys[tone] === key) ?? null;
