import { Refusal } from '../../lib/errors.ts';
import { bringIn } from '../bringIn.ts';
import { linkedMeeting } from '../linked.ts';
import type { Services } from '../services.ts';
import type { Turn } from '../turn.ts';

/** `/join <link, or meeting ID and passcode>`; alone in a meeting's chat: that meeting. */
export async function join(turn: Turn, rest: string, services: Services): Promise<void> {
  const meeting = await linkedMeeting(turn, rest, services);
  if (!meeting) throw new Refusal('error.joinWhat');
  await bringIn(turn, meeting, 'typed', services);
}
