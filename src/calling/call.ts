/**
 * A call as Rollcall knows it, everything that can happen to one, and everything one can ask for. Read this first:
 * `decide(call, event, now)` turns an event into the next call and its effects, `perform.ts` carries effects out.
 * Graph is the truth about a call; this is a note about it, settled with a GET whenever there is doubt.
 * All instants are milliseconds since the epoch. Pure types: nothing here does anything.
 */
import type { Person } from '../people/person.ts';
import type { Effect, EffectResult } from './effect.ts';
import type { AgentChoice, Incoming } from './incoming.ts';
import type { CallNews, Failure, ResultInfo } from './news.ts';
import type { Placed } from './placed.ts';
import type { Talk } from './talk.ts';

/**
 * Where a call is, in the order a life takes. `ringing`: somebody calls Rollcall, which has not answered. `joining`:
 * asked for (joined, placed or answered), not yet in. `leaving`: hung up, not yet gone.
 */
export type Phase = 'ringing' | 'joining' | 'lobby' | 'established' | 'leaving' | 'ended';

/**
 * Graph's own word for the state, as last heard (callState in the v1.0 metadata); null before Graph said anything.
 */
export type GraphCallState =
  | 'incoming'
  | 'establishing'
  | 'established'
  | 'hold'
  | 'transferring'
  | 'transferAccepted'
  | 'redirecting'
  | 'terminating'
  | 'terminated';

/** How to join a meeting: Graph's organizerMeetingInfo (with chatInfo) or joinMeetingIdMeetingInfo. */
export type MeetingCoordinates =
  | {
      by: 'organizer';
      organizerId: string;
      threadId: string;
      messageId: string;
      replyChainMessageId?: string;
    }
  | { by: 'meetingId'; joinMeetingId: string; passcode: string | null };

/** One entry of the roster, Graph's participant brought to what Rollcall needs. */
export interface Participant {
  /** Graph's participant id, good for this call only. */
  id: string;
  /** Entra object id, application id or phone number; null when Graph hides it (an encrypted identity). */
  personId: string | null;
  name: string;
  kind: 'user' | 'guest' | 'phone' | 'application' | 'unknown';
  inLobby: boolean;
  /** Client or server muted. */
  muted: boolean;
}

interface Roster {
  participants: Participant[];
  /** When it was last heard from Graph, by notification or GET; null: never yet. */
  asOf: number | null;
  /** The highest rosterSequenceNumber seen, where Graph sends one. */
  sequence: number | null;
}

/** Why a call ended. `reason` names a text (`call.ended.<reason>`); `reference` is for support, no personal data. */
export interface Ending {
  reason: string;
  code: number | null;
  subcode: number | null;
  reference: string;
}

/** What somebody asked of a call. `to` are participant ids except for invite, where they are people. */
export type ControlRequest =
  | { verb: 'mute'; to: string[] }
  /** Everybody unmuted but the asker, Rollcall and those in `spare` (presenters; participant or person ids). */
  | { verb: 'muteOthers'; spare: string[] }
  | { verb: 'remove'; to: string[] }
  /** Everybody but the asker and Rollcall. */
  | { verb: 'removeEveryone' }
  | { verb: 'invite'; people: Person[] }
  /** Rings each of these absent people alone and asks whether they come (placed.ts, `ringMissing`). */
  | { verb: 'ringMissing'; people: Person[]; sentence: string }
  /** Hands the other side of a peer-to-peer call to somebody else. */
  | { verb: 'transfer'; to: Person }
  /** Hold music for one participant. */
  | { verb: 'hold' | 'resume'; to: string[] }
  /** Rollcall itself: its microphone, and keys it presses ("1#"). */
  | { verb: 'muteRollcall' | 'unmuteRollcall' }
  | { verb: 'sendTones'; keys: string }
  | { verb: 'gallery' }
  /** Only where the media is application-hosted. */
  | { verb: 'shareScreen'; role: 'viewer' | 'sharer' }
  | { verb: 'leave' };

export type ControlVerb = ControlRequest['verb'];

/** What became of one target of a control. `left`: gone before it could be done. */
type Outcome = 'waiting' | 'done' | 'failed' | 'left';

export interface Target {
  participantId: string | null;
  personId: string | null;
  name: string;
  outcome: Outcome;
  /** Names a text (`control.failed.<reason>`); only with `failed`. */
  reason?: string;
  /** The effect that carries it out, so that its outcome finds its way back. */
  effectId?: string;
  /** An application, not a person. */
  bot?: boolean;
  /** What somebody who was rung pressed; only Rollcall's own question gives it. */
  answer?: 'join' | 'late' | 'cannot';
  /** Graph's operation that rings whoever was invited, where its answer named one. */
  operationId?: string;
  /** The call of ours that rings them (`ringMissing`). */
  errandCallId?: string;
}

/** A control that was decided, with what became of it; the last few are kept on the call, all in the audit table. */
export interface Control {
  id: string;
  verb: ControlVerb;
  by: Person;
  at: number;
  targets: Target[];
  /** When the last target had its outcome; null while something is still waiting. */
  finishedAt: number | null;
}

