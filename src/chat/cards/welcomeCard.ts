import type { Text } from '../../locales/text.ts';
import { button } from './button.ts';
import { type Card, card } from './card.ts';
import { heading, line, quiet } from './elements.ts';
import { escaped } from './escape.ts';
import { nameOf } from './names.ts';
import type { WelcomeView } from './views.ts';

/** Said once per install: what Rollcall is for, the first thing to try, and who added it to a group. */
export function welcomeCard(text: Text, view: WelcomeView): Card {
  const bot = escaped(view.botName);
  const title = text('card.welcome.title', { bot });
  const body = [
    heading(title),
    line(text('card.welcome.value', { bot })),
    line(text(`card.welcome.${view.scope}`, { bot })),
  ];
  if (view.addedBy) body.push(quiet(text('card.welcome.addedBy', { who: nameOf(text, view.addedBy) })));
  body.push(quiet(text('card.welcome.limits', { bot })));
  return card(title, body, [button('meetingForm', text('card.plan'), { formId: view.formId })]);
}
