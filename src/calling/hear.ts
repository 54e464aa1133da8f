/** What Graph says about a call, by notification or by answer, and what it makes of the call. Pure. */
import type { Call, CallEvent, GraphCallState, Participant } from './call.ts';
import { cancelTimer, type Draft, end, isSet, setTimer } from './draft.ts';
import { endingNow } from './endingNow.ts';
import type { CallNews } from './news.ts';
import { expireOperations, isOperation, operationEnded, provenByRoster } from './outcomes.ts';
import { stillRinging } from './reception.ts';
import { isRollcall } from './roster.ts';
import { sidesHeard } from './sides.ts';
import { talkHears, talkOperationEnded } from './talk.ts';
import { mayBeLate, transferHeard } from './transfer.ts';
import { type Found, heard, heardBack, intervals, isStale, leave, minding, settleSoon } from './upkeep.ts';

/** The order a call goes through its states; going back is disorder, apart from `mayReturn`. */
const rank: Record<GraphCallState, number> = {
  incoming: 0,
  establishing: 1,
  established: 2,
  hold: 2,
  transferring: 3,
  transferAccepted: 4,
  redirecting: 4,
  terminating: 5,
  terminated: 6,
};

/** A transfer that failed, and a call taken off hold, come back to `established`. */
const mayReturn = new Set<GraphCallState>(['hold', 'transferring', 'transferAccepted', 'redirecting']);

/** Learns Graph's id of the call; what waited for it can be done now. False: this is about another call. */
export function adopt(draft: Draft, graphId: string): boolean {
  const { call } = draft;
  if (call.graphId !== null) return call.graphId === graphId;
  call.graphId = graphId;
  cancelTimer(draft, 'joinOutcome');
  setTimer(draft, 'keepAlive', intervals.keepAlive);
  if (call.phase === 'leaving') leave(draft, call.leaving?.reason ?? 'left');
  return true;
}

export function callUpdated(draft: Draft, news: CallNews) {
  if (news.state === 'terminated') return callDeleted(draft, news);
  if (!adopt(draft, news.graphId)) return;
  heardBack(draft);
  const { graphState, myParticipantId } = draft.call;
  const ignored = note(draft, news, 'told');
  const changed = draft.call.graphState !== graphState || draft.call.myParticipantId !== myParticipantId;
  if (changed || ignored) settleSoon(draft);
}

/** The end is heard in every state. */
export function callDeleted(draft: Draft, news: CallNews) {
  if (!adopt(draft, news.graphId)) return;
  heardBack(draft);
  draft.call.graphState = 'terminated';
  end(draft, endingNow(draft, news.result));
}

/**
 * What a call resource comes from: a notification, a GET that nothing was heard after (its state counts even if it goes
 * back), or a GET that something was heard after (it never goes back).
 */
type Source = 'told' | 'truth' | 'stale';

/**
 * Takes over what a call resource says.
 * @returns whether something was left aside as out of order
 */
function note(draft: Draft, news: CallNews, source: Source): boolean {
  const { call } = draft;
  if (news.myParticipantId) call.myParticipantId = news.myParticipantId;
  const { state } = news;
  let ignored = false;
  const known = call.graphState;
  if (state) {
    const back = known !== null && rank[state] < rank[known];
    const returns = state === 'established' && known !== null && mayReturn.has(known);
    const believed = source === 'truth' || (source === 'told' && returns && !mayBeLate(call, news));
    if (!back || believed) call.graphState = state;
    else ignored = true;
  }
  place(draft);
  if (!ignored) transferHeard(draft, news, { before: known, truth: source === 'truth' });
  talkHears(draft, news);
  return ignored;
}

/** Where the call is, by Graph's state and by whether Rollcall itself stands in the lobby. */
function place(draft: Draft) {
  const { call } = draft;
  if (call.graphState === 'terminating') call.phase = 'leaving';
  else if (!call.leaving) call.phase = phaseOf(call);
  if (call.phase === 'established') call.establishedAt ??= draft.now;
  sidesHeard(draft);
  minding(draft, false);
}

function phaseOf(call: Call): Call['phase'] {
  const me = call.roster.participants.find((one) => isRollcall(call, one));
  if (me?.inLobby) return 'lobby';
  // Sent on before it was answered: nobody is spoken with.
  if (call.graphState === 'redirecting') return call.phase;
  if (call.graphState !== null && rank[call.graphState] >= rank.established) return 'established';
  if (call.incoming) return call.graphState === 'establishing' ? 'joining' : call.phase;
  // Graph can leave out the one who waits: still in the lobby until it says otherwise.
  return call.phase === 'lobby' && !me ? 'lobby' : 'joining';
}

export function rosterUpdated(draft: Draft, event: Extract<CallEvent, { kind: 'rosterUpdated' }>) {
  if (!adopt(draft, event.graphId)) return;
  heardBack(draft);
  const { call, now } = draft;
  const { roster } = call;
  const late = event.sequence !== null && roster.sequence !== null && event.sequence < roster.sequence;
  if (late) return settleSoon(draft);
  const changed = roster.asOf === null || !sameParticipants(roster.participants, event.participants);
  call.roster = {
    participants: changed ? event.participants : roster.participants,
    asOf: now,
    sequence: event.sequence ?? roster.sequence,
  };
  place(draft);
  provenByRoster(draft);
  if (changed) settleSoon(draft);
}

function sameParticipants(left: Participant[], right: Participant[]): boolean {
  const key = (all: Participant[]) =>
    all
      .map((one) => JSON.stringify([one.id, one.personId, one.name, one.kind, one.inLobby, one.muted]))
      .sort();
  const [a, b] = [key(left), key(right)];
  return a.length === b.length && a.every((one, at) => one === b[at]);
}

/** The answer of a settling GET: the truth, unless something was heard after it was asked for. */
export function settled(draft: Draft, found: Found) {
  const { call } = draft;
  const stale = isStale(call, found.effectId, found.askedAt);
  if (call.settling?.effectId === found.effectId) call.settling = null;
  if (found.news === null) {
    call.graphState = 'terminated';
    return end(draft, endingNow(draft, null));
  }
  if (found.news.state === 'terminated') return callDeleted(draft, found.news);
  heard(draft);
  if (found.participants && !stale) {
    call.roster = { ...call.roster, participants: found.participants, asOf: found.askedAt };
  }
  note(draft, found.news, stale ? 'stale' : 'truth');
  provenByRoster(draft);
  for (const one of found.operations ?? []) {
    const ended = { ...one, context: null };
    if (one.ended && !talkOperationEnded(draft, ended)) operationEnded(draft, ended);
  }
  expireOperations(draft, intervals.invitation);
  if (!stale) stillRinging(draft);
  inviteAgain(draft);
  minding(draft, !stale);
  if (stale) settleSoon(draft);
  else if (!isSet(call, 'settle')) watch(draft);
}

/** Looks again where notifications cannot be relied on alone. */
function watch(draft: Draft) {
  const { call } = draft;
  if (call.phase !== 'established' || call.unheard) setTimer(draft, 'settle', intervals.watch);
  else if (call.aloneSince !== null) setTimer(draft, 'settle', intervals.watchAlone);
}

/** The timer of invitations runs for the oldest one still open. */
function inviteAgain(draft: Draft) {
  const { call, now } = draft;
  const open = call.controls.find((one) => isOperation(one.verb) && one.finishedAt === null);
  if (!open || isSet(call, 'invitation')) return;
  setTimer(draft, 'invitation', Math.max(0, open.at + intervals.invitation - now));
}
