/** What each card shows, as plain data. Pure types; all instants are milliseconds since the epoch. */
import type { Control, Ending, Participant, Phase, Target } from '../../calling/call.ts';
import type { AgentChoice } from '../../calling/incoming.ts';
import type { Side } from '../../calling/placed.ts';
import type { AllowedPresenters, LobbyScope, Meeting } from '../../meetings/meeting.ts';
import type { Person } from '../../people/person.ts';
import type { Show, VerbData } from '../verbs.ts';

/** Where the reader is: alone with Rollcall, or in a chat where only text that mentions Rollcall arrives. */
type Scope = 'personal' | 'group';

/** One line of help, its texts already in the reader's language. */
export interface CommandLine {
  /** The word itself, without a slash. */
  name: string;
  /** What may follow it, such as "[subject] [when] [with people]"; may be empty. */
  usage: string;
  summary: string;
  /** Shown at once; the others are unfolded. */
  listed: boolean;
}

export interface HelpView {
  scope: Scope;
  botName: string;
  topics: readonly { title: string; commands: readonly CommandLine[] }[];
  /** An id of its own for each help card: what makes a double press on "Plan a meeting" one form. */
  formId: string;
}

export interface WelcomeView {
  scope: Scope;
  botName: string;
  /** Who installed Rollcall here, where Teams says so. */
  addedBy?: string | null;
  formId?: string;
}

/** What was understood of a meeting so far; what is null is asked for empty. */
export interface MeetingFormView {
  /** `new` gives scheduleMeeting with `id` as formId, `reschedule` gives rescheduleMeeting with `id` as meetingId. */
  mode: 'new' | 'reschedule';
  id: string;
  subject: string | null;
  /** YYYY-MM-DD and HH:MM, in the zone below. */
  date: string | null;
  time: string | null;
  /** Minutes. */
  duration: number | null;
  /** IANA zone that date and time are meant in; shown, so that nobody guesses. */
  zone: string;
  /** Chosen already; their names are shown by the picker. */
  people: readonly Person[];
  lobby: LobbyScope;
  presenters: AllowedPresenters;
  /** A whole sentence on what to put right, from the texts: "Friday 10:00 has passed. Next Friday?" */
  problem: string | null;
}

export interface DraftView {
  meeting: Meeting;
}

export interface MeetingView {
  meeting: Meeting;
  /** Rollcall's call in this meeting while it lasts; `here` without Rollcall, null before a roster was heard. */
  live: { here: number | null } | null;
  /** Only where the source is link: Teams' own new-meeting dialog, filled in. */
  newMeetingUrl: string | null;
}

export interface LiveView {
  callId: string;
  subject: string;
  phase: Phase;
  broughtBy: string;
  createdAt: number;
  establishedAt: number | null;
  endedAt: number | null;
  joinUrl: string | null;
  /** Everybody in the meeting and not in its lobby, without Rollcall. */
  here: number;
  /** Names of those waiting in the lobby. */
  inLobby: readonly string[];
  unmuted: number;
  /** Names of those invited and not here; null where nobody is known to be invited. */
  missing: readonly string[] | null;
  /** No callback came within 20 seconds of joining, and none since. */
  unheard: boolean;
  /** Since when Graph does not answer about the call; then the roster is as of `asOf`. */
  doubtSince: number | null;
  asOf: number | null;
  /** Graph answers nobody, whatever the call. */
  teamsAway: boolean;
  /** The last control, for "Muted 51. Dana left first." */
  control: Control | null;
  /** Those who were rung last because they were missing, with how each took it, and when. */
  rung: { at: number; targets: readonly Target[] } | null;
  ending: Ending | null;
}

export interface RosterView {
  callId: string;
  subject: string;
  asOf: number;
  /** The zone for "15:21:40" where the card has one reader; null where readers differ (then hours and minutes). */
  zone: string | null;
  /** Everybody in the meeting or its lobby, without Rollcall. */
  participants: readonly Participant[];
  missing: readonly Person[];
  show: Show;
  /** First letters shown, such as "a-f"; null for the first page. Only with show = letters. */
  letters: string | null;
  /** Participant ids chosen already. */
  chosen: readonly string[];
  /** The last control, with a line per person. */
  control: Control | null;
  /** A whole sentence on top, from the texts: "Choose somebody first." */
  notice: string | null;
  /** The call is over: the card keeps its last roster and has no buttons. */
  ended: boolean;
}

