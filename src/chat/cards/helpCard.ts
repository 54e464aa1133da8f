import type { Text } from '../../locales/text.ts';
import { button } from './button.ts';
import { type Card, card, type Element } from './card.ts';
import { heading, line, quiet } from './elements.ts';
import { escaped, plain } from './escape.ts';
import type { CommandLine, HelpView } from './views.ts';

/** What Rollcall can do here and how to say it; in groups with the mention, for only mentioned text arrives. */
export function helpCard(text: Text, view: HelpView): Card {
  const title = text('card.help.title', { bot: escaped(view.botName) });
  const lead = text(`card.help.${view.scope}`, { bot: escaped(view.botName) });
  const rows = view.commands.map((command): Element => {
    const said = `**${escaped(wordsFor(view, command), 120)}**`;
    return {
      type: 'Container',
      spacing: 'Small',
      items: [line(said), { ...quiet(command.summary), spacing: 'None' }],
    };
  });
  return card(
    title,
    [heading(title), quiet(lead), ...rows],
    [button('meetingForm', text('card.plan'), { formId: view.formId })],
  );
}

/** "/meet [subject] [when]" alone with Rollcall, "@Rollcall meet [subject] [when]" among others. */
function wordsFor(view: HelpView, { name, usage }: CommandLine): string {
  const start = view.scope === 'personal' ? `/${name}` : `@${plain(view.botName)} ${name}`;
  return `${start} ${usage}`.trim();
}
