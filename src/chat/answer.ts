import type { Card } from './cards/card.ts';

/** What a press is answered with, to the presser alone: words, or a card in place of the one pressed. */
export type Answer = { notice: string } | { card: Card };
