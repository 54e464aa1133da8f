/** What a talk waits for, each with its time, and the one timer that minds them all. Pure. */
import type { Call } from './call.ts';
import { cancelTimer, type Draft, plan, setTimer } from './draft.ts';
import type { TalkEffect } from './effect.ts';
import type { Talk, Wait } from './talkState.ts';

const second = 1_000;

/** How long things may take, in milliseconds. */
export const patience = {
  /** A request to Graph with its second attempt. */
  request: 30 * second,
  /** A cancel, and the answer to what it cancels: a caller who pressed a key waits for it. */
  quiet: 10 * second,
  /** One prompt; its length is not known, and Graph may never tell of its end. */
  prompt: 120 * second,
  /** Longer than most prompts; then, and from then on, Graph is asked whether one is over. */
  check: 15 * second,
  /** Beyond the length of a recording: its prompt, its beep, the silence that ends it. */
  aroundRecording: 60 * second,
  understanding: 60 * second,
  /** Beyond a webhook's own limit. */
  lookUp: 15 * second,
  /** Beyond the time that a person is asked: the net beneath transfer.ts, which gives up sooner. */
  transfer: 180 * second,
  gap: second,
  /** A line on which nothing happens. */
  idle: 60 * second,
  /** Until a hang-up is tried again. */
  hangUp: 60 * second,
} as const;

/** The talk of a call on which Rollcall may still speak. */
export function liveTalk({ call }: Draft): Talk | null {
  const gone = call.phase === 'ended' || call.phase === 'leaving';
  return call.talk && !call.talk.over && !gone ? call.talk : null;
}

/** Replaces fields of the talk. */
export function changeTalk({ call }: Draft, fields: Partial<Talk>): void {
  if (call.talk) call.talk = { ...call.talk, ...fields };
}

/** Waits for something, for `ms`. */
export function waitFor(
  draft: Draft,
  kind: Wait['kind'],
  ms: number,
  more: Partial<Pick<Wait, 'step' | 'effectId' | 'listen'>> = {},
): void {
  const until = draft.now + ms;
  const wait = {
    ...{ kind, until, step: 0, effectId: null, operationId: null, silenced: false, listen: null },
    checkAt: null,
    ...more,
  };
  changeTalk(draft, { waits: [...(draft.call.talk?.waits ?? []), wait] });
}

/** Plans an effect and waits for what comes of it. */
export function askFor(
  draft: Draft,
  effect: TalkEffect,
  ms: number,
  more: Partial<Pick<Wait, 'step' | 'listen'>> = {},
): void {
  const { kind } = effect;
  waitFor(draft, kind, ms, { ...more, effectId: plan(draft, laneOf(kind), effect) });
}

/**
 * Prompts keep their order in a lane of their own. A cancel waits for none of them, nor a hang-up (urgent) for a cancel.
 * What is no request to Graph may be slow, and the caller may go on by keys meanwhile.
 */
const laneOf = (kind: TalkEffect['kind']) =>
  kind === 'cancelMedia' ? 'quiet' : kind === 'understand' || kind === 'lookUp' ? 'aside' : 'talk';

/** Waits no longer for those that fit. */
export function forget(draft: Draft, fits: (wait: Wait) => boolean): void {
  const waits = draft.call.talk?.waits ?? [];
  if (waits.some(fits)) changeTalk(draft, { waits: waits.filter((wait) => !fits(wait)) });
}

/** What makes a sound, or records one. */
const isMedia = ({ kind, listen }: Wait): boolean =>
  kind === 'play' || kind === 'record' || (kind === 'recordingStatus' && listen !== null);

/**
 * Graph's operations of prompts that may have ended unheard. Not those of recordings: only the notification of their end
 * says where they are.
 */
export const playing = ({ talk }: Call): string[] =>
  (talk?.waits ?? []).flatMap(({ kind, operationId }) => (kind === 'play' && operationId) || []);

/** Whether something said earlier may still be heard: what comes next would be cancelled with it, or be spoken after. */
export const isQuieting = ({ waits }: Talk): boolean =>
  waits.some((wait) => wait.kind === 'cancelMedia' || (wait.silenced && isMedia(wait)));

/**
 * Barge-in: what is spoken or recorded is cancelled (Graph cancels what is running and what is queued), and the walk
 * hears no more of it. What Graph has not answered yet may begin after the cancel, so its answer is waited for.
 */
export function silence(draft: Draft) {
  const { call, now } = draft;
  const waits = call.talk?.waits ?? [];
  const media = waits.filter((wait) => isMedia(wait) && !wait.silenced);
  changeTalk(draft, { keptBack: [] });
  forget(draft, ({ kind }) => kind === 'pause');
  if (media.length === 0) return;
  const unanswered = media.filter(({ operationId }) => operationId === null);
  const silenced = unanswered.map((wait) => ({ ...wait, silenced: true, until: now + patience.quiet }));
  changeTalk(draft, {
    waits: [...(call.talk?.waits ?? []).filter((wait) => !media.includes(wait)), ...silenced],
  });
  cancelMedia(draft);
  if (media.some(isKept)) endRecordingStatus(draft);
}

/** Ends every prompt and recording that Graph runs or queues: https://learn.microsoft.com/graph/api/call-cancelmediaprocessing */
export const cancelMedia = (draft: Draft): void => askFor(draft, { kind: 'cancelMedia' }, patience.quiet);

/** A recording of which something is kept: Graph was told of it, and is told when it is over. */
export const isKept = ({ kind, listen }: Wait): boolean =>
  listen !== null && listen.purpose !== 'choice' && (kind === 'record' || kind === 'recordingStatus');

/** Tells Graph that nothing is recorded any more: https://learn.microsoft.com/graph/api/call-updaterecordingstatus */
export function endRecordingStatus(draft: Draft): void {
  askFor(draft, { kind: 'recordingStatus', status: 'notRecording' }, patience.request);
}

/** Sets the timer to the first thing that is given up, or to the end of an idle line. */
export function mindTime(draft: Draft) {
  const talk = liveTalk(draft);
  if (!talk) return;
  const idle = talk.waits.length === 0 && draft.call.phase === 'established';
  const idleUntil = idle ? (talk.idleUntil ?? draft.now + patience.idle) : null;
  if (idleUntil !== talk.idleUntil) changeTalk(draft, { idleUntil });
  const dues = talk.waits.map(({ until, checkAt }) => Math.min(until, checkAt ?? until));
  const due = Math.min(...dues, idleUntil ?? Number.POSITIVE_INFINITY);
  if (due === Number.POSITIVE_INFINITY) return cancelTimer(draft, 'talk');
  if (draft.call.timers.talk?.due !== due) setTimer(draft, 'talk', Math.max(0, due - draft.now));
}
