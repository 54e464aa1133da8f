/**
 * A call that comes in: what the rules of the front desk ask for is found out, the outcome is carried out while Graph
 * still waits (fifteen seconds), and whatever is refused or lost ends in a menu that says so, never in a dead line. Pure.
 * https://learn.microsoft.com/graph/api/call-answer
 */
import type { Facts, Outcome, Settled } from '../frontdesk/frontDesk.ts';
import { apology, joinSilently, route } from '../frontdesk/route.ts';
import { languageOf } from '../ivr/language.ts';
import { askAgents, holdForAgents } from './agents.ts';
import type { Call } from './call.ts';
import { cancelTimer, type Draft, isSet, plan, setTimer } from './draft.ts';
import type { EffectResult, IncomingEffect } from './effect.ts';
import type { Incoming } from './incoming.ts';
import type { Failure } from './news.ts';
import { beginTalk } from './talk.ts';
import { intervals, settle, settleSoon } from './upkeep.ts';

/** How long Graph waits for an answer, a redirect or a rejection. */
const graphWaits = 15_000;
/** Whatever is still not decided by then is answered all the same. */
const latest = 13_000;
/**
 * Before each further attempt to answer a call for which nothing else worked: the first follows at once, the others leave
 * Graph a moment.
 */
const pauses = [0, 1_000, 2_000, 3_000, 4_000];

/** The first event of a call that comes in. */
export function incomingCall(draft: Draft) {
  const { call } = draft;
  const { incoming } = call;
  if (!incoming || call.effectCount > 0) return;
  plan(draft, 'urgent', { kind: 'screen', caller: incoming.caller, callee: incoming.callee });
  setTimer(draft, 'reception', latest);
  setTimer(draft, 'keepAlive', intervals.keepAlive);
  // Its end may have been told before it was known.
  settleSoon(draft);
}

/** What the rules ask for is known, or (null) not to be had: then nobody is blocked, and no agent is asked. */
function screened(draft: Draft, facts: Facts | null) {
  const { call, now, rules } = draft;
  const { incoming } = call;
  if (!incoming || incoming.outcome !== null || call.phase !== 'ringing') return;
  const { caller, callee, group } = incoming;
  const nothing = { waiting: 0, presence: {}, blocked: false, recent: [], flood: false, agentsChat: false };
  const { outcome, rule } = route(rules.desk, {
    ...(facts ?? { ...nothing, caller, callee, now }),
    group,
  });
  call.incoming = { ...incoming, outcome, rule };
  follow(draft, outcome);
}

function follow(draft: Draft, outcome: Outcome) {
  if (outcome.do === 'ask') return askAgents(draft, outcome);
  if (outcome.do === 'hold') return holdForAgents(draft, outcome);
  carryOut(draft, outcome);
}

/** Does what can be done at once with a call that still rings. */
export function carryOut(draft: Draft, settled: Settled) {
  switch (settled.do) {
    case 'answer':
      if ('menu' in settled) return answerWith(draft, settled.menu);
      return answer(draft, settled.media === 'host' ? 'application' : 'service');
    case 'redirect':
      return send(draft, { kind: 'redirect', targets: settled.targets, seconds: settled.seconds });
    case 'reject':
      return send(draft, { kind: 'reject', reason: settled.reason });
  }
}

/** Answers, and begins a menu of the book; one that is not there apologises and hangs up. */
export function answerWith(draft: Draft, menu: string) {
  answer(draft, 'service');
  beginTalk(draft, menu, null, languageOf(draft.call.locale, 'en'));
}

/** Answers with this media; what is said then is begun by whoever answers. */
export function answer(draft: Draft, media: 'service' | 'application') {
  const { call } = draft;
  send(draft, { kind: 'answer', media });
  call.phase = 'joining';
  call.media = media;
  setTimer(draft, 'noCallback', intervals.noCallback);
}

function send(draft: Draft, effect: Exclude<IncomingEffect, { kind: 'screen' }>) {
  const { call } = draft;
  if (!call.incoming) return;
  cancelTimer(draft, 'reception');
  call.incoming = { ...call.incoming, effectId: plan(draft, 'urgent', effect), sent: effect.kind };
}

/** Graph did what was asked of a call that came in. True: it was about that. */
export function receptionDone(draft: Draft, effectId: string, result: EffectResult): boolean {
  const { call } = draft;
  const { incoming } = call;
  if (result.kind === 'screen') {
    screened(draft, result.facts);
    return true;
  }
  if (!incoming || incoming.effectId !== effectId) return false;
  call.incoming = { ...incoming, effectId: null, became: becameBy(incoming, result) };
  settleSoon(draft);
  return true;
}

function becameBy({ became, chosen }: Incoming, result: EffectResult): Incoming['became'] {
  if (result.kind === 'reject') return 'rejected';
  if (result.kind === 'redirect') return chosen?.choice === 'take' ? 'taken' : 'redirected';
  return became;
}

