import type { Text } from '../../locales/text.ts';
import { button, unfold } from './button.ts';
import { type Card, card, type Element } from './card.ts';
import { heading, line, quiet } from './elements.ts';
import { escaped, plain } from './escape.ts';
import type { CommandLine, HelpView } from './views.ts';

const apart = { separator: true, spacing: 'Medium' };

/**
 * What Rollcall can do here and how to say it, by topics, the rarer commands folded; in groups with the mention, for
 * only mentioned text arrives.
 */
export function helpCard(text: Text, view: HelpView): Card {
  const title = text('card.help.title', { bot: escaped(view.botName) });
  const lead = text(`card.help.${view.scope}`, { bot: escaped(view.botName) });
  const folded: string[] = [];
  const fold = (items: Element[], more: Partial<Element> = {}): Element => {
    const id = `more${folded.length}`;
    folded.push(id);
    return { type: 'Container', id, isVisible: false, spacing: 'Small', items, ...more };
  };
  const parts = view.topics.flatMap(({ title: topic, commands }): Element[] => {
    const rows = (listed: boolean) =>
      commands.filter((command) => command.listed === listed).map((command) => row(text, view, command));
    const [common, rare] = [rows(true), rows(false)];
    const top: Element = { ...heading(topic), size: 'Default', isSubtle: true };
    if (common.length === 0) return [fold([top, ...rare], apart)];
    return [{ ...top, ...apart }, ...common, ...(rare.length > 0 ? [fold(rare)] : [])];
  });
  return card(
    title,
    [heading(title), quiet(lead), ...parts],
    [
      button('meetingForm', text('card.plan'), { formId: view.formId }),
      ...(folded.length > 0 ? [unfold(text('card.help.more'), folded)] : []),
    ],
  );
}

const row = (text: Text, view: HelpView, command: CommandLine): Element =>
  line(text('card.help.line', { words: escaped(wordsFor(view, command), 120), summary: command.summary }));

/** "/meet [subject] [when]" alone with Rollcall, "@Rollcall meet [subject] [when]" among others. */
function wordsFor(view: HelpView, { name, usage }: CommandLine): string {
  const start = view.scope === 'personal' ? `/${name}` : `@${plain(view.botName)} ${name}`;
  return `${start} ${usage}`.trim();
}
