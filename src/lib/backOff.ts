/**
 * How long to wait before the next try, in milliseconds: twice as long after each failure, at most `longest`, and up to a
 * quarter less by chance, so that those who failed together do not come back together. Pure.
 * @param failures in a row, from 1
 * @param random from 0 to 1
 */
export const backOff = (
  { first, longest }: { first: number; longest: number },
  failures: number,
  random: number,
): number => Math.round(Math.min(longest, first * 2 ** (failures - 1)) * (1 - random / 4));
