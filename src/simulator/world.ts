/** The simulated tenant: its people, its meetings and who is in them. What happens here, calls are told of. */
import { randomUUID } from 'node:crypto';
import type { SimulatorClock } from './clock.ts';
import { plainUrl } from './ids.ts';
import type {
  Attendance,
  CalendarEvent,
  Ring,
  Room,
  SimulatedCall,
  SimulatedChat,
  SimulatedMeeting,
} from './model.ts';
import { makeMeeting, type NewMeeting } from './newMeeting.ts';
import { cast, generatedPerson, type SimulatedPerson } from './people.ts';

/** What changed; `roster` is one room's. */
export type Change =
  | { kind: 'roster'; room: Room }
  | { kind: 'removed'; room: Room; gone: Attendance }
  | { kind: 'admitted'; room: Room; attendance: Attendance }
  | { kind: 'ended'; meeting: SimulatedMeeting; reason: string }
  | { kind: 'meeting'; meeting: SimulatedMeeting }
  | { kind: 'call'; call: SimulatedCall };

export interface JoinOptions {
  muted?: boolean;
  inLobby?: boolean;
}

export class World {
  readonly people = new Map<string, SimulatedPerson>();
  readonly meetings = new Map<string, SimulatedMeeting>();
  readonly events = new Map<string, CalendarEvent>();
  /** Group and one-to-one chats; a meeting's chat comes with the meeting. */
  readonly chats = new Map<string, SimulatedChat>();
  /** Call legs of the bot, ended ones too. */
  readonly calls = new Map<string, SimulatedCall>();
  /** Phones that ring at this moment. */
  readonly rings = new Map<string, Ring>();
  readonly tenantId: string;
  readonly botId: string;
  readonly #clock: SimulatorClock;
  readonly #listeners = new Set<(change: Change) => void>();

  constructor(clock: SimulatorClock, tenantId: string, botId: string) {
    this.#clock = clock;
    this.tenantId = tenantId;
    this.botId = botId;
    this.reset();
  }

  /** Back to the cast alone: no meetings, no calls. */
  reset(): void {
    for (const map of [this.meetings, this.events, this.chats, this.calls, this.rings]) map.clear();
    this.people.clear();
    for (const person of cast) this.people.set(person.id, { ...person });
  }

  /** Hears of every change until the returned function is called. */
  onChange(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(change: Change): void {
    for (const listener of this.#listeners) listener(change);
  }

  /** By object id, phone number, UPN or full name, in any letter case. */
  person(key: string): SimulatedPerson | undefined {
    const wanted = key.toLowerCase();
    return (
      this.people.get(wanted) ??
      [...this.people.values()].find(
        ({ userPrincipalName, name }) =>
          (userPrincipalName && userPrincipalName.toLowerCase() === wanted) || name.toLowerCase() === wanted,
      )
    );
  }

  createMeeting(wanted: NewMeeting): SimulatedMeeting {
    const meeting = makeMeeting(wanted, { world: this, now: this.#clock.now() });
    this.meetings.set(meeting.id, meeting);
    this.tell({ kind: 'meeting', meeting });
    return meeting;
  }

  /** By Graph's id, chat thread, join link in any encoding, or the number that people type. */
  meeting(key: string): SimulatedMeeting | undefined {
    const plain = plainUrl(key);
    return (
      this.meetings.get(key) ??
      [...this.meetings.values()].find(
        (meeting) =>
          meeting.threadId === key ||
          meeting.joinMeetingId === key.replaceAll(' ', '') ||
          plainUrl(meeting.joinWebUrl) === plain,
      )
    );
  }

  removeMeeting(meeting: SimulatedMeeting): void {
    this.endMeeting(meeting, 'ended');
    this.meetings.delete(meeting.id);
    this.tell({ kind: 'meeting', meeting });
  }

  /** A person enters; who is there already stays the one entry. */
  join(room: Room, person: Attendance['person'], options: JoinOptions = {}): Attendance {
    const there = this.find(room, person.id);
    if (there) return there;
    const attendance = this.enter(room, person, options);
    this.changed(room);
    return attendance;
  }

  /** Puts somebody in the room without telling anybody yet. */
  enter(
    room: Room,
    person: Attendance['person'],
    options: JoinOptions & { callId?: string; participantId?: string } = {},
  ): Attendance {
    const attendance: Attendance = {
      participantId: options.participantId ?? randomUUID(),
      person: { id: person.id, name: person.name, kind: person.kind },
      muted: options.muted ?? false,
      serverMuted: false,
      inLobby: options.inLobby ?? false,
      joinedAt: this.#clock.now(),
      ...(options.callId ? { callId: options.callId } : {}),
    };
    room.people.set(attendance.participantId, attendance);
    const meeting = room.meetingId ? this.meetings.get(room.meetingId) : undefined;
    if (meeting && meeting.state !== 'live') {
      meeting.state = 'live';
      this.tell({ kind: 'meeting', meeting });
    }
    return attendance;
  }

  /** Whoever goes by this participant id, person id or call id in the room; `bot` is the bot. */
  find(room: Room, key: string): Attendance | undefined {
    const id = key === 'bot' ? this.botId : key;
    const person = this.person(id)?.id ?? id;
    return (
      room.people.get(id) ??
      [...room.people.values()].find(
        (attendance) =>
          attendance.person.id === person || attendance.callerId === person || attendance.callId === id,
      )
    );
  }

  /** Somebody goes, or is removed; a bot that goes this way hears that it was removed. */
  leave(room: Room, gone: Attendance): void {
    if (!room.people.delete(gone.participantId)) return;
    this.tell({ kind: 'removed', room, gone });
    this.changed(room);
  }

  mute(room: Room, attendance: Attendance, by: 'self' | 'server' = 'self'): void {
    attendance.muted = true;
    if (by === 'server') attendance.serverMuted = true;
    this.changed(room);
  }

  unmute(room: Room, attendance: Attendance): void {
    attendance.muted = false;
    attendance.serverMuted = false;
    this.changed(room);
  }

  /** Lets somebody in from the lobby. */
  admit(room: Room, attendance: Attendance): void {
    if (!attendance.inLobby) return;
    attendance.inLobby = false;
    this.tell({ kind: 'admitted', room, attendance });
    this.changed(room);
  }

  /** Sends somebody (back) to the lobby. */
  sendToLobby(room: Room, attendance: Attendance): void {
    attendance.inLobby = true;
    this.changed(room);
  }

  /** Adds `count` people who do not exist otherwise; one roster is sent for all of them. */
  fill(room: Room, count: number): void {
    for (let n = 1; n <= count; n++) {
      const person = generatedPerson(n);
      this.people.set(person.id, person);
      if (!this.find(room, person.id)) this.enter(room, person, { muted: person.behaviour === 'joinsMuted' });
    }
    this.changed(room);
  }

  /** Everybody is out; bots hear of it with the given reason (see endings.ts). */
  endMeeting(meeting: SimulatedMeeting, reason = 'ended'): void {
    if (meeting.state === 'ended') return;
    meeting.state = 'ended';
    this.tell({ kind: 'ended', meeting, reason });
    meeting.room.people.clear();
    this.tell({ kind: 'meeting', meeting });
  }

  changed(room: Room): void {
    room.sequence += 1;
    this.tell({ kind: 'roster', room });
  }
}
