/** Calls that are under way, written into the database as Rollcall itself would have them, and Graph's news of them. */
import { randomUUID } from 'node:crypto';
import type { Call, Participant } from '../src/calling/call.ts';
import { newCall } from '../src/calling/newCall.ts';
import { createLog } from '../src/lib/log.ts';
import { participantResource } from '../src/simulator/resources.ts';
import { callStore } from '../src/store/calls.ts';
import { openDatabase } from '../src/store/database.ts';
import { botId, tenantId } from './cloud.ts';

const hour = 3_600_000;
const atOnce = 16;

export const nameOf = (at: number) => `Person ${String(at).padStart(4, '0')}`;

/** The same people at every call, their ids made of their number. */
export const personId = (at: number) => `c0a80000-0000-4000-8000-${String(at).padStart(12, '0')}`;

/** Established for an hour, with so many people in it; nothing is due for it within the next hour. */
export function callUnderWay(people: number, conversationId = '', by = 0): Call {
  const now = Date.now();
  const id = randomUUID();
  const broughtBy = { id: personId(by), name: nameOf(by) };
  const coordinates = { by: 'meetingId', joinMeetingId: '123456789', passcode: null } as const;
  const meeting = { meetingId: null, meetingKey: id, coordinates, subject: 'Budget review' };
  const request = { ...meeting, id, tenantId, botId, broughtBy, conversationId, locale: 'en', invited: [] };
  return {
    ...newCall(request, now - hour),
    phase: 'established',
    graphId: randomUUID(),
    graphState: 'established',
    establishedAt: now - hour,
    lastHeardAt: now,
    roster: {
      participants: Array.from({ length: people }, (_, at) => participant(at)),
      asOf: now,
      sequence: null,
    },
    timers: { keepAlive: { generation: 1, due: now + hour }, silence: { generation: 1, due: now + hour } },
    effectCount: 1,
  };
}

const participant = (at: number): Participant => ({
  ...{
    id: personId(at),
    personId: personId(at),
    name: nameOf(at),
    kind: 'user',
    inLobby: false,
    muted: true,
  },
});

/** Writes calls down, beside what is there. The tables are made where they are missing. */
export async function saveCalls(databaseUrl: string, calls: readonly Call[]): Promise<void> {
  const opened = await openDatabase({ url: databaseUrl, dataDir: '', log: createLog('silent') });
  const store = callStore(opened.db);
  const waiting = calls.values();
  const one = async () => {
    for (const call of waiting) {
      const timers = Object.entries(call.timers).map(([name, timer]) => ({ name, ...timer }));
      await store.create({ call, effects: [], timers, audit: [], cardChanged: false });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one)).finally(() => opened.close());
}

/** What Graph posts to `/api/calls/{id}` when the roster has changed: `unmuted` is the one who speaks. */
export function rosterNews(call: Call, unmuted: number): object {
  const roster = call.roster.participants.map((one, at) =>
    participantResource(
      {
        participantId: one.id,
        person: { id: one.personId ?? '', name: one.name, kind: 'user' },
        muted: at !== unmuted % call.roster.participants.length,
        serverMuted: false,
        inLobby: false,
        joinedAt: call.createdAt,
      },
      tenantId,
    ),
  );
  return news(call, '/participants', roster);
}

/** News of one participant alone: Rollcall asks Graph for the call and its roster. */
export const oneParticipantNews = (call: Call): object =>
  news(call, `/participants/${call.roster.participants[0]?.id}`, {});

const news = ({ graphId }: Call, part: string, resourceData: unknown): object =>
  envelope('updated', `/calls/${graphId}${part}`, resourceData);

const callNews = (graphId: string, changeType: string, resourceData: object): object =>
  envelope(changeType, `/calls/${graphId}`, { '@odata.type': '#microsoft.graph.call', ...resourceData });

const envelope = (changeType: string, path: string, resourceData: unknown): object => ({
  '@odata.type': '#microsoft.graph.commsNotifications',
  value: [
    {
      '@odata.type': '#microsoft.graph.commsNotification',
      changeType,
      resource: `/app${path}`,
      resourceUrl: `/communications${path}`,
      resourceData,
    },
  ],
});

/** Somebody calls: what Graph posts to `/api/calls`, each time from somebody else. */
export function incomingNews(graphId: string, from: number): object {
  const identity = (slot: string, id: string, more = {}) => ({
    '@odata.type': '#microsoft.graph.identitySet',
    [slot]: { '@odata.type': '#microsoft.graph.identity', id, displayName: nameOf(from), ...more },
  });
  return callNews(graphId, 'created', {
    id: graphId,
    state: 'incoming',
    direction: 'incoming',
    source: { identity: identity('user', personId(from), { tenantId }), languageId: 'en-US' },
    targets: [{ identity: identity('application', botId) }],
    requestedModalities: ['audio'],
    tenantId,
  });
}

/** The caller has hung up. */
export const hungUpNews = (graphId: string): object =>
  callNews(graphId, 'deleted', { state: 'terminated', resultInfo: { code: 200, subcode: 4521 } });

/** Whoever was called is busy. */
export const busyNews = (graphId: string): object =>
  callNews(graphId, 'deleted', { state: 'terminated', resultInfo: { code: 486, subcode: 0 } });
