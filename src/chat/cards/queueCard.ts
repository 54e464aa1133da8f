import type { Text } from '../../locales/text.ts';
import { button } from './button.ts';
import { type Card, card, type Element } from './card.ts';
import { heading, line, quiet } from './elements.ts';
import { nameOf } from './names.ts';
import { timeOf } from './time.ts';
import type { QueueCall, QueueView } from './views.ts';

/** More waiting calls than these would make the card too long to act on in seconds. */
const mostWaiting = 5;
const mostUnderWay = 8;

/** The front desk's one card: who waits, with what can be done for them, who is being taken care of, and who was. */
export function queueCard(text: Text, view: QueueView): Card {
  const waiting = view.waiting.slice(0, mostWaiting);
  const underWay = view.underWay.slice(0, mostUnderWay);
  const title = text('card.queue.title');
  const body: Element[] = [heading(title)];
  if (view.waiting.length === 0) body.push(line(text('card.queue.nobody')));
  for (const call of waiting) body.push(row(text, call));
  const more = view.waiting.length - waiting.length;
  if (more > 0) body.push(quiet(text('card.queue.more', { count: more })));
  for (const call of underWay) {
    body.push(quiet(text(`card.queue.became.${call.state}`, { who: call.who, by: nameOf(text, call.by) })));
  }
  const others = view.underWay.length - underWay.length;
  if (others > 0) body.push(quiet(text('card.queue.others', { count: others })));
  for (const { who, choice, by, at } of view.settled) {
    body.push(quiet(text(`card.queue.settled.${choice}`, { who, by: nameOf(text, by), at: timeOf(at) })));
  }
  return card(text('card.queue.summary', { count: view.waiting.length }), body);
}

function row(text: Text, call: QueueCall): Element {
  const said = text(call.answered ? 'card.queue.onHold' : 'card.queue.ringing', {
    who: call.who,
    since: timeOf(call.since),
  });
  // A card's times know minutes only; so few seconds are counted from the call.
  const seconds = Math.round((call.until - call.since) / 1_000);
  const next = text(`card.queue.next.${call.next}`, { seconds });
  return {
    type: 'Container',
    separator: true,
    spacing: 'Medium',
    items: [
      line(said),
      quiet(next),
      quiet(text('card.queue.rule', { rule: call.rule })),
      {
        type: 'ActionSet',
        actions: call.choices.map((choice) =>
          button('deskCall', text(`card.queue.choice.${choice}`), { callId: call.callId, choice }),
        ),
      },
    ],
  };
}
