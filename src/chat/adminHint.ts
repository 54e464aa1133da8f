import type { Control } from '../calling/call.ts';
import type { Services } from './services.ts';
import type { Turn } from './turn.ts';

/** Where Teams refuses to remove people the admins read the cmdlet that changes it; others are told to ask them. */
export async function adminHint(turn: Turn, control: Control | undefined, services: Services): Promise<void> {
  const refused = control?.targets.some(({ reason }) => reason === 'removeNotAllowed');
  if (refused) await services.tellAdmins(turn, 'control.removeNotAllowedAdmin');
}