/** Graph refused it, or did not answer. True: it was about a call that came in. */
export function receptionFailed(draft: Draft, effectId: string, failure: Failure): boolean {
  const { call } = draft;
  const { incoming } = call;
  if (!incoming) return false;
  if (effectId === firstEffect(call)) {
    screened(draft, null);
    return true;
  }
  if (incoming.effectId !== effectId) return false;
  call.incoming = { ...incoming, effectId: null };
  if (call.phase === 'joining') call.phase = 'ringing';
  // Nobody calls any more, or Graph may have done it all the same: its own word decides.
  if (failure.status === 404 || failure.status === 0) settle(draft);
  else again(draft, failure.retryAfterMs ?? 0);
  return true;
}

/** Sent, and nobody knows whether it arrived. True: it was about a call that came in. */
export function receptionUnknown(draft: Draft, effectId: string): boolean {
  const failure = { status: 0, code: 'connectionLost', message: '', reference: effectId };
  return receptionFailed(draft, effectId, failure);
}

/** A fresh look says that it still rings, though nothing is under way: what was sent did not arrive. */
export function stillRinging(draft: Draft) {
  const { incoming, phase, graphState } = draft.call;
  if (!incoming || phase !== 'ringing' || graphState !== 'incoming') return;
  const ringing = incoming.asking !== null && !incoming.asking.answered;
  if (incoming.outcome === null || ringing || incoming.effectId !== null) return;
  // Graph took what was sent, though it may show that later.
  if (incoming.became !== null) return;
  if (!isSet(draft.call, 'reception')) again(draft, 0);
}

/** Answers instead, now or after a pause. @param askedFor how long Graph wants to be left alone, in milliseconds */
function again(draft: Draft, askedFor: number) {
  const { incoming } = draft.call;
  const pause = pauses[incoming?.tries ?? 0];
  if (!incoming || pause === undefined) return settleSoon(draft);
  // The last moment is better than none.
  const left = Math.max(0, incoming.receivedAt + latest - draft.now);
  const wait = Math.min(Math.max(pause, askedFor), left);
  if (wait === 0) answerInstead(draft);
  else setTimer(draft, 'reception', wait);
}

/**
 * With the menu that the rules name, or an apology, as long as Graph waits. Who is to be put on hold still is, and a
 * meeting hears no apology.
 */
function answerInstead(draft: Draft) {
  const { call, now } = draft;
  const { incoming } = call;
  if (!incoming || now >= incoming.receivedAt + graphWaits) return settleSoon(draft);
  const { outcome } = incoming;
  // Whoever is in that meeting is not to hear of it.
  if (incoming.group && (outcome?.do === 'reject' || outcome?.do === 'redirect')) return settleSoon(draft);
  call.incoming = { ...incoming, tries: (incoming.tries ?? 0) + 1 };
  const menu = menuOf(outcome);
  if (incoming.asking?.answered) return answer(draft, 'service');
  if (!incoming.group || menu !== apology.menu) return answerWith(draft, menu);
  call.incoming = { ...call.incoming, outcome: joinSilently };
  answer(draft, 'service');
}

/** The menu for whom nothing else can be done for. */
export function menuOf(outcome: Outcome | null): string {
  const settled = outcome && 'otherwise' in outcome ? outcome.otherwise : outcome;
  if (settled?.do === 'answer' && 'menu' in settled) return settled.menu;
  return apology.menu;
}

/** Nothing was decided in time, whatever it was that hung. */
export function receptionOverdue(draft: Draft) {
  const { incoming, phase } = draft.call;
  if (incoming && phase === 'ringing' && incoming.effectId === null) answerInstead(draft);
}

/** What a call that came in has become, by where it is; one that ended without anything was missed. */
export function becomes({ call }: Draft) {
  const { incoming } = call;
  if (!incoming || incoming.became !== null) return;
  const spokenTo =
    call.phase === 'established' && incoming.asking === null && !call.transfer && !isSilent(incoming);
  if (spokenTo) call.incoming = { ...incoming, became: 'answered' };
}

/** Rollcall is in a meeting, speaking with nobody: agents have nothing to see of it. */
const isSilent = ({ outcome }: Incoming): boolean =>
  outcome?.do === 'answer' && 'media' in outcome && outcome.media === 'silent';

/** The call is over. */
export function receptionOver({ call }: Draft) {
  const { incoming } = call;
  if (!incoming) return;
  const taken = incoming.chosen?.choice === 'take';
  const byEnd = {
    redirected: taken ? 'taken' : 'redirected',
    rejected: 'rejected',
    transferred: taken ? 'taken' : 'missed',
  } as const;
  const joined = isSilent(incoming) && call.establishedAt !== null;
  const last = byEnd[call.ending?.reason as keyof typeof byEnd] ?? (joined ? 'answered' : 'missed');
  const became = incoming.became ?? last;
  call.incoming = { ...incoming, became, asking: null, effectId: null };
}

const firstEffect = (call: Call): string => `${call.id}/1`;
