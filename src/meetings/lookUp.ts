/**
 * An existing meeting behind a link or a meeting ID, looked up with the id of who asks: Graph shows a meeting to its
 * organizer and those invited alone, and so do we. https://learn.microsoft.com/graph/api/onlinemeeting-get
 */
import type { OnlineMeeting } from '@microsoft/microsoft-graph-types';
import { Refusal } from '../lib/errors.ts';
import { newId } from '../lib/ids.ts';
import type { Person } from '../people/person.ts';
import { factsOf } from './facts.ts';
import type { JoinLink } from './joinUrl.ts';
import type { AllowedPresenters, Invitee, LobbyScope, Meeting } from './meeting.ts';
import type { MeaningOf, MeetingsGraph } from './meetingsGraph.ts';
import { lateMs } from './over.ts';
import type { MeetingStore } from './stored.ts';

/** Who asks, and from where: all of it from an authenticated activity. */
export interface Asker {
  who: Person;
  tenantId: string;
  place: { id: string };
  zone: string;
  locale: string;
}

export interface LookUpNeeds {
  graph: MeetingsGraph;
  store: MeetingStore;
  now(): number;
  meaningOf: MeaningOf;
  /** A person of the tenant by object id: Graph's participants come without names. */
  personById(id: string): Promise<Invitee | null>;
}

const mostNamed = 250;
const together = 8;

/**
 * The meeting of a link, saved with what Graph told of it.
 * @throws Refusal `error.linkUnknown` (no such meeting, or none of the asker's), `error.linkBroken`,
 * `error.passcodeWrong`, `error.meetingOver`, `error.adminConsentMissing`
 */
export async function lookUp(link: JoinLink, asker: Asker, needs: LookUpNeeds): Promise<Meeting> {
  if (link.kind === 'broken') throw new Refusal('error.linkBroken');
  if (link.kind !== 'long' && link.kind !== 'short' && link.kind !== 'meetingId')
    throw new Refusal('error.linkUnknown');
  const online = await find(link, asker, needs);
  if (!online) throw new Refusal('error.linkUnknown');
  const facts = factsOf(online);
  if (link.kind !== 'long' && link.passcode && facts.passcode && link.passcode !== facts.passcode)
    throw new Refusal('error.passcodeWrong');
  const { tenantId } = asker;
  const known = await needs.store.find({ tenantId, ...facts });
  if (known?.state === 'cancelled') throw new Refusal('error.meetingOver');
  const end = instant(online.endDateTime) ?? known?.end ?? needs.now();
  if (end + lateMs < needs.now()) throw new Refusal('error.meetingOver');
  if (known) {
    // Moved to another day where it is kept: it is ahead again.
    const again = known.state === 'ended' && end > needs.now() ? { state: 'scheduled' as const } : {};
    const changes = { ...said(facts), ...learnedAgain(known, online), ...again };
    return (await needs.store.change(known.id, changes)) ?? known;
  }
  return needs.store.insert(await learn(online, end, asker, needs));
}

async function find(
  link: Extract<JoinLink, { kind: 'long' | 'short' | 'meetingId' }>,
  asker: Asker,
  { graph, store, meaningOf }: LookUpNeeds,
): Promise<OnlineMeeting | null> {
  const { who, tenantId, place } = asker;
  if (link.kind === 'long') {
    if (link.tenantId !== tenantId) return null;
    const own = await graph.findByJoinUrl(who.id, link.url);
    if (own) return own;
    const member = place.id === link.threadId || (await isMember(link.threadId, who.id, graph, meaningOf));
    return member ? graph.findByJoinUrl(link.organizerId, link.url) : null;
  }
  const own = await graph.findByJoinMeetingId(who.id, link.joinMeetingId);
  if (own) return own;
  // A short link names no thread: membership can be shown only for a meeting that was looked up before.
  const known = await store.find({ tenantId, joinMeetingId: link.joinMeetingId });
  if (!known?.threadId) return null;
  const member = place.id === known.threadId || (await isMember(known.threadId, who.id, graph, meaningOf));
  return member ? graph.findByJoinMeetingId(known.organizer.id, link.joinMeetingId) : null;
}

