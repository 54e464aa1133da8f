import type { Text } from '../../locales/text.ts';
import { button } from './button.ts';
import { type Card, card } from './card.ts';
import { line } from './elements.ts';
import { timeOf } from './time.ts';

/** One line for a call that nobody took, with the way back where there is one. */
export function missedCard(
  text: Text,
  view: { callId: string; who: string; at: number; callBack: boolean },
): Card {
  const said = text('card.missed.line', { who: view.who, at: timeOf(view.at) });
  const back = view.callBack
    ? [button('callBack', text('card.missed.callBack'), { callId: view.callId })]
    : [];
  return card(text('card.missed.summary', { who: view.who }), [line(said)], back);
}
