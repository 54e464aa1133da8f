import type { Call } from '../calling/call.ts';
import { Refusal } from '../lib/errors.ts';
import type { Meeting } from '../meetings/meeting.ts';
import type { Services } from './services.ts';

/** The meeting a call is in, where Rollcall knows it. */
export const meetingOf = async (call: Call, services: Services): Promise<Meeting | null> =>
  call.meetingId ? services.scheduling.get(call.meetingId) : null;

/** The meeting of a pressed button. @throws Refusal for a made-up id or one of another tenant */
export async function knownMeeting(meetingId: string, services: Services): Promise<Meeting> {
  const meeting = await services.scheduling.get(meetingId);
  if (!meeting || meeting.tenantId !== services.tenantId) throw new Refusal('error.meetingUnknown');
  services.looked(meeting.id);
  return meeting;
}
