/** The composition root: every service is made here, once, and handed what it needs. */
import { admitChannel } from './auth/channel.ts';
import { botAuthentication } from './auth/credentials.ts';
import { admitGraphCalls } from './auth/graphCalls.ts';
import { createDesk } from './calling/desk.ts';
import { notificationsRoute } from './calling/notificationsRoute.ts';
import { createPerform } from './calling/perform.ts';
import { callNews, participantOf } from './calling/wire.ts';
import { createAccess } from './chat/access.ts';
import { type Chat, createChat } from './chat/chat.ts';
import { explain } from './chat/explain.ts';
import { messagesRoute } from './chat/messagesRoute.ts';
import { createPresenter } from './chat/present.ts';
import type { Calls } from './chat/services.ts';
import type { Config } from './config.ts';
import { createGraphCalls } from './graph/calls.ts';
import { createGraph } from './graph/client.ts';
import { GraphError, meaningOf } from './graph/errors.ts';
import { createGraphEvents } from './graph/events.ts';
import { createGraphMeetings } from './graph/meetings.ts';
import { createGraphUsers } from './graph/users.ts';
import type { Clock } from './lib/clock.ts';
import type { Log } from './lib/log.ts';
import { textFor } from './locales/text.ts';
import { newMeetingUrl } from './meetings/newMeetingUrl.ts';
import { askedRoles, knownRoles } from './meetings/roles.ts';
import { createScheduling } from './meetings/schedule.ts';
import { createMeetingUpkeep } from './meetings/upkeep.ts';
import { createMetrics } from './metrics.ts';
import { createDirectory } from './people/directory.ts';
import { metricsRoutes, publicRoutes } from './routes.ts';
import { createServer } from './server.ts';
import { meetingDeedRecord, writeAudit } from './store/audit.ts';
import { callStore } from './store/calls.ts';
import { cardStore } from './store/cards.ts';
import { conversationStore } from './store/conversations.ts';
import { openDatabase } from './store/database.ts';
import { inboundStore } from './store/inbound.ts';
import { meetingStore } from './store/meetings.ts';
import { meetingUpkeepStore } from './store/meetingUpkeep.ts';

export interface App {
  /** Where the database is, in words. */
  database: string;
  /** Listens and starts the periodic work; gives the ports. */
  start(): Promise<{ port: number; metricsPort: number }>;
  /** Takes no new work, finishes what is in hand, closes everything. */
  stop(): Promise<void>;
  /** Runs all periodic work once, now; for tests that move the clock by hand. */
  tick(): Promise<void>;
  /** Resolves when nothing is under way in this process. */
  idle(): Promise<void>;
}

/**
 * Rollcall, ready to start: the database open and its tables up to date.
 * @throws Error where the database cannot be opened, saying which setting to check
 */
