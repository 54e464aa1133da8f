/**
 * Calls that Rollcall places for another call of its own: to ask those who are missing, or an agent before a transfer.
 * The two are never locked together; what one comes to is told to the other as an event. Pure.
 */
import { derivedId } from '../lib/ids.ts';
import type { Person } from '../people/person.ts';
import type { CallEvent, Ending, Target } from './call.ts';
import { type Draft, plan, putControl, setTimer } from './draft.ts';
import { errandEnded, pressed } from './errandAnswers.ts';
import type { Purpose, Side } from './placed.ts';
import { overFor, tellReminder } from './reminderCalls.ts';
import { consulted } from './transfer.ts';
import { leave } from './upkeep.ts';

type Told = Extract<CallEvent, { kind: 'errandTold' }>;

/** What a call on behalf of another is told when it is not needed any more. */
export const notNeeded = 'over';

/** How long somebody who said yes waits to be moved or handed the caller. */
const patience = 30_000;
/** Ringing, the question and the answer together; after that nothing is to be expected any more. */
const longestErrand = 180_000;

/** Has somebody rung by a call of its own; gives the effect and our id of that call, which is made of it. */
export function startErrand(
  draft: Draft,
  side: Omit<Side, 'state'>,
  purpose: Purpose,
): { effectId: string; errandCallId: string } {
  const effectId = plan(draft, 'controls', {
    kind: 'startErrand',
    side: { ...side, state: 'ringing' },
    purpose,
    subject: draft.call.subject,
  });
  return { effectId, errandCallId: errandCallId(effectId) };
}

/** Our id of the call that a `startErrand` effect places. */
export const errandCallId = (effectId: string): string => derivedId('errand', effectId);

/** Rings somebody who is missing from this meeting. */
export function ringMissing(draft: Draft, person: Person, sentence: string): Target {
  const target = { participantId: null, personId: person.id.toLowerCase(), name: person.name };
  const there = draft.call.roster.participants.find((one) => one.personId === target.personId);
  if (there) return { ...target, participantId: there.id, outcome: 'done' };
  const side = { id: target.personId, name: person.name, kind: 'user' } as const;
  const errand = startErrand(draft, side, { kind: 'ringMissing', forCallId: draft.call.id, sentence });
  setTimer(draft, 'errands', longestErrand);
  return { ...target, ...errand, outcome: 'waiting' };
}

/** A call of ours, placed on behalf of this one, told something; or the one that this call was placed for. */
export function errandTold(draft: Draft, told: Told) {
  const { call } = draft;
  if (told.value === notNeeded && call.placed) {
    leave(draft, 'left');
    return;
  }
  if (call.transfer?.errandCallId === told.callId) return consulted(draft, told);
  for (const control of call.controls) {
    const target = control.targets.find((one) => one.errandCallId === told.callId);
    if (target?.outcome !== 'waiting') continue;
    const next = answerOf(draft, target, told);
    putControl(draft, {
      ...control,
      targets: control.targets.map((one) => (one === target ? next : one)),
    });
  }
}

/** What somebody who was rung came to: `join` moves them here, and the roster proves it. */
function answerOf(draft: Draft, target: Target, { value, graphId }: Told): Target {
  const answer = pressed(value);
  if (answer === null) return errandEnded(target, value);
  if (answer !== 'join') return { ...target, answer, outcome: 'done' };
  if (target.answer || graphId === null) return target;
  const person = { id: target.personId ?? '', name: target.name };
  const effectId = plan(draft, 'controls', { kind: 'moveHere', person, replacesCallId: graphId });
  return { ...target, answer, effectId };
}

/** Nothing was heard from those rung for very long. */
export function errandsOverdue(draft: Draft) {
  for (const control of draft.call.controls) {
    if (control.verb !== 'ringMissing' || control.finishedAt !== null) continue;
    const targets = control.targets.map(
      (target): Target =>
        target.outcome === 'waiting' ? { ...target, outcome: 'failed', reason: 'notConfirmed' } : target,
    );
    putControl(draft, { ...control, targets });
  }
}

/** A menu's report: what the person on this call answered, for the call that it was placed for. */
export function reported(draft: Draft, value: string) {
  const { call } = draft;
  const forCallId = caller(call.placed?.purpose);
  if (forCallId === null) {
    tellReminder(draft, value);
    if (value === 'said' && call.placed) call.placed = { ...call.placed, said: true };
    if (value === 'callback' && call.incoming) call.incoming = { ...call.incoming, became: 'missed' };
    return;
  }
  plan(draft, 'controls', { kind: 'tellCall', callId: forCallId, value }, true);
  setTimer(draft, 'errand', patience);
}

/** A call that is over tells those that belong to it: the one it was placed for, and those placed for it. */
export function tellOfEnd(draft: Draft, ending: Ending) {
  const { call } = draft;
  const { reason } = ending;
  const tell = (callId: string, value: string) =>
    plan(draft, 'controls', { kind: 'tellCall', callId, value }, true);
  const forCallId = caller(call.placed?.purpose);
  if (forCallId !== null) tell(forCallId, `over:${reason}`);
  tellReminder(draft, overFor(ending));
  const waiting = draft.before.controls.flatMap(({ targets }) =>
    targets.flatMap((target) => (target.outcome === 'waiting' && target.errandCallId) || []),
  );
  const asked = call.transfer?.errandCallId;
  for (const callId of [...waiting, ...(asked ? [asked] : [])]) tell(callId, notNeeded);
}

const caller = (purpose: Purpose | undefined): string | null =>
  purpose?.kind === 'ringMissing' || purpose?.kind === 'consult' ? purpose.forCallId : null;
