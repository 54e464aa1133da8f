/**
 * Keys in the order they were pressed. Graph numbers them (toneInfo.sequenceId), and its notifications come twice, late
 * and out of order. Pure: https://learn.microsoft.com/graph/api/resources/toneinfo
 */
import type { Tone } from '../ivr/tone.ts';

/** Graph's toneInfo. */
export interface ToneNews {
  sequenceId: number;
  tone: Tone;
}

export interface ToneOrder {
  /** The next sequenceId to act on; null before the first. */
  nextTone: number | null;
  /** Later ones, lowest first, until the gap before them closes. */
  held: readonly ToneNews[];
}

/** Microsoft's example begins at 1; a first number above it may mean that an earlier key is still on its way. */
const firstNumber = 1;
/** Nobody presses as many keys in the second that a gap lasts: more is a flood, and costs the row its size. */
const mostHeld = 50;

/** Takes in one key; one that was acted on, or is held already, changes nothing. */
export function holdTone({ nextTone, held }: ToneOrder, news: ToneNews): ToneOrder {
  const known = (nextTone !== null && news.sequenceId < nextTone) || held.some(sameAs(news));
  if (known || held.length >= mostHeld) return { nextTone, held };
  return { nextTone, held: [...held, news].sort((a, b) => a.sequenceId - b.sequenceId) };
}

const sameAs =
  ({ sequenceId }: ToneNews) =>
  (one: ToneNews): boolean =>
    one.sequenceId === sequenceId;

/**
 * The next key to act on, and what is left.
 * @param skipGap the missing ones were waited for long enough: goes on with the lowest there is
 */
export function nextTone(order: ToneOrder, skipGap = false): { tone: Tone; rest: ToneOrder } | null {
  const [first, ...held] = order.held;
  if (!first || (!skipGap && first.sequenceId > (order.nextTone ?? firstNumber))) return null;
  return { tone: first.tone, rest: { nextTone: first.sequenceId + 1, held } };
}
