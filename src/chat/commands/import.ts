import { importDropped } from '../importDropped.ts';
import type { Services } from '../services.ts';
import type { Turn } from '../turn.ts';

/** `/import` with a file: its reminders. Alone: what such a file looks like, and where to drop it. */
export async function importFile(turn: Turn, _rest: string, services: Services): Promise<void> {
  if (turn.files.length > 0) return importDropped(turn, services);
  const text = services.text(turn.locale);
  const where = turn.place.kind === 'personal' ? 'import.how' : 'import.howInGroup';
  await services.reply(turn, { text: `${text(where)}\n\n${text('import.columns')}` });
}