/** The other side is being handed to somebody else; Graph ends the call when it worked. */
export interface Transfer {
  /** Entra object id. */
  to: string;
  /** What follows when it comes to nothing: back into the menu, to the next outcome of the front desk, or a control. */
  by: 'menu' | 'frontDesk' | 'control';
  /** The call in which that person is asked first, in a consultative transfer. */
  errandCallId: string | null;
  /** The transfer itself; null while that person is asked, or Graph has not answered the call yet. */
  effectId: string | null;
  /** When Graph was asked for the transfer, or the person was rung. */
  since: number;
}

export interface Call {
  /** Our own id; part of the callbackUri, so a notification finds its call before Graph's id is known. */
  id: string;
  /** Graph's id, normalised (lib/ids normalGuid). */
  graphId: string | null;
  tenantId: string;
  /** Rollcall's application id: with `myParticipantId`, how it knows itself in a roster. */
  botId: string;
  /** The meeting this call joined, in our own meetings table; null for a meeting Rollcall did not make or look up. */
  meetingId: string | null;
  /** Unique among live calls: Rollcall never joins a meeting twice. */
  meetingKey: string;
  /** Null for a call that is in no meeting: one that Rollcall placed, or that came in. */
  coordinates: MeetingCoordinates | null;
  /** Whom Rollcall rings, and what for; only for a call that it placed. */
  placed?: Placed;
  /** Who calls, and what the front desk makes of it; only for a call that came in. */
  incoming?: Incoming;
  /** What Rollcall says and hears on the line, where it talks at all. */
  talk?: Talk;
  transfer?: Transfer;
  /** Who runs the media; `service` where nothing is said. */
  media?: 'service' | 'application';
  subject: string;
  /** Who asked Rollcall in; the caller, where the call came in. */
  broughtBy: Person;
  /** The chat whose live card this call has; empty for a call that belongs to no chat. */
  conversationId: string;
  locale: string;
  /** Those expected, for "missing". */
  invited: Person[];

  phase: Phase;
  graphState: GraphCallState | null;
  createdAt: number;
  establishedAt: number | null;
  endedAt: number | null;
  ending: Ending | null;
  /** Rollcall's own participant id, so that it is never counted. */
  myParticipantId: string | null;
  roster: Roster;
  /** When Graph last said anything about this call. */
  lastHeardAt: number | null;
  /** Since when nobody but Rollcall is there; null while somebody is, or as long as no roster was heard. */
  aloneSince: number | null;
  /** No callback came within 20 seconds of joining, and none since, whatever Graph's answers say. */
  unheard: boolean;
  /** Since when Graph does not answer about this call; null while it does. */
  doubtSince: number | null;
  /** The controls still open and the last few finished ones, oldest first; of those before, the ids alone. */
  controls: Control[];
  pastControls?: string[];
  /** Rollcall is to leave, or has hung up; `effectId` null: as soon as Graph's id of the call is known. */
  leaving: { effectId: string | null; reason: 'left' | 'alone' | 'noAnswer' } | null;
  /** The settle under way; `heardSince`: a notification came after it was asked for. */
  settling: { effectId: string; heardSince: boolean } | null;
  /** Every named timer ever set; one of an older generation, or with `due` null, is void. */
  timers: Record<string, { generation: number; due: number | null }>;
  /** Grows whenever something that a card shows has changed. */
  revision: number;
  /** A hang-up after the end, of a call whose name came late; tried again until it is certain. */
  orphan?: { effectId: string; attempts: number };
  /** Number of effects asked for so far: what effect ids are made of. */
  effectCount: number;
}

/** Everything that can happen to a call. */
export type CallEvent =
  /** The very first: somebody brought Rollcall in. */
  | { kind: 'joinRequested' }
  | { kind: 'callUpdated'; news: CallNews }
  | { kind: 'callDeleted'; news: CallNews }
  /** The whole roster, Rollcall itself included. */
  | { kind: 'rosterUpdated'; graphId: string; participants: Participant[]; sequence: number | null }
  /** A commsOperation that ended; `context` is its clientContext, the id of the effect that started it. */
  | {
      kind: 'operationEnded';
      graphId: string;
      operationId: string;
      context: string | null;
      ok: boolean;
      result: ResultInfo | null;
      /** A recording that was made: where it is and the key to it, sealed before they are saved. */
      recording?: string;
    }
  /** The very first of a call that comes in (the desk makes the call of it). */
  | { kind: 'incomingCall' }
  /** The very first of a call that Rollcall places. */
  | { kind: 'placeRequested' }
  /** A call that Rollcall places waits for a line: there is one, all were paused before anybody was rung, there is none. */
  | { kind: 'lineFree' | 'linePaused' }
  | { kind: 'noLine'; reason: 'monthUsedUp' }
  /** An agent pressed on the queue card; the first one counts. */
  | { kind: 'agentChose'; by: Person; choice: AgentChoice }
  /** A call that was placed on behalf of this one has something to say, or is over. `value`: see placed.ts. */
  | { kind: 'errandTold'; callId: string; value: string; graphId: string | null }
  | { kind: 'controlRequested'; id: string; by: Person; request: ControlRequest }
  | { kind: 'effectDone'; effectId: string; result: EffectResult }
  /** `of`: what it was. */
  | { kind: 'effectFailed'; effectId: string; failure: Failure; of?: Effect['kind'] }
  /** A dead instance had sent this effect and nobody knows whether it arrived. */
  | { kind: 'outcomeUnknown'; effectId: string }
  | { kind: 'timerDue'; name: string; generation: number }
  /** We may have missed something (a restart, a database that was away): ask Graph. */
  | { kind: 'doubted' };
