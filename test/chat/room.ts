/** A chat room of tests: services that keep what was asked of them, and turns of the people in it. */
import { pino } from 'pino';
import type { Call, Control, ControlRequest } from '../../src/calling/call.ts';
import type { AgentChoice } from '../../src/calling/incoming.ts';
import type { PlaceRequest, Side } from '../../src/calling/placed.ts';
import { createAccess } from '../../src/chat/access.ts';
import type { Message } from '../../src/chat/connector.ts';
import type { Blocked, Services } from '../../src/chat/services.ts';
import type { Turn } from '../../src/chat/turn.ts';
import { derivedId } from '../../src/lib/ids.ts';
import { mentionMark } from '../../src/lib/mentionMark.ts';
import { textFor } from '../../src/locales/text.ts';
import { knownRoles } from '../../src/meetings/roles.ts';
import { createDirectory } from '../../src/people/directory.ts';
import type { MayRing } from '../../src/people/ringing.ts';
import type { Reminder } from '../../src/reminders/reminder.ts';
import { call as meetingCall } from './cards/calls.ts';
import { now } from './cards/samples.ts';
import { keptReminders } from './keptReminders.ts';

const tenantId = derivedId('tenant');
const names = [
  'Megan Bowen',
  'Adele Vance',
  'Alex Wilber',
  'Alex Kim',
  'Lee Gu',
  'Joni Sherman',
  'Patti Fernandez',
];
export const people = Object.fromEntries(
  names.map((name) => [name, { id: derivedId('person', name), name }]),
);
const known = (name: string) => {
  const person = Object.values(people).find((one) => one.name.startsWith(name));
  if (!person) throw new Error(`nobody is called ${name}`);
  return person;
};
export const person = known;

/** A call that Rollcall placed, as the calling room would give it. */
export const placedCall = (request: PlaceRequest, more: Partial<Call> = {}): Call => ({
  ...meetingCall(),
  ...{ id: request.id, tenantId, meetingId: null, coordinates: null, invited: [] },
  ...{ subject: request.subject, broughtBy: request.by, conversationId: request.conversationId },
  placed: {
    sides: request.sides.map((side): Side => ({ ...side, state: 'ringing' })),
    group: request.sides.length > 1,
    purpose: request.purpose,
  },
  phase: 'joining',
  ...more,
});

export interface Room {
  services: Services;
  /** Everything that was said in this chat: texts, or the titles of cards with their buttons. */
  said: string[];
  cards: NonNullable<Extract<Message, { card: unknown }>['card']>[];
  toldAlone: string[];
  updated: string[];
  shown: string[];
  placed: PlaceRequest[];
  controls: { callId: string; id: string; request: ControlRequest }[];
  chosen: { callId: string; by: string; choice: AgentChoice }[];
  noted: { id: string; people: string[] }[];
  calls: Map<string, Call>;
  blocked: Blocked[];
  reminders: Map<string, Reminder>;
  /** Why somebody may not be rung, by first name. */
  wishes: Map<string, MayRing>;
  /** Those who have spoken to Rollcall alone. */
  personal: Set<string>;
  agentsChat: string | null;
  deeds: string[];
  turn(who: string, text?: string, more?: Partial<Turn>): Turn;
}