/** The second step of "Mute others" and "Remove", in place of the roster card until answered. */
export interface RosterConfirmView {
  callId: string;
  subject: string;
  show: Show;
  letters: string | null;
  /** Whom it is about, as participant ids: for removeChosen the chosen, for muteOthers all that will be muted. */
  people: readonly { id: string; name: string }[];
  verb: 'muteOthers' | 'removeChosen';
  /** muteOthers: participant ids the presser chose, carried on, and the names of those spared. */
  chosen: readonly string[];
  spared: readonly string[];
}

export interface ChooseCallView {
  /** Run again with the chosen call. */
  command: string;
  rest: string;
  calls: readonly { callId: string; subject: string; since: number }[];
}

export interface ChoosePersonView {
  /** What the answer runs: a command in a call, a call to that person, or a reminder for them. */
  pick:
    | { callId: string; command: string }
    | { formId: string; say?: string }
    | { remind: Omit<VerbData<'chooseReminded'>, 'personId'> };
  /** What was typed: "Alex". */
  name: string;
  /** Ids of those named beside, who were clear. */
  also?: readonly string[];
  /** `id` is what the answer carries: a participant id or an Entra object id. `detail`: mail, title or state. */
  people: readonly { id: string; name: string; detail?: string | null }[];
}

export interface MeetingsView {
  /** In the order to show. */
  meetings: readonly {
    subject: string;
    start: number;
    end: number;
    joinUrl: string | null;
    organizer: string;
    /** Rollcall is in it now. */
    live: boolean;
  }[];
  /** How many more there are. */
  more: number;
  formId: string;
}

/** A call that Rollcall placed. */
export interface PlacedView {
  callId: string;
  subject: string;
  phase: Phase;
  /** Nobody is rung yet: no line is free, or outgoing calls are paused. */
  waiting: 'line' | 'paused' | null;
  by: string;
  createdAt: number;
  establishedAt: number | null;
  endedAt: number | null;
  /** Whom Rollcall rings, with how they took it. */
  sides: readonly Side[];
  group: boolean;
  /** Began between two, and somebody was added: Graph's roster is limited then. */
  escalated: boolean;
  /** Names of those there besides. */
  others: readonly string[];
  /** What Rollcall says; null where people speak with each other. */
  say: string | null;
  /** All of that was spoken. */
  said: boolean;
  unheard: boolean;
  doubtSince: number | null;
  asOf: number | null;
  /** Graph answers nobody, whatever the call. */
  teamsAway: boolean;
  control: Control | null;
  ending: Ending | null;
}

/** A call that waits for an agent. */
export interface QueueCall {
  callId: string;
  /** The caller, in words and ready for Markdown. */
  who: string;
  /** The rule by which agents are asked, ready for Markdown. */
  rule: string;
  since: number;
  /** Answered, and on hold; else it rings still. */
  answered: boolean;
  /** What becomes of it at `until` if nobody presses. */
  next: 'menu' | 'host' | 'person' | 'people' | 'voicemail' | 'reject';
  until: number;
  /** What can be done for it now. */
  choices: readonly AgentChoice[];
}

export interface QueueView {
  /** In the order to show: longest waiting first. */
  waiting: readonly QueueCall[];
  /** Chosen for by an agent (`by`), or taken care of without one (`by` empty). */
  underWay: readonly { who: string; state: AgentChoice | 'answered'; by: string }[];
  /** What an agent chose for a call that has just left the front desk, the latest first. */
  settled: readonly { who: string; choice: Exclude<AgentChoice, 'menu'>; by: string; at: number }[];
}

/** What holds for every call: whether outgoing ones are paused, and whether Graph answers nobody. */
export interface Line {
  paused: boolean;
  teamsAway: boolean;
}
