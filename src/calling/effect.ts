/**
 * What is to be done for a call, what came of it, and what `decide` gives: the next call and everything that is written
 * with it. Pure types.
 */
import type { Person } from '../people/person.ts';
import type {
  Call,
  CallNews,
  ControlVerb,
  Failure,
  MeetingCoordinates,
  Participant,
  ResultInfo,
  Target,
} from './call.ts';

/** What Graph must be asked to do for a call; `perform.ts` is one switch over it. */
export type Effect =
  | { kind: 'join'; coordinates: MeetingCoordinates; subject: string }
  /** `soFar`: what became of others of them in earlier attempts. */
  | { kind: 'mute' | 'remove'; participantIds: string[]; soFar?: ParticipantResult[] }
  | { kind: 'invite'; person: Person }
  | { kind: 'keepAlive' }
  /** GET the call and its participants. */
  | { kind: 'settle' }
  | { kind: 'hangUp' };

/** What became of one participant of an effect for many; `failure` null: done. */
export interface ParticipantResult {
  participantId: string;
  failure: Failure | null;
}

/** A commsOperation as Graph answers it: not `ended`, it is still running. */
export interface Operation {
  operationId: string | null;
  ended: boolean;
  ok: boolean;
  result: ResultInfo | null;
}

export type EffectResult =
  | { kind: 'join'; news: CallNews }
  | { kind: 'mute' | 'remove'; results: ParticipantResult[] }
  | ({ kind: 'invite' } & Operation)
  | { kind: 'keepAlive' }
  /**
   * `news` null: Graph answered 404, there is no such call any more. `participants` null: not to be had.
   * `operations`: those of invitations still open that Graph could tell about.
   */
  | {
      kind: 'settle';
      askedAt: number;
      news: CallNews | null;
      participants: Participant[] | null;
      operations?: Operation[];
    }
  | { kind: 'hangUp' };

/** `urgent` never queues behind the others; within a lane, effects of a call are carried out in order. */
export type Lane = 'urgent' | 'controls' | 'upkeep';

export interface PlannedEffect {
  id: string;
  lane: Lane;
  effect: Effect;
  /** Carried out even when the call has ended meanwhile. */
  outlivesCall: boolean;
}

/** A durable timer, set or (`due` null) cancelled; setting a name again voids the earlier one. */
export interface TimerChange {
  name: string;
  generation: number;
  due: number | null;
}

/** What is written to the audit table for a control: once when decided, again when its outcome is known. */
export interface AuditEntry {
  controlId: string;
  verb: ControlVerb;
  by: Person;
  targets: Target[];
  at: number;
  finishedAt: number | null;
}

/** What `decide` gives: the next call and everything that must be written with it in the same transaction. */
export interface Decision {
  call: Call;
  effects: PlannedEffect[];
  timers: TimerChange[];
  audit: AuditEntry[];
  /** Something that a card shows has changed. */
  cardChanged: boolean;
}
