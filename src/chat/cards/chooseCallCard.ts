import type { Text } from '../../locales/text.ts';
import { button } from './button.ts';
import { type Card, card, mostActions } from './card.ts';
import { heading, line, quiet } from './elements.ts';
import { plain } from './escape.ts';
import { titleOf } from './names.ts';
import { timeOf } from './time.ts';
import type { ChooseCallView } from './views.ts';

/** "Which call or meeting?", when a command could mean several calls of a conversation; the answer runs it again. */
export function chooseCallCard(text: Text, view: ChooseCallView): Card {
  const title = text('card.chooseCall.title');
  const shown = view.calls.slice(0, mostActions);
  const lines = shown.map((call) =>
    line(
      text('card.chooseCall.call', {
        subject: titleOf(text, call.subject),
        since: timeOf(call.since),
      }),
    ),
  );
  const more = view.calls.length - shown.length;
  return card(
    title,
    [heading(title), ...lines, ...(more > 0 ? [quiet(text('card.chooseCall.more', { count: more }))] : [])],
    shown.map((call) =>
      button('chooseCall', plain(call.subject, 40) || text('name.untitled'), {
        callId: call.callId,
        command: view.command,
        rest: view.rest,
      }),
    ),
  );
}
