/**
 * Who a person is to a meeting: decided from what was fetched, apart from the fetching. Which roles may do what is
 * the policy's matter.
 */
import type { MeetingParticipantInfo, OnlineMeeting } from '@microsoft/microsoft-graph-types';
import type { Person } from '../people/person.ts';
import type { Role } from '../policy/policy.ts';
import type { Meeting } from './meeting.ts';

/** What our own rows and the authenticated activity say; nothing here is asked of anybody. */
export interface KnownSources {
  meeting: Meeting | null;
  broughtBy: Person | null;
  /** Ids of those rung, in a call that Rollcall placed. */
  placed?: readonly string[];
  /** Who set the reminder that it is about. */
  remindedBy?: Person | null;
  /** The chat that is the front desk. */
  agentsChatId?: string | null;
  /** The chat the person speaks in, which Teams lets only its members do. */
  placeId: string;
  adminIds: readonly string[];
}

/** Roles known without asking; presenters and co-organizers are known to Graph alone. */
export function knownRoles(person: Person, sources: KnownSources): Role[] {
  const { meeting, broughtBy, placed, remindedBy, agentsChatId, placeId, adminIds } = sources;
  const held: Role[] = [];
  if (adminIds.includes(person.id)) held.push('admin');
  if (meeting?.organizer.id === person.id) held.push('organizer');
  if (broughtBy?.id === person.id) held.push(placed ? 'caller' : 'broughtIn');
  if (remindedBy?.id === person.id) held.push('caller');
  if (placed?.includes(person.id)) held.push('called');
  if (meeting?.invited.some(({ id }) => id === person.id)) held.push('attendee');
  // The chat a meeting was made in has its card; one that was only looked up from a chat is not that chat's.
  const chats = [meeting?.threadId, meeting?.learned ? null : meeting?.conversationId];
  if (placeId && chats.includes(placeId)) held.push('chatMember');
  if (placeId && placeId === agentsChatId) held.push('agent');
  return held;
}

const personOf = (info: MeetingParticipantInfo | null | undefined): string | null =>
  info?.identity?.user?.id?.toLowerCase() ?? null;

/**
 * Roles from the online meeting in Graph. `allowedPresenters` says who presents besides those made presenters by
 * name: everyone, people of the organization (not guests), those named alone (roleIsPresenter), or only the
 * organizers. https://learn.microsoft.com/graph/api/resources/onlinemeeting
 * @param outside the person is a guest in the tenant
 */
export function rolesInGraph(personId: string, online: OnlineMeeting, outside: boolean): Role[] {
  if (personOf(online.participants?.organizer) === personId) return ['organizer'];
  const info = online.participants?.attendees?.find((attendee) => personOf(attendee) === personId);
  if (!info) return [];
  if (info.role === 'coorganizer') return ['coorganizer'];
  const allowed = online.allowedPresenters ?? 'everyone';
  const presents =
    allowed === 'everyone' ||
    (allowed === 'organization' && !outside) ||
    (allowed !== 'organizer' && info.role === 'presenter');
  return presents ? ['presenter', 'attendee'] : ['attendee'];
}

/** The connector's meeting participant: https://learn.microsoft.com/microsoftteams/platform/apps-in-teams-meetings/meeting-apps-apis */
export function rolesInConnector(role: string | null): Role[] {
  switch (role?.trim().toLowerCase()) {
    case 'organizer':
      return ['organizer'];
    case 'presenter':
      return ['presenter', 'attendee'];
    case 'attendee':
      return ['attendee'];
    default:
      return [];
  }
}

/**
 * Those made presenters by name, organizers included; none by name where all are, since then the word says nothing.
 */
export function presentersIn(online: OnlineMeeting): string[] {
  const attendees = online.participants?.attendees ?? [];
  const named = attendees.filter(({ role }) => role === 'presenter');
  const kept = named.length === attendees.length ? [] : named;
  const coorganizers = attendees.filter(({ role }) => role === 'coorganizer');
  return [online.participants?.organizer, ...coorganizers, ...kept].flatMap((info) => personOf(info) ?? []);
}

export interface RoleNeeds {
  /** The organizer's id in the path; null for none. */
  getOnlineMeeting(organizerId: string, onlineMeetingId: string): Promise<OnlineMeeting | null>;
  /** The role word of the connector's meeting participant in the chat spoken in; null without one. */
  connectorRole(): Promise<string | null>;
  /** Whether the person is a guest in the tenant. */
  isOutside(personId: string): Promise<boolean>;
}

/**
 * Roles that have to be asked for, never cached: they change during a meeting. A source that fails gives none and
 * throws nothing: without it a person is who the other sources say.
 * @param inMeetingChat the person speaks in this meeting's own chat, which alone the connector knows about
 */
export async function askedRoles(
  person: Person,
  meeting: Meeting | null,
  inMeetingChat: boolean,
  needs: RoleNeeds,
): Promise<Role[]> {
  const fromGraph = async (): Promise<Role[]> => {
    if (!meeting?.onlineMeetingId) return [];
    const online = await needs.getOnlineMeeting(meeting.organizer.id, meeting.onlineMeetingId);
    if (!online) return [];
    const outside = online.allowedPresenters === 'organization' && (await needs.isOutside(person.id));
    return rolesInGraph(person.id, online, outside);
  };
  const fromConnector = async () => (inMeetingChat ? rolesInConnector(await needs.connectorRole()) : []);
  const asked = await Promise.allSettled([fromGraph(), fromConnector()]);
  return [...new Set(asked.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : [])))];
}
