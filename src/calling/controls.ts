/** Somebody asks something of a call: who is meant, by the roster of this moment, and what must be done. Pure. */
import type { Person } from '../people/person.ts';
import type { CallEvent, Control, ControlRequest, Participant, Target } from './call.ts';
import { type Draft, isSet, plan, putControl, setTimer } from './draft.ts';
import type { Effect } from './effect.ts';
import { ringMissing } from './errandCalls.ts';
import type { FailureReason } from './failures.ts';
import { isOperation } from './outcomes.ts';
import { isRollcall, others } from './roster.ts';
import { isPeerToPeer } from './sides.ts';
import { transferControl } from './transfer.ts';
import { intervals, leave } from './upkeep.ts';

type Asked = Extract<CallEvent, { kind: 'controlRequested' }>;

/** Decides a control; one whose id was seen before does nothing. */
export function controlRequested(draft: Draft, { id, by, request }: Asked) {
  const { call, now } = draft;
  if (call.controls.some((control) => control.id === id) || call.pastControls?.includes(id)) return;
  const reason = impossible(draft, request);
  const targets = reason
    ? named(draft, request).map((target) => ({ ...target, outcome: 'failed' as const, reason }))
    : targetsOf(draft, by, request);
  const control: Control = { id, verb: request.verb, by, at: now, targets, finishedAt: null };
  if (isOperation(request.verb) && targets.some(isWaiting) && !isSet(call, 'invitation')) {
    setTimer(draft, 'invitation', intervals.invitation);
  }
  putControl(draft, control);
}

/** Why a control cannot be: Graph has each for some calls only. */
function impossible({ call }: Draft, { verb }: ControlRequest): FailureReason | null {
  if (verb === 'leave') return call.phase === 'ended' ? 'notInMeeting' : null;
  if (call.phase !== 'established') return 'notInMeeting';
  const alone = isPeerToPeer(call);
  if (verb === 'transfer') return alone ? null : 'peerToPeerOnly';
  if (verb === 'shareScreen' && call.media !== 'application') return 'mediaHostOnly';
  const groupOnly = ['muteRollcall', 'unmuteRollcall', 'gallery', 'shareScreen', 'hold', 'resume'];
  return alone && groupOnly.includes(verb) ? 'groupOnly' : null;
}

const isWaiting = (target: Target): boolean => target.outcome === 'waiting';

function targetsOf(draft: Draft, by: Person, request: ControlRequest): Target[] {
  switch (request.verb) {
    case 'mute':
      return together(draft, 'mute', chosen(draft, request.to));
    case 'muteOthers': {
      const spare = new Set([by.id, ...request.spare].map((id) => id.toLowerCase()));
      const spared = (one: Participant) =>
        spare.has(one.id.toLowerCase()) || (one.personId !== null && spare.has(one.personId));
      const loud = others(draft.call).filter((one) => !one.muted && !one.inLobby && !spared(one));
      return together(draft, 'mute', loud.map(targetFor));
    }
    case 'remove':
      return together(draft, 'remove', chosen(draft, request.to));
    case 'removeEveryone': {
      const everybody = others(draft.call).filter((one) => one.personId !== by.id.toLowerCase());
      return together(draft, 'remove', everybody.map(targetFor));
    }
    case 'invite':
      return request.people.map((person) => invite(draft, person));
    case 'ringMissing':
      return request.people.map((person) => ringMissing(draft, person, request.sentence));
    case 'transfer':
      return [transferControl(draft, request.to)];
    case 'hold':
    case 'resume':
      return chosen(draft, request.to).map((target) => held(draft, target, request.verb === 'hold'));
    case 'muteRollcall':
      return [itself(draft, { kind: 'muteSelf' })];
    case 'unmuteRollcall':
      return [itself(draft, { kind: 'unmuteSelf' })];
    case 'sendTones':
      return [itself(draft, { kind: 'sendTones', keys: request.keys })];
    case 'gallery':
      return [itself(draft, { kind: 'gallery' })];
    case 'shareScreen':
      return [itself(draft, { kind: 'shareScreen', role: request.role })];
    case 'leave': {
      const effectId = leave(draft, 'left');
      const outcome = draft.call.phase === 'ended' ? 'done' : 'waiting';
      return [{ ...rollcall(draft), outcome, ...(effectId && { effectId }) }];
    }
  }
}

/** The targets of a control that is not to be: by their names where the roster still has them. */
function named(draft: Draft, request: ControlRequest): Target[] {
  switch (request.verb) {
    case 'mute':
    case 'remove':
    case 'hold':
    case 'resume':
      return chosen(draft, request.to);
    case 'invite':
    case 'ringMissing':
      return request.people.map(guestTarget);
    case 'transfer':
      return [guestTarget(request.to)];
    default:
      return [rollcall(draft)];
  }
}

const targetFor = (one: Participant): Target => ({
  participantId: one.id,
  personId: one.personId,
  name: one.name,
  outcome: 'waiting',
});

const guestTarget = (person: Person): Target => ({
  participantId: null,
  personId: person.id.toLowerCase(),
  name: person.name,
  ...(person.bot && { bot: true }),
  outcome: 'waiting',
});

const rollcall = ({ call }: Draft): Target => ({
  participantId: call.myParticipantId,
  personId: call.botId,
  name: 'Rollcall',
  outcome: 'waiting',
});

/** What Rollcall does with its own leg. */
const itself = (draft: Draft, effect: Effect): Target => ({
  ...rollcall(draft),
  effectId: plan(draft, 'controls', effect),
});

function held(draft: Draft, target: Target, on: boolean): Target {
  if (!isWaiting(target) || target.participantId === null) return target;
  const { participantId } = target;
  return { ...target, effectId: plan(draft, 'controls', { kind: 'holdMusic', participantId, on }) };
}

/** Participants by id, each once; one who is not in the roster has left. */
function chosen(draft: Draft, ids: string[]): Target[] {
  const { call } = draft;
  return [...new Set(ids)].map((id): Target => {
    const one = call.roster.participants.find((participant) => participant.id === id);
    if (!one) return { participantId: id, personId: null, name: '', outcome: 'left' };
    if (!isRollcall(call, one)) return targetFor(one);
    return { ...targetFor(one), outcome: 'failed', reason: 'rollcallItself' };
  });
}

/** One effect for all it must be done to (who is muted already is done): Graph takes twenty a request. */
function together(draft: Draft, kind: 'mute' | 'remove', targets: Target[]): Target[] {
  const muted = draft.call.roster.participants.filter((one) => kind === 'mute' && one.muted);
  const mutedAlready = new Set(muted.map((one) => one.id));
  const judged = targets.map(
    (target): Target =>
      isWaiting(target) && mutedAlready.has(target.participantId ?? '')
        ? { ...target, outcome: 'done' }
        : target,
  );
  const participantIds = judged.filter(isWaiting).flatMap((target) => target.participantId ?? []);
  if (participantIds.length === 0) return judged;
  const effectId = plan(draft, 'controls', { kind, participantIds });
  return judged.map((target) => (isWaiting(target) ? { ...target, effectId } : target));
}

/** One effect a person, so that each has an outcome of their own; nobody is invited who is there already. */
function invite(draft: Draft, person: Person): Target {
  const target = guestTarget(person);
  const there = draft.call.roster.participants.find((one) => one.personId === target.personId);
  if (there) return { ...target, participantId: there.id, outcome: 'done' };
  return { ...target, effectId: plan(draft, 'controls', { kind: 'invite', person }) };
}