/**
 * A chat that cannot be read has no member that counts; where it is for want of consent, that is said: the answer
 * would otherwise be a wrong one. https://learn.microsoft.com/graph/api/chat-list-members
 */
async function isMember(
  threadId: string,
  personId: string,
  graph: MeetingsGraph,
  meaningOf: MeaningOf,
): Promise<boolean> {
  try {
    const members = await graph.chatMembers(threadId);
    return members.some(({ userId }) => userId?.toLowerCase() === personId);
  } catch (error) {
    if (meaningOf(error) === 'consentMissing') throw new Refusal('error.adminConsentMissing');
    return false;
  }
}

/** What Graph left out does not wipe what is known. */
const said = <F extends object>(facts: F): Partial<F> =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null)) as Partial<F>;

/** Subject and times as Graph has them now, for a meeting that is kept elsewhere. */
function learnedAgain(known: Meeting, online: OnlineMeeting): Partial<Meeting> {
  if (!known.learned) return {};
  const start = instant(online.startDateTime);
  const end = instant(online.endDateTime);
  return { ...(online.subject && { subject: online.subject }), ...(start && end && { start, end }) };
}

async function learn(online: OnlineMeeting, end: number, asker: Asker, needs: LookUpNeeds): Promise<Meeting> {
  const organizerId = online.participants?.organizer?.identity?.user?.id?.toLowerCase();
  if (!organizerId) throw new Refusal('error.linkUnknown');
  const attendees = (online.participants?.attendees ?? []).slice(0, mostNamed);
  const [organizer, invited] = await Promise.all([
    named(organizerId, online.participants?.organizer, needs),
    inParts(attendees, (info) => named(info.identity?.user?.id?.toLowerCase() ?? null, info, needs)),
  ]);
  return {
    id: newId(),
    tenantId: asker.tenantId,
    conversationId: asker.place.id,
    organizer: { id: organizerId, name: organizer?.name ?? '' },
    subject: online.subject ?? '',
    start: instant(online.startDateTime) ?? needs.now(),
    end,
    zone: asker.zone,
    invited: invited.filter((person): person is Invitee => person !== null && person.id !== organizerId),
    lobby: scopeOf(online),
    presenters: presentersOf(online),
    state: 'scheduled',
    source: 'onlineMeeting',
    learned: true,
    eventId: null,
    ...factsOf(online),
    movedFrom: null,
    cancelledBy: null,
    locale: asker.locale,
    createdAt: needs.now(),
  };
}

type Info = {
  upn?: string | null;
  identity?: { user?: { displayName?: string | null } | null } | null;
} | null;

async function named(id: string | null, info: Info | undefined, needs: LookUpNeeds): Promise<Invitee | null> {
  const upn = info?.upn ?? '';
  const name = info?.identity?.user?.displayName;
  const found = id ? await needs.personById(id).catch(() => null) : null;
  if (found) return found;
  const own = id ?? upn.toLowerCase();
  return own ? { id: own, name: name || upn || own, address: upn, response: 'none', outside: !id } : null;
}

async function inParts<T, R>(items: T[], ask: (item: T) => Promise<R>): Promise<R[]> {
  const answers: R[] = [];
  for (let from = 0; from < items.length; from += together)
    answers.push(...(await Promise.all(items.slice(from, from + together).map(ask))));
  return answers;
}

const instant = (text: string | null | undefined): number | null => {
  const at = text ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : at;
};

const scopes: readonly string[] = ['organizer', 'organization', 'organizationAndFederated', 'everyone'];
const scopeOf = ({ lobbyBypassSettings }: OnlineMeeting): LobbyScope =>
  scopes.includes(lobbyBypassSettings?.scope ?? '')
    ? (lobbyBypassSettings?.scope as LobbyScope)
    : 'organization';

/** roleIsPresenter, which no form of ours offers, comes as the strictest that one does. */
const presentersOf = ({ allowedPresenters }: OnlineMeeting): AllowedPresenters =>
  allowedPresenters === 'organization' || allowedPresenters === 'everyone' ? allowedPresenters : 'organizer';