/** @param more services that differ */
export function openRoom(more: Partial<Services> = {}): Room {
  const room: Omit<Room, 'services'> = {
    ...{ said: [], cards: [], toldAlone: [], updated: [], shown: [], placed: [], controls: [], chosen: [] },
    ...{ noted: [], calls: new Map(), blocked: [], wishes: new Map(), personal: new Set(), deeds: [] },
    reminders: new Map(),
    agentsChat: null,
    turn,
  };
  const users = Object.values(people).map(({ id, name }) => ({
    ...{ id, displayName: name, userPrincipalName: `${name.split(' ')[1]?.toLowerCase()}@contoso.com` },
  }));
  const services: Services = {
    bot: { id: derivedId('bot'), name: 'Rollcall' },
    tenantId,
    commands: [],
    clock: { now: () => now, every: () => () => undefined },
    log: pino({ level: 'silent' }),
    text: textFor,
    phoneCalls: false,
    isRecording: async (name) => name === 'appointment.wav',
    scheduling: { get: async () => null } as never,
    looked: () => undefined,
    tellAdmins: async () => undefined,
    personalChat: async (id) => (room.personal.has(id) ? ({ user: { id } } as never) : null),
    writeDown: async ({ verb, outcome }) => void room.deeds.push(`${verb} ${outcome}`),
    directory: createDirectory({
      getUser: async (id) => users.find((user) => user.id === id) ?? null,
      getUsers: async (ids) => users.filter(({ id }) => ids.includes(id)),
      findUsers: async (text) =>
        users.filter(({ displayName }) => displayName.toLowerCase().startsWith(text.toLowerCase())),
    }),
    access: createAccess({
      tenantId,
      adminIds: [known('Patti').id],
      text: textFor,
      knownRoles: ({ who, place }, { meeting, call, reminder, agentsChatId }) =>
        knownRoles(who, {
          ...{ meeting, broughtBy: call?.broughtBy ?? null, placeId: place.id, agentsChatId },
          adminIds: [known('Patti').id],
          remindedBy: reminder?.by ?? null,
          ...(call?.placed && { placed: call.placed.sides.map(({ id }) => id) }),
        }),
      askedRoles: async () => [],
      refused: async () => undefined,
    }),
    async reply(_turn, message) {
      if ('card' in message) room.cards.push(message.card);
      room.said.push('card' in message ? message.card.fallbackText : spoken(message));
    },
    connector: {
      send: async (_to: unknown, message: Message) =>
        String(room.toldAlone.push('text' in message ? message.text : '')),
      update: async (_to: unknown, _id: string, message: Message) =>
        void room.updated.push('card' in message ? JSON.stringify(message.card.body) : message.text),
      member: async (_to: unknown, id: string) => {
        const found = Object.values(people).find((one) => one.id === id && one.name !== 'Joni Sherman');
        return found ? { mri: `29:${found.name}`, ...found } : null;
      },
    } as never,
    liveCards: {
      show: async (_place: unknown, subject: string) => void room.shown.push(subject),
      move: async (_place: unknown, subject: string) => void room.shown.push(`moved ${subject}`),
      changed: async (subject: string) => void room.shown.push(`changed ${subject}`),
      posted: async () => undefined,
      flush: () => undefined,
    } as never,
    pacing: {
      pause: async () => true,
      resume: async () => true,
      state: async () => ({ paused: null, waiting: 0, live: 0, month: 0 }),
    },
    imports: { get: async () => null } as never,
    reminders: keptReminders(room.reminders, new Map()),
    rings: {
      mayRing: async (_by, asked) =>
        asked.map(({ name }) => room.wishes.get(name.split(' ')[0] ?? '') ?? 'yes'),
      note: async (id, _by, rung) => void room.noted.push({ id, people: rung.map(({ name }) => name) }),
      set: async ({ name }, wanted) => void room.wishes.set(name.split(' ')[0] ?? '', wanted ? 'yes' : 'off'),
    },
    frontDesk: {
      chat: async () =>
        room.agentsChat === null ? null : { conversationId: room.agentsChat, reference: {} },
      async bind(id) {
        room.agentsChat = id;
      },
      blocked: async () => room.blocked,
      block: async (caller) => void room.blocked.push(caller),
      async unblock({ kind, id }) {
        const before = room.blocked.length;
        room.blocked = room.blocked.filter((one) => one.kind !== kind || one.id !== id);
        return room.blocked.length < before;
      },
    },
    calls: {
      start: async () => Promise.reject(new Error('no meeting is joined here')),
      get: async (id) => room.calls.get(id) ?? null,
      liveIn: async () => [...room.calls.values()].filter(({ phase }) => phase !== 'ended'),
      lastIn: async () => [...room.calls.values()].at(-1) ?? null,
      liveOfMeeting: async () => null,
      async place(request) {
        const there = room.calls.get(request.id);
        if (there) return { call: there, placed: 'already' };
        room.placed.push(request);
        const call = placedCall(request);
        room.calls.set(call.id, call);
        return { call, placed: 'new' };
      },
      async control(callId, id, by, request) {
        const call = room.calls.get(callId);
        if (!call) throw new Error('no such call');
        room.controls.push({ callId, id, request });
        const control: Control = { id, verb: request.verb, by, at: now, targets: [], finishedAt: null };
        const after = { ...call, controls: [...call.controls, control] };
        room.calls.set(callId, after);
        return after;
      },
      incomingLive: async () => [...room.calls.values()].filter(({ incoming }) => incoming),
      async agentChose(callId, by, choice) {
        const call = room.calls.get(callId);
        if (!call?.incoming) throw new Error('no such call');
        room.chosen.push({ callId, by: by.name, choice });
        const first = call.incoming.chosen ?? { by, choice };
        const after = { ...call, incoming: { ...call.incoming, chosen: first, asking: null } };
        room.calls.set(callId, after);
        return after;
      },
    },
    ...more,
  };
  return Object.assign(room, { services });
}

const spoken = ({ text, mentions = [] }: Extract<Message, { text: string }>): string =>
  [...mentions.map(({ name }) => `@${name}`), text].join(' ');

let turns = 0;

/** Something said or pressed; "@Adele" in the text is a mention. */
function turn(who: string, text = '', more: Partial<Turn> = {}): Turn {
  const mentions = [...text.matchAll(/(?<!\w)@(\w+)/g)].map(([, name = '']) => ({
    ...known(name),
    mri: `29:${name}`,
  }));
  turns += 1;
  return {
    id: derivedId('turn', String(turns)),
    who: known(who),
    mri: `29:${who}`,
    tenantId,
    place: { id: '19:chat', kind: 'groupChat', reference: {}, botMeetingId: null },
    locale: 'en',
    zone: 'UTC',
    text: text.replace(/(?<!\w)@\w+/g, mentionMark),
    mentions,
    files: [],
    cardActivityId: null,
    ...more,
  };
}
