/** How Rollcall joins a meeting. Pure. */
import type { MeetingCoordinates } from '../calling/call.ts';
import { readJoinLink } from './joinUrl.ts';
import type { Meeting } from './meeting.ts';

/** By thread and organizer where they are known, else by meeting ID; null while there is nothing to join. */
export function coordinatesOf(meeting: Meeting): MeetingCoordinates | null {
  const { organizer, threadId, messageId, joinMeetingId, passcode } = meeting;
  if (threadId) {
    const link = readJoinLink(meeting.joinUrl ?? '');
    // A reply in a channel's thread: the link alone names the post that the thread hangs on.
    const reply = link.kind === 'long' && link.threadId.toLowerCase() === threadId.toLowerCase();
    const replyChainMessageId = reply ? link.replyChainMessageId : undefined;
    return {
      by: 'organizer',
      organizerId: organizer.id,
      threadId,
      messageId: messageId ?? '0',
      ...(replyChainMessageId && { replyChainMessageId }),
    };
  }
  return joinMeetingId ? { by: 'meetingId', joinMeetingId, passcode } : null;
}
