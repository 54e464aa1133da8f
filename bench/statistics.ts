/** What many measured times come to. Pure. */

export interface Summary {
  count: number;
  p50: number;
  p99: number;
  max: number;
}

/**
 * The value that a share of all values is at most, by the nearest rank.
 * @param share 0.5 for the median, 0.99 for p99
 * @throws RangeError where there are no values
 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const found = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (found === undefined) throw new RangeError('Nothing was measured');
  return found;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** @throws RangeError where there are no values */
export const summary = (values: readonly number[]): Summary => ({
  count: values.length,
  p50: median(values),
  p99: quantile(values, 0.99),
  max: quantile(values, 1),
});

/**
 * How much one grows with the other: the exponent e of y = c * x^e between two points; 1 is linear.
 * @throws RangeError where two points are not told apart
 */
export function growth(from: { x: number; y: number }, to: { x: number; y: number }): number {
  const exponent = Math.log(to.y / from.y) / Math.log(to.x / from.x);
  if (!Number.isFinite(exponent)) throw new RangeError('Two points that tell nothing');
  return exponent;
}
