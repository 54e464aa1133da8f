/** Making a meeting: its chat, its numbers and its link. */
import { randomUUID } from 'node:crypto';
import {
  longJoinUrl,
  meetingThread,
  newJoinMeetingId,
  newPasscode,
  onlineMeetingId,
  shortJoinUrl,
} from './ids.ts';
import type { Invited, MeetingRole, Room, SimulatedMeeting } from './model.ts';
import type { World } from './world.ts';

export interface NewMeeting {
  organizerId: string;
  subject?: string;
  start?: number;
  end?: number;
  /** Ids, UPNs or addresses. */
  invited?: (string | { key: string; name?: string; role?: MeetingRole })[];
  /** Which form the join link has; `long` unless told. */
  link?: 'long' | 'short';
  passcodeRequired?: boolean;
  externalId?: string;
  eventId?: string;
  threadId?: string;
  properties?: Record<string, unknown>;
  botWaits?: boolean;
}

const hour = 3_600_000;

export function makeRoom(meetingId: string | null, peerToPeer = false): Room {
  return { id: randomUUID(), meetingId, peerToPeer, people: new Map(), sequence: 0 };
}

/** Each of the invited, found among the tenant's people where they are one of them. */
export function makeInvited(world: World, wanted: NonNullable<NewMeeting['invited']>): Invited[] {
  return wanted.map((entry) => {
    const { key, name, role } = typeof entry === 'string' ? { key: entry } : entry;
    const person = world.person(key);
    return {
      personId: person?.id ?? null,
      address: person?.userPrincipalName ?? key,
      name: person?.name ?? name ?? key,
      role: role ?? 'attendee',
      answer: 'none',
    };
  });
}

/** A meeting with every id that Teams would give it. */
export function makeMeeting(
  wanted: NewMeeting,
  { world, now }: { world: World; now: number },
): SimulatedMeeting {
  const { organizerId, subject = '' } = wanted;
  const threadId = wanted.threadId ?? meetingThread();
  const messageId = '0';
  const start = wanted.start ?? now;
  const joinMeetingId = newJoinMeetingId();
  const passcode = wanted.passcodeRequired === false ? null : newPasscode();
  const id = onlineMeetingId(organizerId, messageId, threadId);
  return {
    id,
    organizerId,
    threadId,
    messageId,
    subject,
    start,
    end: wanted.end ?? start + hour,
    createdAt: now,
    joinWebUrl:
      wanted.link === 'short'
        ? shortJoinUrl(joinMeetingId, passcode)
        : longJoinUrl(threadId, messageId, world.tenantId, organizerId),
    joinMeetingId,
    passcode,
    externalId: wanted.externalId ?? null,
    eventId: wanted.eventId ?? null,
    invited: makeInvited(world, wanted.invited ?? []),
    properties: { ...wanted.properties },
    state: 'scheduled',
    botWaits: wanted.botWaits ?? false,
    autoFilled: false,
    room: makeRoom(id),
  };
}
