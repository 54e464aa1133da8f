/** What an online meeting of Graph, or a join link alone, tells of a meeting. Pure. */
import type { OnlineMeeting } from '@microsoft/microsoft-graph-types';
import { readJoinLink } from './joinUrl.ts';
import type { Meeting } from './meeting.ts';

export type Facts = Pick<Meeting, 'joinUrl' | 'joinMeetingId' | 'passcode' | 'threadId' | 'messageId'>;

/** Of a link: the thread from a long one, meeting ID and passcode from a short one. */
export function factsOfLink(joinUrl: string | null | undefined): Facts {
  const link = joinUrl ? readJoinLink(joinUrl) : null;
  const long = link?.kind === 'long' ? link : null;
  const short = link?.kind === 'short' ? link : null;
  return {
    joinUrl: joinUrl ?? null,
    joinMeetingId: short?.joinMeetingId ?? null,
    passcode: short?.passcode ?? null,
    threadId: long?.threadId ?? null,
    messageId: long?.messageId ?? null,
  };
}

/** Of an online meeting, with what its link adds. */
export function factsOf(online: OnlineMeeting): Facts & { onlineMeetingId: string | null } {
  const link = factsOfLink(online.joinWebUrl);
  const settings = online.joinMeetingIdSettings;
  const { threadId, messageId } = online.chatInfo ?? {};
  return {
    onlineMeetingId: online.id ?? null,
    joinUrl: link.joinUrl,
    joinMeetingId: settings?.joinMeetingId?.replace(/\s/g, '') ?? link.joinMeetingId,
    passcode: settings?.passcode ?? link.passcode,
    threadId: threadId ?? link.threadId,
    messageId: threadId ? (messageId ?? link.messageId ?? '0') : link.messageId,
  };
}
