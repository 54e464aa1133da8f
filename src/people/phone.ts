/** Phone numbers as people type them. Pure. */

/** Digits with what people put between them; a name has letters. */
const numberLike = /^[+(\d][\d\s().\-/]{2,}$/;
/** https://learn.microsoft.com/graph/api/resources/identity: a phone's id is its number in E.164. */
const e164 = /^\+[1-9]\d{6,14}$/;

/**
 * The number in E.164 that was typed, such as "+49 (0)30 1234-567"; `number` null for one that is none, which lacks its
 * country or has too few or too many digits. Null for words that are no number at all.
 */
export function readPhone(typed: string): { number: string | null } | null {
  const words = typed.trim();
  if (!numberLike.test(words)) return null;
  // The zero in brackets is dialled within the country only.
  const number = words.replace('(0)', '').replace(/[\s().\-/]/g, '');
  return { number: e164.test(number) ? number : null };
}
