/** The few elements that all our cards are made of. Texts come ready: translated, and escaped where people wrote them. */
import type { Element } from './card.ts';

export const heading = (text: string): Element => ({
  type: 'TextBlock',
  text,
  wrap: true,
  weight: 'Bolder',
  size: 'Medium',
  style: 'heading',
});

export const line = (text: string, more: Record<string, unknown> = {}): Element => ({
  type: 'TextBlock',
  text,
  wrap: true,
  spacing: 'Small',
  ...more,
});

export const strong = (text: string): Element => line(text, { weight: 'Bolder' });

export const quiet = (text: string): Element => line(text, { isSubtle: true });

/** A box that stands out without a colour: what just happened, or what must be put right. */
export const box = (items: Element[]): Element => ({
  type: 'Container',
  style: 'emphasis',
  spacing: 'Medium',
  items,
});

export const facts = (pairs: readonly (readonly [title: string, value: string])[]): Element => ({
  type: 'FactSet',
  spacing: 'Medium',
  facts: pairs.map(([title, value]) => ({ title, value })),
});

/** Numbers side by side, each over its word: "57" over "here". */
export const figures = (pairs: readonly (readonly [number, string])[]): Element => ({
  type: 'ColumnSet',
  spacing: 'Medium',
  columns: pairs.map(([count, word]) => ({
    type: 'Column',
    width: 'stretch',
    items: [
      { type: 'TextBlock', text: String(count), size: 'ExtraLarge', weight: 'Bolder', spacing: 'None' },
      { type: 'TextBlock', text: word, isSubtle: true, spacing: 'None', wrap: true },
    ],
  })),
});
