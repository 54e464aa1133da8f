import type { Call } from '../calling/call.ts';
import type { Meeting } from '../meetings/meeting.ts';
import type { Services } from './services.ts';

/** Entra ids of those who present in the meeting of a call: "mute others" spares them unless chosen by name. */
export async function presentersOf(
  _call: Call,
  meeting: Meeting | null,
  services: Services,
): Promise<string[]> {
  return meeting ? services.scheduling.presenters(meeting) : [];
}