export async function createApp(made: { config: Config; clock: Clock; log: Log }): Promise<App> {
  const { config, clock, log } = made;
  const tenantId = config.BOT_TENANT_ID.toLowerCase();
  const bot = { id: config.BOT_ID.toLowerCase(), name: 'Rollcall' };
  const { db, description, close } = await openDatabase({
    url: config.DATABASE_URL,
    dataDir: config.DATA_DIR,
    log,
  });
  const conversations = conversationStore(db);

  const graph = createGraph({ config, clock, log });
  const graphMeetings = createGraphMeetings(graph);
  const graphUsers = createGraphUsers(graph);
  const directory = createDirectory(graphUsers);
  const scheduling = createScheduling({
    graph: { ...graphMeetings, ...createGraphEvents(graph) },
    store: meetingStore(db),
    now: () => clock.now(),
    meaningOf: (error) => (error instanceof GraphError ? meaningOf(error) : 'unknown'),
    personById: (id) => directory.person(id),
    cancelComment: (meeting, by) => textFor(meeting.locale)('meeting.cancelComment', { name: by.name }),
  });

  const upkeep = createMeetingUpkeep({
    rows: meetingUpkeepStore(db),
    get: scheduling.get,
    refresh: scheduling.refreshAnswers,
    failed: (error) => log.warn({ err: error }, 'the answers to an invitation could not be asked for'),
    now: () => clock.now(),
  });

  const desk = createDesk({
    store: callStore(db),
    perform: createPerform({
      graph: createGraphCalls(graph, { callNews, participantOf }),
      publicUrl: config.PUBLIC_URL,
      now: () => clock.now(),
    }),
    clock,
    log,
    botId: bot.id,
    rules: { aloneMs: config.LEAVE_WHEN_ALONE_MINUTES * 60_000 },
    onChanged: (call) => chat.callChanged(call),
  });
  const calls: Calls = {
    start: desk.start,
    get: desk.get,
    liveIn: desk.liveIn,
    liveOfMeeting: desk.liveOfMeeting,
    lastIn: async (conversationId) => (await desk.recentIn(conversationId, 1))[0] ?? null,
    async control(callId, id, by, request) {
      const call = await desk.tell(callId, { kind: 'controlRequested', id, by, request });
      if (!call) throw new Error('A call that was there is gone');
      return call;
    },
  };

  const admit = admitChannel(config, clock);
  const chat: Chat = createChat({
    authentication: botAuthentication({ config, botToken: graph.botToken, admit }),
    inbound: inboundStore(db),
    cards: cardStore(db),
    render: createPresenter({
      text: textFor,
      call: desk.get,
      liveOfMeeting: desk.liveOfMeeting,
      meeting: scheduling.get,
      newMeetingUrl,
    }),
    calls,
    defaultZone: config.DEFAULT_TIME_ZONE,
    adminIds: config.ADMIN_IDS,
    explain: (error, { who }) => explain(error, config.ADMIN_IDS.includes(who.id) ? { appId: bot.id } : null),
    saveConversation: ({ place, tenantId: tenant }) => conversations.save(place.id, tenant, place.reference),
    claimWelcome: conversations.claimWelcome,
    forgetWelcome: conversations.forgetWelcome,
    services: {
      bot,
      tenantId,
      clock,
      log,
      scheduling,
      directory,
      personalChat: conversations.personalChat,
      looked: upkeep.wanted,
      writeDown: (deed) => writeAudit(db, [meetingDeedRecord(tenantId, deed)]),
      text: textFor,
    },
    access: ({ connector }) =>
      createAccess({
        tenantId,
        adminIds: config.ADMIN_IDS,
        text: textFor,
        knownRoles: ({ who, place }, { meeting, call }) =>
          knownRoles(who, {
            meeting,
            broughtBy: call?.broughtBy ?? null,
            placeId: place.id,
            adminIds: config.ADMIN_IDS,
          }),
        askedRoles: ({ who, place }, { meeting }) =>
          askedRoles(who, meeting, place.id === meeting?.threadId, {
            getOnlineMeeting: graphMeetings.getOnlineMeeting,
            connectorRole: async () =>
              place.botMeetingId
                ? connector.meetingRole(place.reference, place.botMeetingId, who.id, tenantId)
                : null,
            isOutside: async (id) => (await directory.person(id))?.outside ?? true,
          }),
        refused: (deed, turn, { call }) =>
          writeAudit(db, [
            {
              id: `refused/${turn.id}`,
              callId: call?.id ?? null,
              tenantId,
              verb: deed,
              actor: turn.who,
              targets: [
                { participantId: null, personId: null, name: '', outcome: 'failed', reason: 'refused' },
              ],
              requestedAt: clock.now(),
              finishedAt: clock.now(),
            },
          ]),
      }),
  });

  const ready = async (): Promise<boolean> => {
    try {
      await Promise.all([conversations.ping(), graph.warm()]);
      return true;
    } catch {
      return false;
    }
  };
  const metrics = createMetrics();
  const server = createServer(
    publicRoutes({
      admitChannel: admit,
      admitGraphCalls: admitGraphCalls(config, clock),
      messages: messagesRoute(chat.adapter, chat.logic),
      notifications: notificationsRoute({ receive: desk.receive, log }),
      ready,
    }),
    log,
    metrics.answered,
  );
  const metricsServer = createServer(metricsRoutes(metrics.text), log);

  const quietly = (what: string, work: () => Promise<void>) => async () => {
    await work().catch((error) => log.warn({ err: error }, `${what} failed and goes on at the next turn`));
  };
  const sweepCalls = quietly('the sweep of calls', desk.tick);
  const sweepPatience = quietly('the sweep of those who wait', chat.sweeps.patience);
  const sweepCards = quietly('the sweep of cards', chat.sweeps.cards);
  const sweepInbox = quietly('the sweep of messages', chat.sweeps.inbox);
  const sweepMeetings = quietly('the sweep of meetings', upkeep.sweep);
  const stops: (() => void)[] = [];

  return {
    database: description,
    async start() {
      const port = await server.listen(config.PORT, config.HOST, 'PORT');
      const metricsPort = await metricsServer.listen(config.METRICS_PORT, config.HOST, 'METRICS_PORT');
      const warm = quietly('taking a token', graph.warm);
      void warm();
      stops.push(
        clock.every(1_000, sweepCalls),
        clock.every(500, sweepPatience),
        clock.every(500, sweepCards),
        clock.every(500, sweepInbox),
        clock.every(2_000, sweepMeetings),
        clock.every(60_000, warm),
      );
      return { port, metricsPort };
    },
    async tick() {
      await sweepCalls();
      await sweepMeetings();
      await sweepPatience();
      await sweepInbox();
      await sweepCards();
    },
    async idle() {
      await Promise.all([chat.idle(), desk.idle()]);
      // What a call came to is shown in a chat.
      await chat.idle();
    },
    async stop() {
      for (const stop of stops) stop();
      await Promise.all([server.close(), metricsServer.close()]);
      await chat.idle();
      await desk.drain();
      await chat.idle();
      await close();
    },
  };
}
