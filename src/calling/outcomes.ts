/** What became of controls: answers, failures, ended operations and rosters, each told to the target it is about. Pure. */
import type { Call, Control, ControlVerb, Target } from './call.ts';
import { type Draft, putControl } from './draft.ts';
import type { EffectResult } from './effect.ts';
import { type FailureReason, reasonOf, reasonOfInvitation } from './failures.ts';
import type { Failure, ResultInfo } from './news.ts';

type Verdict = { outcome: 'done' | 'left' } | { outcome: 'failed'; reason: FailureReason };

const done: Verdict = { outcome: 'done' };
const failed = (reason: FailureReason): Verdict => ({ outcome: 'failed', reason });

/** Controls that Graph answers with an operation which is still to end. */
export const isOperation = (verb: ControlVerb): boolean =>
  ['invite', 'ringMissing', 'hold', 'resume', 'sendTones', 'gallery'].includes(verb);

/** Those that end with somebody in the meeting who was not there. */
const brings = (verb: ControlVerb): boolean => verb === 'invite' || verb === 'ringMissing';

/** Gives each waiting target the verdict that `judge` has about it, if any. */
function conclude(draft: Draft, judge: (target: Target, control: Control) => Verdict | null): void {
  for (const control of draft.call.controls) {
    if (control.finishedAt !== null) continue;
    let changed = false;
    const targets = control.targets.map((target) => {
      const verdict = target.outcome === 'waiting' ? judge(target, control) : null;
      if (!verdict) return target;
      changed = true;
      return { ...target, ...verdict };
    });
    if (changed) putControl(draft, { ...control, targets });
  }
}

/** Graph answered an effect of a control. An invitation under way stays open until its operation ends. */
export function answered(draft: Draft, effectId: string, result: EffectResult): void {
  conclude(draft, (target, { verb }) => {
    if (!isAbout(draft, effectId, target, verb)) return null;
    if (result.kind === 'mute' || result.kind === 'remove') {
      const one = result.results.find(({ participantId }) => participantId === target.participantId);
      if (!one) return failed('notConfirmed');
      return one.failure ? verdictOf(verb, one.failure) : done;
    }
    // Graph took it; that it worked is told by the end of the call.
    if (result.kind === 'transfer') return null;
    if ('operationId' in result) return result.ended ? verdictOfOperation(verb, result) : null;
    return done;
  });
  showInRoster(draft, result);
  if ('operationId' in result) noteOperation(draft, effectId, result.operationId);
}

/** Whom Graph's operation is about: its end may be told by its id alone. */
function noteOperation(draft: Draft, effectId: string, operationId: string | null): void {
  if (operationId === null) return;
  draft.call.controls = draft.call.controls.map((control) =>
    control.targets.some((target) => target.effectId === effectId)
      ? {
          ...control,
          targets: control.targets.map((target) =>
            target.effectId === effectId ? { ...target, operationId } : target,
          ),
        }
      : control,
  );
}

/** What Graph has just confirmed is true of the roster before its notification comes. */
function showInRoster({ call }: Draft, result: EffectResult): void {
  if (result.kind !== 'mute' && result.kind !== 'remove') return;
  const confirmed = new Set(
    result.results.flatMap(({ participantId, failure }) => (failure ? [] : participantId)),
  );
  const { roster } = call;
  if (result.kind === 'mute') {
    const participants = roster.participants.map((one) =>
      confirmed.has(one.id) ? { ...one, muted: true } : one,
    );
    call.roster = { ...roster, participants };
  }
  if (result.kind === 'remove') {
    call.roster = { ...roster, participants: roster.participants.filter(({ id }) => !confirmed.has(id)) };
  }
}

/** An effect of a control failed: so did every target it was for. */
export function refused(draft: Draft, effectId: string, failure: Failure): void {
  conclude(draft, (target, { verb }) =>
    isAbout(draft, effectId, target, verb) ? verdictOf(verb, failure) : null,
  );
}

/** Whether an effect is what a target waits for; hanging up is for whoever asked to leave, at whatever time. */
const isAbout = ({ call }: Draft, effectId: string, target: Target, verb: ControlVerb): boolean =>
  target.effectId === effectId || (verb === 'leave' && call.leaving?.effectId === effectId);

/** Graph has nobody by that id any more: they left before it could be done. */
function verdictOf(verb: ControlVerb, failure: Failure): Verdict {
  if (failure.status === 404 && !brings(verb)) return { outcome: verb === 'leave' ? 'done' : 'left' };
  return failed(reasonOf(verb, failure));
}

const verdictOfOperation = (
  verb: ControlVerb,
  { ok, result }: { ok: boolean; result: ResultInfo | null },
): Verdict => (ok ? done : failed(brings(verb) ? reasonOfInvitation(result) : 'refused'));

/** The operation that a control started has ended; `context` is the effect's id, where it came back. */
export function operationEnded(
  draft: Draft,
  ended: { operationId: string | null; context: string | null; ok: boolean; result: ResultInfo | null },
): void {
  conclude(draft, (target, { verb }) => {
    if (!isOperation(verb)) return null;
    const meant = ended.context
      ? target.effectId === ended.context
      : Boolean(ended.operationId) && target.operationId === ended.operationId;
    return meant ? verdictOfOperation(verb, ended) : null;
  });
}

/** The operations of controls that are still open. */
export const openOperations = (call: Call): string[] =>
  call.controls.flatMap(({ verb, targets }) =>
    !isOperation(verb)
      ? []
      : targets.flatMap(({ outcome, operationId }) => (outcome === 'waiting' && operationId) || []),
  );

/** What the roster itself proves: who shows muted is muted, who was invited and is there has come. */
export function provenByRoster(draft: Draft): void {
  const { participants } = draft.call.roster;
  const muted = new Set(participants.filter((one) => one.muted).map((one) => one.id));
  const there = new Set(participants.flatMap((one) => one.personId ?? []));
  conclude(draft, (target, { verb }) => {
    if ((verb === 'mute' || verb === 'muteOthers') && muted.has(target.participantId ?? '')) return done;
    if (brings(verb) && there.has(target.personId ?? '')) return done;
    return null;
  });
}

/**
 * What was asked for `after` milliseconds ago or more and Graph has not told the end of: whoever was invited has not
 * answered. Who is rung by a call of their own has a time of their own, errandCalls.ts.
 */
export function expireOperations(draft: Draft, after: number): void {
  conclude(draft, (_target, { verb, at }) => {
    if (!isOperation(verb) || verb === 'ringMissing' || draft.now - at < after) return null;
    return failed(verb === 'invite' ? 'noAnswer' : 'notConfirmed');
  });
}
