import type { Verb, VerbData } from '../verbs.ts';
import type { Action } from './card.ts';

interface Options {
  /** What the inputs of the card add to the data: all of them, or nothing where the button needs none. */
  inputs?: 'auto' | 'none';
  /** Asked before anything happens: the button then only opens the question, under it the button that does it. */
  confirm?: { question: string; title: string };
}

/**
 * The only way to make a button that does something. `data` is checked against the verb's schema in verbs.ts; what
 * the card's inputs give is added to it by the client. Plain Action.Execute without `fallback`: all clients that
 * show cards of 1.5 know it.
 */
export function button<V extends Verb>(
  verb: V,
  title: string,
  data: VerbData<V>,
  { inputs = 'none', confirm }: Options = {},
): Action {
  const execute: Action = {
    type: 'Action.Execute',
    title: confirm?.title ?? title,
    verb,
    data,
    associatedInputs: inputs,
  };
  if (!confirm) return execute;
  return {
    type: 'Action.ShowCard',
    title,
    card: {
      type: 'AdaptiveCard',
      body: [{ type: 'TextBlock', text: confirm.question, wrap: true }],
      actions: [execute],
    },
  };
}

/** A button that shows the elements of these ids, or hides them again; nothing is sent. */
export const unfold = (title: string, targetElements: readonly string[]): Action => ({
  type: 'Action.ToggleVisibility',
  title,
  targetElements,
});

/** A button that opens an https address, such as "Join". */
export const link = (title: string, url: string): Action => ({ type: 'Action.OpenUrl', title, url });
