/**
 * Talking on the line: when it begins, and what each event means for it. Each function here takes a draft and changes
 * the call's talk; those that give a boolean say whether the event was about the talk. Pure.
 */
import type { Language } from '../ivr/language.ts';
import type { Menu } from '../ivr/menu.ts';
import type { CallEvent } from './call.ts';
import { type Draft, setTimer } from './draft.ts';
import type { EffectResult } from './effect.ts';
import type { CallNews, Failure } from './news.ts';
import { apologise, begin, interrupt } from './talkBegin.ts';
import { press } from './talkKeys.ts';
import { begun, carriedOut, ended, giveUp } from './talkResults.ts';
import type { Wait } from './talkState.ts';
import { hangUp, resume } from './talkSteps.ts';
import { cancelMedia, changeTalk, forget, liveTalk, mindTime, patience } from './talkWaits.ts';
import { holdTone } from './tones.ts';
import { settle } from './upkeep.ts';

export type { Talk } from './talkState.ts';
export type { ToneNews } from './tones.ts';

/**
 * Rollcall will speak on this call: as soon as Graph says that it is established and its audio active. A talk that
 * went on before is cut short by it.
 * @param menu a name in the book, or the name of `inline`
 */
export function beginTalk(draft: Draft, menu: string, inline: Menu | null, language: Language): void {
  const { call } = draft;
  const before = call.talk;
  call.talk = {
    ...{ menu, inline, language, walk: null, over: false, apologised: false, idleUntil: null },
    ...{ audio: before?.audio ?? false, tones: before?.tones ?? 'off' },
    ...{ nextTone: before?.nextTone ?? null, held: [], keptBack: [], waits: before?.waits ?? [] },
  };
  interrupt(draft);
  proceed(draft);
}

/** What Graph says of the call: its audio, a key, its state. */
export function talkHears(draft: Draft, { audio, tone }: CallNews): void {
  const talk = liveTalk(draft);
  if (!talk) return;
  if (audio) changeTalk(draft, { audio: audio === 'active' });
  if (tone) changeTalk(draft, holdTone(talk, tone));
  proceed(draft);
}

/** An effect was carried out. */
export function talkAnswered(draft: Draft, effectId: string, result: EffectResult): boolean {
  const wait = waitOf(draft, effectId);
  if (!wait) return false;
  if ((result.kind === 'play' || result.kind === 'record') && !result.ended) {
    begun(draft, wait, result.operationId ?? '');
  } else {
    forget(draft, (one) => one === wait);
    carriedOut(draft, wait, result);
  }
  proceed(draft);
  return true;
}

/** An effect failed for good; what the failure was matters to the log alone. */
export function talkFailed(draft: Draft, effectId: string, _failure: Failure): boolean {
  const wait = waitOf(draft, effectId);
  if (!wait) return false;
  giveUp(draft, wait);
  proceed(draft);
  return true;
}

/** Nobody knows whether an effect was carried out: what may have begun is cancelled, and counted as failed. */
export function talkUnknown(draft: Draft, effectId: string): boolean {
  const wait = waitOf(draft, effectId);
  if (!wait) return false;
  if (wait.kind === 'play' || wait.kind === 'record') cancelMedia(draft);
  giveUp(draft, wait);
  proceed(draft);
  return true;
}

/** A prompt or a recording is over. @param event `context`: the effect's id; null where only the operation is known */
export function talkOperationEnded(
  draft: Draft,
  event: Pick<Extract<CallEvent, { kind: 'operationEnded' }>, 'context' | 'ok' | 'result' | 'recording'> & {
    operationId: string | null;
  },
): boolean {
  const { operationId, context } = event;
  const wait = liveTalk(draft)?.waits.find(
    (one) =>
      (one.kind === 'play' || one.kind === 'record') &&
      (context === null ? Boolean(operationId) && one.operationId === operationId : one.effectId === context),
  );
  if (!wait) return false;
  forget(draft, (one) => one === wait);
  ended(draft, wait, event);
  proceed(draft);
  return true;
}

/** The talk's timer is due, its generation checked. */
export function talkTimer(draft: Draft, name: string): boolean {
  if (name !== 'talk') return false;
  const { call, now } = draft;
  const talk = liveTalk(draft);
  if (!talk) {
    // Hanging up: should Graph refuse, somebody has to speak or to try again.
    if (call.talk?.over && call.phase !== 'ended') hangUp(draft);
    else if (call.phase === 'leaving') setTimer(draft, name, patience.hangUp);
    return true;
  }
  for (const wait of talk.waits) if (wait.until <= now) giveUp(draft, wait);
  checkPrompts(draft);
  if (talk.idleUntil !== null && talk.idleUntil <= now) apologise(draft);
  proceed(draft);
  return true;
}

/** Asks Graph whether prompts are over of which it has said nothing for long. */
function checkPrompts(draft: Draft): void {
  const { now } = draft;
  const waits = liveTalk(draft)?.waits ?? [];
  const isDue = ({ checkAt }: Wait) => checkAt !== null && checkAt <= now;
  if (!waits.some(isDue)) return;
  settle(draft);
  const checkAt = now + patience.check;
  changeTalk(draft, { waits: waits.map((wait) => (isDue(wait) ? { ...wait, checkAt } : wait)) });
}

/** A transfer that the walk wanted came to nothing; the caller is still there. */
export function talkTransferFailed(draft: Draft): void {
  const wait = liveTalk(draft)?.waits.find(({ kind }) => kind === 'transfer');
  if (!wait) return;
  giveUp(draft, wait);
  proceed(draft);
}

const waitOf = (draft: Draft, effectId: string): Wait | undefined =>
  liveTalk(draft)?.waits.find((wait) => wait.effectId === effectId);

/** After every event: begins what can begin, acts on keys, minds the time. */
function proceed(draft: Draft): void {
  begin(draft);
  press(draft, false);
  resume(draft);
  mindTime(draft);
}
