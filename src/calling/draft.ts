/**
 * A decision being drawn up: the next call, and what must be written with it. The rules change `call` by replacing
 * its fields; whether a card must change is not theirs to say but seen by comparing what a card shows. Pure.
 */
import type { FrontDesk } from '../frontdesk/frontDesk.ts';
import type { MenuBook } from '../ivr/menu.ts';
import type { Abilities } from '../ivr/walk.ts';
import type { Call, Control, Ending } from './call.ts';
import type { AuditEntry, Decision, Effect, Lane, PlannedEffect, TimerChange } from './effect.ts';
import { missing, others } from './roster.ts';

/** What may change without touching a decision: settings, and the files of the front desk that are in force. */
export interface Rules {
  /** How long Rollcall stays in a meeting when everybody else has left, in milliseconds. */
  aloneMs: number;
  /** Who runs the media of meetings that Rollcall joins. */
  meetingMedia: 'service' | 'application';
  desk: FrontDesk;
  book: MenuBook;
  can: Abilities;
}

export interface Draft {
  readonly before: Call;
  readonly call: Call;
  readonly now: number;
  readonly rules: Rules;
  effects: PlannedEffect[];
  timers: TimerChange[];
  audit: AuditEntry[];
}

export const beginDraft = (before: Call, now: number, rules: Rules): Draft => ({
  before,
  call: { ...before },
  now,
  rules,
  effects: [],
  timers: [],
  audit: [],
});

/** Closes a draft: one decision, its timers only as last set. */
export function finishDraft({ before, call, effects, timers, audit }: Draft): Decision {
  const cardChanged = face(before) !== face(call);
  return {
    call: cardChanged ? { ...call, revision: before.revision + 1 } : call,
    effects,
    timers: timers.filter((timer, at) => !timers.some((later, i) => i > at && later.name === timer.name)),
    audit,
    cardChanged,
  };
}

/** Plans an effect and gives its id, which is made of the call's and a number: the same for the same decisions. */
export function plan(draft: Draft, lane: Lane, effect: Effect, outlivesCall = false): string {
  const { call } = draft;
  call.effectCount += 1;
  const id = `${call.id}/${call.effectCount}`;
  draft.effects.push({ id, lane, effect, outlivesCall });
  return id;
}

/** Sets a named timer `ms` from now, in place of the one of that name. */
export const setTimer = (draft: Draft, name: string, ms: number): void =>
  changeTimer(draft, name, draft.now + ms);

export function cancelTimer(draft: Draft, name: string): void {
  if (isSet(draft.call, name)) changeTimer(draft, name, null);
}

/** Whether a timer of this name is running. */
export const isSet = (call: Call, name: string): boolean => (call.timers[name]?.due ?? null) !== null;

function changeTimer(draft: Draft, name: string, due: number | null): void {
  const { call } = draft;
  const timer = { generation: (call.timers[name]?.generation ?? 0) + 1, due };
  call.timers = { ...call.timers, [name]: timer };
  draft.timers.push({ name, ...timer });
}

/** The call is over: nothing runs any more, and what was still asked for will not happen. */
export function end(draft: Draft, ending: Ending): void {
  const { call } = draft;
  call.phase = 'ended';
  call.endedAt = draft.now;
  call.ending = ending;
  call.settling = null;
  call.doubtSince = null;
  call.aloneSince = null;
  call.unheard = false;
  for (const name of Object.keys(call.timers)) cancelTimer(draft, name);
  for (const control of call.controls) {
    if (control.finishedAt !== null) continue;
    const targets = control.targets.map((target) =>
      target.outcome !== 'waiting'
        ? target
        : control.verb === 'leave' || (control.verb === 'transfer' && ending.reason === 'transferred')
          ? { ...target, outcome: 'done' as const }
          : { ...target, outcome: 'failed' as const, reason: 'meetingEnded' },
    );
    putControl(draft, { ...control, targets });
  }
}

/** How many finished controls a call remembers. */
const keptControls = 5;
/** How many more it knows by their ids alone: a turn is taken up again within minutes. */
const knownControls = 200;

/**
 * Adds a control or puts it in place of its earlier state, finishes it when no target is waiting any more, and
 * writes the audit entry when it is new or finished.
 */
export function putControl(draft: Draft, control: Control): void {
  const { call, now } = draft;
  const earlier = call.controls.find((one) => one.id === control.id);
  const over = control.targets.every((target) => target.outcome !== 'waiting');
  const next = { ...control, finishedAt: control.finishedAt ?? (over ? now : null) };
  const all = earlier
    ? call.controls.map((one) => (one.id === control.id ? next : one))
    : [...call.controls, next];
  const finished = all.filter((one) => one.finishedAt !== null);
  const forgotten = new Set(finished.slice(0, -keptControls).map((one) => one.id));
  call.controls = all.filter((one) => !forgotten.has(one.id));
  if (forgotten.size > 0)
    call.pastControls = [...(call.pastControls ?? []), ...forgotten].slice(-knownControls);
  if (earlier && (earlier.finishedAt !== null || !over)) return;
  const { id: controlId, verb, by, targets, at, finishedAt } = next;
  draft.audit = draft.audit.filter((entry) => entry.controlId !== controlId);
  draft.audit.push({ controlId, verb, by, targets, at, finishedAt });
}

/** Everything that a card shows of a call, and nothing else. */
function face(call: Call): string {
  const people = others(call).map((one) => [
    one.id,
    one.personId,
    one.name,
    one.kind,
    one.inLobby,
    one.muted,
  ]);
  const deeds = call.controls.map((one) => [
    one.id,
    one.targets.map((target) => [target.outcome, target.answer]),
  ]);
  const { placed, incoming } = call;
  return JSON.stringify([
    [
      call.phase,
      call.ending?.reason,
      call.establishedAt,
      call.unheard,
      call.doubtSince,
      call.leaving?.reason,
    ],
    people.sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)),
    missing(call).map((person) => person.id),
    deeds,
    [placed?.group, placed?.waiting, placed?.sides.map((side) => side.state), call.transfer?.to, call.media],
    incoming && [incoming.rule, incoming.outcome?.do, incoming.asking, incoming.chosen, incoming.became],
  ]);
}
