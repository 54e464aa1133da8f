/**
 * The front desk: rules for calls that come in, what must be known to read them, and what they come to. Read from
 * config/frontdesk.yaml by rulesFile.ts, applied by route.ts. Pure types. All instants are milliseconds since the epoch.
 */

/**
 * Who calls, as Graph's `source` tells it. `anonymous`: nobody's identity; `encrypted`: Graph hides it from an application
 * that holds no permission for calls; its id then means nothing outside this call. `id`: Entra object id, application id or
 * number in E.164, lower case.
 */
export interface Caller {
  kind: 'user' | 'guest' | 'phone' | 'application' | 'anonymous' | 'encrypted';
  id: string | null;
  name: string;
  tenantId: string | null;
  languageId: string | null;
}

/** Whom the caller wanted: an application or resource account (`id`), or a number. */
interface Callee {
  id: string | null;
  phone: string | null;
}

/** `voicemail`: the id of the user whose voicemail it is. */
export interface RedirectTarget {
  kind: 'user' | 'bot' | 'phone' | 'voicemail';
  id: string;
}

type Answered = { do: 'answer'; menu: string };

/** What can be done at once. */
export type Settled =
  | Answered
  /** Application-hosted media. */
  | { do: 'answer'; media: 'host' }
  /** Media of Graph's, and nothing is said: what no file spells. */
  | { do: 'answer'; media: 'silent' }
  /** `seconds` null: Graph's own default. */
  | { do: 'redirect'; targets: RedirectTarget[]; seconds: number | null }
  | { do: 'reject'; reason: 'busy' | 'forbidden' | 'none' };

/**
 * `ask`: the agents' chat, before answering; `seconds` count from the call's receipt. `menu` and `voicemail` (a user id)
 * are what those buttons do, which are not offered without them. `hold`: answer, say "one moment", ask meanwhile.
 */
export type Outcome =
  | Settled
  | { do: 'ask'; seconds: number; otherwise: Settled; menu?: string; voicemail?: string }
  | { do: 'hold'; seconds: number; otherwise: Answered };

/** Any one of these. */
interface CallerCondition {
  users: string[];
  lists: string[];
  tenants: string[];
  /** Beginnings of numbers in E.164. */
  phones: string[];
  kinds: Caller['kind'][];
}

/**
 * A stretch of the week. `days` as ISO counts them, Monday 1; `from` and `to` in minutes after midnight, past midnight
 * where `to` is not later: a night belongs to the day on which it began. Null: whatever it is.
 */
export interface TimeCondition {
  days: number[] | null;
  hours: { from: number; to: number } | null;
  holiday: boolean | null;
}

/** All of those that are there. */
export interface Conditions {
  caller?: CallerCondition;
  /** Rollcall is invited into a meeting or another call of several. */
  group?: boolean;
  /** Any one of these; phones as the beginnings of numbers. */
  callee?: { ids: string[]; phones: string[] };
  time?: TimeCondition;
  /** Somebody's presence is one of Graph's availabilities; one that nobody told is `PresenceUnknown`. */
  presence?: { of: string; is: string[] };
  /** So many calls wait for an agent already. */
  waiting?: { atLeast: number };
  /** The caller's recent calls that were over quickly. */
  shortCalls?: { atLeast: number; withinMs: number; shorterMs: number };
}

export interface Rule {
  name: string;
  /** Of the file. */
  line: number;
  /** Null: everybody, always. */
  when: Conditions | null;
  /** Where all of these hold, the rule is passed over. */
  unless: Conditions | null;
  outcome: Outcome;
}

export interface FrontDesk {
  /** IANA. */
  zone: string;
  /** 2026-12-25, or 12-25 for each year. */
  holidays: readonly string[];
  /** Entra object ids by the name of the list. */
  lists: Readonly<Record<string, readonly string[]>>;
  /** What becomes of a blocked caller, before any rule is read. */
  blocked: Settled;
  rules: readonly Rule[];
}

/** What is found out about one call for the rules; plain JSON. */
export interface Facts {
  caller: Caller;
  callee: Callee;
  now: number;
  /** Calls that wait for an agent already. */
  waiting: number;
  /** Graph's availability by person; without an entry: unknown. */
  presence: Record<string, string>;
  blocked: boolean;
  /** The caller's calls that were answered or given up by them: when they came and how long they lasted. */
  recent: { at: number; ms: number }[];
  /** More calls come than a chat can be asked about. */
  flood: boolean;
  /** There is a chat of agents to ask. */
  agentsChat: boolean;
}
