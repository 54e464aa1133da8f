import type { Control } from '../calling/call.ts';
import type { Services } from './services.ts';
import type { Turn } from './turn.ts';

/** An admin who is refused by Teams reads the cmdlet that changes it; everybody else was told to ask the admin. */
export async function adminHint(turn: Turn, control: Control | undefined, services: Services): Promise<void> {
  const refused = control?.targets.some(({ reason }) => reason === 'removeNotAllowed');
  if (!refused || !services.access.isAdmin(turn)) return;
  const text = services.text(turn.locale);
  await services.reply(turn, { text: text('control.removeNotAllowedAdmin', { appId: services.bot.id }) });
}
