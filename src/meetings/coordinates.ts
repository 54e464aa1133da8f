/** How Rollcall joins a meeting. Pure. */
import type { MeetingCoordinates } from '../calling/call.ts';
import type { Meeting } from './meeting.ts';

/** By thread and organizer where they are known, else by meeting ID; null while there is nothing to join. */
export function coordinatesOf(meeting: Meeting): MeetingCoordinates | null {
  const { organizer, threadId, messageId, joinMeetingId, passcode } = meeting;
  if (threadId) return { by: 'organizer', organizerId: organizer.id, threadId, messageId: messageId ?? '0' };
  return joinMeetingId ? { by: 'meetingId', joinMeetingId, passcode } : null;
}
