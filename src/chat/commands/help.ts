import { newId } from '../../lib/ids.ts';
import { helpCard } from '../cards/helpCard.ts';
import type { Services } from '../services.ts';
import type { Turn } from '../turn.ts';

/** What Rollcall can do here, from the table of commands. */
export async function help(turn: Turn, _rest: string, services: Services): Promise<void> {
  const text = services.text(turn.locale);
  const card = helpCard(text, {
    scope: turn.place.kind === 'personal' ? 'personal' : 'group',
    botName: services.bot.name,
    commands: services.commands.map(({ name, args }) => ({
      name,
      usage: args,
      summary: text(`command.${name}`),
    })),
    formId: newId(),
  });
  await services.reply(turn, { card });
}
