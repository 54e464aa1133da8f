import { newId } from '../../lib/ids.ts';
import type { Text } from '../../locales/text.ts';
import { helpCard } from '../cards/helpCard.ts';
import type { HelpView } from '../cards/views.ts';
import { type Command, topics } from '../command.ts';
import type { Services } from '../services.ts';
import type { Turn } from '../turn.ts';

/** The table of commands as help shows it: by topics. */
export const helpTopics = (text: Text, commands: readonly Command[]): HelpView['topics'] =>
  topics.map((topic) => ({
    title: text(`card.help.topic.${topic}`),
    commands: commands
      .filter((command) => command.topic === topic)
      .map(({ name, args, listed }) => ({ name, usage: args, listed, summary: text(`command.${name}`) })),
  }));

/** What Rollcall can do here, from the table of commands. */
export async function help(turn: Turn, _rest: string, services: Services): Promise<void> {
  const text = services.text(turn.locale);
  const card = helpCard(text, {
    scope: turn.place.kind === 'personal' ? 'personal' : 'group',
    botName: services.bot.name,
    topics: helpTopics(text, services.commands),
    formId: newId(),
  });
  await services.reply(turn, { card });
}
