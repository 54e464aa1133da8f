/**
 * What is to be done for a call, what came of it, and what `decide` gives: the next call and everything that is written
 * with it. Pure types.
 */
import type { Caller, Facts, RedirectTarget } from '../frontdesk/frontDesk.ts';
import type { Choices } from '../ivr/intent.ts';
import type { Language } from '../ivr/language.ts';
import type { Say } from '../ivr/menu.ts';
import type { Heard } from '../ivr/walk.ts';
import type { Person } from '../people/person.ts';
import type { AgentVerb } from './agentAudit.ts';
import type { Call, ControlVerb, MeetingCoordinates, Participant, Target } from './call.ts';
import type { CallNews, Failure, ResultInfo } from './news.ts';
import type { Placed, Purpose, Side } from './placed.ts';

/** What Graph must be asked to do for a call; `perform.ts` is one switch over it. */
export type Effect =
  | { kind: 'join'; coordinates: MeetingCoordinates; subject: string; media: 'service' | 'application' }
  /** `soFar`: what became of others of them in earlier attempts. */
  | { kind: 'mute' | 'remove'; participantIds: string[]; soFar?: ParticipantResult[] }
  | { kind: 'invite'; person: Person }
  | { kind: 'keepAlive' }
  /** GET the call and its participants. */
  | { kind: 'settle' }
  | { kind: 'hangUp' }
  | PlacingEffect
  | IncomingEffect
  | TalkEffect
  | OwnEffect;

/** For calls that Rollcall places, and on behalf of other calls. */
export type PlacingEffect =
  | { kind: 'place'; placed: Placed; subject: string }
  /** Places another call for this one; its id is made of this effect's, so that it is placed once. */
  | { kind: 'startErrand'; side: Side; purpose: Purpose; subject: string }
  /** Tells another call of ours what this one came to. */
  | { kind: 'tellCall'; callId: string; value: string }
  /** Tells a reminder what the call for it came to: 'waiting' | 'ringing' | 'heard' | 'snooze' | 'stop' | 'over:<reason>'. */
  | { kind: 'tellReminder'; reminderId: string; value: string }
  /** Moves the person of another call into this one: invite with replacesCallId (Graph's id of that call). */
  | { kind: 'moveHere'; person: Person; replacesCallId: string };

/** For calls that come in; `screen` finds out what the rules of the front desk ask for. */
export type IncomingEffect =
  | { kind: 'screen'; caller: Caller; callee: Facts['callee'] }
  | { kind: 'answer'; media: 'service' | 'application' }
  | { kind: 'reject'; reason: 'busy' | 'forbidden' | 'none' }
  | { kind: 'redirect'; targets: RedirectTarget[]; seconds: number | null };

/** For talking on the line; `step` is the walk's. */
export type TalkEffect =
  | { kind: 'subscribeTones' }
  | { kind: 'play'; step: number; say: Say[] }
  | {
      kind: 'record';
      step: number;
      say: Say[];
      purpose: 'choice' | 'message' | 'answer';
      seconds: number;
    }
  /** Fetches a recording, and finds out what it means; neither is kept. `sealed`: where it is and the key to it. */
  | {
      kind: 'understand';
      step: number;
      sealed: string;
      language: Language;
      purpose: 'choice' | 'message' | 'answer';
      choices: Choices | null;
    }
  | { kind: 'cancelMedia' }
  | { kind: 'lookUp'; step: number; url: string; timeoutMs: number }
  /** `replacesCallId`: Graph's id of the call with an agent who was asked before. */
  | { kind: 'transfer'; to: string; replacesCallId: string | null }
  | { kind: 'recordingStatus'; status: 'recording' | 'notRecording' };

/** What Rollcall does with its own leg, or with one participant's. */
export type OwnEffect =
  | { kind: 'muteSelf' | 'unmuteSelf' | 'gallery' }
  | { kind: 'holdMusic'; participantId: string; on: boolean }
  | { kind: 'sendTones'; keys: string }
  | { kind: 'shareScreen'; role: 'viewer' | 'sharer' };

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
   * `operations`: those of prompts and invitations still open that Graph could tell about.
   */
  | {
      kind: 'settle';
      askedAt: number;
      news: CallNews | null;
      participants: Participant[] | null;
      operations?: Operation[];
    }
  | { kind: 'hangUp' }
  | { kind: 'place'; news: CallNews }
  | { kind: 'screen'; facts: Facts }
  | { kind: 'understand'; step: number; heard: Heard }
  | { kind: 'lookUp'; step: number; text: string | null }
  /** Carried out, and nothing more to say. */
  | {
      kind:
        | 'answer'
        | 'reject'
        | 'redirect'
        | 'transfer'
        | 'startErrand'
        | 'tellCall'
        | 'tellReminder'
        | 'subscribeTones'
        | 'cancelMedia'
        | 'recordingStatus'
        | 'muteSelf'
        | 'unmuteSelf'
        | 'shareScreen';
    }
  /** Graph's operation, ended already or still to end. */
  | ({ kind: 'moveHere' | 'play' | 'record' | 'gallery' | 'holdMusic' | 'sendTones' } & Operation);

/**
 * `urgent` never queues behind the others; within a lane, effects of a call are carried out in order. Prompts have a
 * lane (`talk`), what cuts them short another (`quiet`), and so have lookups and what a recording means (`aside`).
 */
export type Lane = 'urgent' | 'controls' | 'upkeep' | 'talk' | 'quiet' | 'aside';

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

/** What is written to the audit table for a control or an agent's choice: when decided, and when its outcome is known. */
export interface AuditEntry {
  controlId: string;
  verb: ControlVerb | AgentVerb;
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
