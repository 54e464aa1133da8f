/** What keeps a call alive and our note of it true: the timers, the settling GET, the doubt. Pure. */
import type { Call, Participant } from './call.ts';
import { cancelTimer, type Draft, end, isSet, plan, setTimer } from './draft.ts';
import type { Operation } from './effect.ts';
import { endingWithout } from './ending.ts';
import type { CallNews, Failure } from './news.ts';
import { expireOperations } from './outcomes.ts';
import { others } from './roster.ts';
import { isPeerToPeer, rings } from './sides.ts';

const second = 1_000;
const minute = 60 * second;

/** Intervals of the rules, in milliseconds. */
export const intervals = {
  noCallback: 20 * second,
  /** After the last news, so that a burst of changes is settled once. */
  settle: 5 * second,
  /** While Graph's notifications cannot be relied on to say what comes next: in the lobby, unheard, leaving. */
  watch: 15 * second,
  /** While nobody else seems to be there: whoever came unannounced is what Rollcall waits for. */
  watchAlone: 30 * second,
  silence: 5 * minute,
  keepAlive: 10 * minute,
  /** After one that failed; without any, Graph ends the call after 45 minutes. */
  keepAliveAgain: minute,
  invitation: 90 * second,
  /** After a hang-up of a call that ended for us before Graph had named it. */
  orphan: minute,
  joinOutcome: minute,
  aloneInCall: 5 * second,
  longestBackoff: minute,
} as const;

/** Asks Graph for the call and its roster, unless that is under way already. */
export function settle(draft: Draft) {
  const { call } = draft;
  if (call.settling || call.graphId === null || call.phase === 'ended') return;
  cancelTimer(draft, 'settle');
  call.settling = { effectId: plan(draft, 'upkeep', { kind: 'settle' }), heardSince: false };
}

/** Has the call settled a little after the last news; at most one such timer waits. */
export const settleSoon = (draft: Draft): void => setTimer(draft, 'settle', intervals.settle);

/** Graph said something: no doubt any more, and silence is counted from now. */
export function heard(draft: Draft) {
  const { call, now } = draft;
  call.lastHeardAt = now;
  call.doubtSince = null;
  setTimer(draft, 'silence', intervals.silence);
}

/** Graph called back: it knows where we are. */
export function heardBack(draft: Draft) {
  const { call } = draft;
  heard(draft);
  call.unheard = false;
  cancelTimer(draft, 'noCallback');
  if (call.settling) call.settling = { ...call.settling, heardSince: true };
}

/** Graph does not answer about the call: shown as of when, and asked again, less and less often. */
function doubt(draft: Draft) {
  const { call, now } = draft;
  call.doubtSince ??= now;
  const elapsed = now - call.doubtSince;
  setTimer(draft, 'settle', Math.min(Math.max(elapsed, intervals.settle), intervals.longestBackoff));
}

/** A settle or keepAlive that Graph did not answer; a 404 for keepAlive is asked after at once. */
export function upkeepFailed(draft: Draft, effectId: string, failure: Failure) {
  if (draft.call.settling?.effectId === effectId) draft.call.settling = null;
  else setTimer(draft, 'keepAlive', intervals.keepAliveAgain);
  expireOperations(draft, intervals.invitation);
  if (failure.status === 404) settle(draft);
  else doubt(draft);
}

/** Somebody else there, or nobody: Rollcall leaves by itself when it has been alone for long, by a fresh look. */
export function minding(draft: Draft, fresh: boolean) {
  const { call, now } = draft;
  const company = others(call).some((one) => one.kind !== 'application') || isPeerToPeer(call) || rings(call);
  if (company || call.phase !== 'established' || call.roster.asOf === null) {
    call.aloneSince = null;
    cancelTimer(draft, 'alone');
    return;
  }
  call.aloneSince ??= now;
  const left = call.aloneSince + patience(draft) - now;
  if (left <= 0 && fresh) leave(draft, 'alone');
  else if (!isSet(call, 'alone') && left > 0) setTimer(draft, 'alone', left);
}

/** How long Rollcall stays alone: in a meeting people come back to, but not in a call that it placed. */
export const patience = ({ call, rules }: Draft): number =>
  call.coordinates === null ? intervals.aloneInCall : rules.aloneMs;

/** Hangs up, now or as soon as Graph's id of the call is known; a call that waits for a line is over by that. */
export function leave(draft: Draft, reason: 'left' | 'alone' | 'noAnswer'): string | null {
  const { call } = draft;
  if (call.leaving?.effectId) return call.leaving.effectId;
  if (call.placed?.waiting) {
    end(draft, endingWithout(reason, call.id));
    return null;
  }
  const effectId = call.graphId === null ? null : plan(draft, 'urgent', { kind: 'hangUp' });
  call.leaving = { reason: call.leaving?.reason ?? reason, effectId };
  call.phase = 'leaving';
  cancelTimer(draft, 'alone');
  call.aloneSince = null;
  return effectId;
}

/** Whether a settle's answer may be older than what notifications said meanwhile. */
export const isStale = (call: Call, effectId: string, askedAt: number): boolean =>
  call.settling?.effectId === effectId &&
  call.settling.heardSince &&
  askedAt <= (call.lastHeardAt ?? Number.NEGATIVE_INFINITY);

/** What a settling GET found: `news` null: there is no such call; `participants` null: not to be had. */
export interface Found {
  effectId: string;
  askedAt: number;
  news: CallNews | null;
  participants: Participant[] | null;
  operations?: readonly Operation[];
}
