/**
 * A circuit around Graph: open after failures in a row that mean that it is dead, so that nobody waits for what will not
 * come; then one request at a time tries, less and less often, and the first answer closes it. Pure: a state and what
 * follows it. (cockatiel's breaker reads the machine's clock itself, and has those who come meanwhile wait for a probe.)
 */

import { backOff } from '../lib/backOff.ts';

export interface Circuit {
  /** In a row. */
  failures: number;
  /** When it opened; null while it is closed. */
  since: number | null;
  /** How often it was opened in a row, and when the next request may try. */
  openings: number;
  tryAt: number;
  /** When a request went to try; null: none is under way. */
  tryingSince: number | null;
  /** When Graph last answered. */
  answeredAt: number | null;
}

export const closed: Circuit = {
  ...{ failures: 0, since: null, openings: 0, tryAt: 0, tryingSince: null, answeredAt: null },
};

/** Failures in a row that open it. */
const most = 5;
const spacing = { first: 1_000, longest: 30_000 };
/** Whoever tries has had an answer or a deadline by then. */
const longestTry = 30_000;

/**
 * Whether a request may be sent.
 * @param now epoch milliseconds; where it does not fit what was noted, the clock was set, and the note is worth nothing
 * @returns milliseconds to wait where it may not
 */
export function mayAsk(circuit: Circuit, now: number): { circuit: Circuit; wait: number | null } {
  const { since, tryAt, tryingSince } = circuit;
  if (since === null) return { circuit, wait: null };
  if (tryingSince !== null && now >= tryingSince && now - tryingSince < longestTry)
    return { circuit, wait: spacing.first };
  const wait = tryAt - now;
  if (now >= since && wait > 0 && wait <= spacing.longest) return { circuit, wait };
  return { circuit: { ...circuit, tryingSince: now }, wait: null };
}

/** Graph answered, whatever it said. */
export const answered = (now: number): Circuit => ({ ...closed, answeredAt: now });

/**
 * Graph is silent, or broken.
 * @param random from 0 to 1: keeps instances from trying at the same moment
 */
export function failed(circuit: Circuit, now: number, random: number): Circuit {
  const failures = circuit.failures + 1;
  if (circuit.since === null && failures < most) return { ...circuit, failures };
  // What was sent before it opened fails late, and says nothing new.
  if (circuit.since !== null && circuit.tryingSince === null && now < circuit.tryAt) return circuit;
  return {
    ...circuit,
    failures,
    since: circuit.since ?? now,
    openings: circuit.openings + 1,
    tryAt: now + backOff(spacing, circuit.openings + 1, random),
    tryingSince: null,
  };
}

/** Neither answered nor failed by Graph: whoever tried did not find out. */
export const unknown = (circuit: Circuit): Circuit => ({ ...circuit, tryingSince: null });
