/** The composition root: every service is made here, once, and handed what it needs. */
import { accessForChat } from './accessForChat.ts';
import { admitChannel } from './auth/channel.ts';
import { botAuthentication } from './auth/credentials.ts';
import { admitGraphCalls } from './auth/graphCalls.ts';
import { notificationsRoute } from './calling/notificationsRoute.ts';
import { callsForChat } from './callsForChat.ts';
import { type Chat, createChat } from './chat/chat.ts';
import { explain } from './chat/explain.ts';
import { messagesRoute } from './chat/messagesRoute.ts';
import { createPresenter } from './chat/present.ts';
import type { Config } from './config.ts';
import { deskForCalls } from './deskForCalls.ts';
import { durableWork } from './durableWork.ts';
import { createGraph } from './graph/client.ts';
import { GraphError, meaningOf } from './graph/errors.ts';
import { createGraphEvents } from './graph/events.ts';
import { createGraphMeetings } from './graph/meetings.ts';
import { withPatience } from './graph/patience.ts';
import { createPresenceOf } from './graph/presence.ts';
import { createGraphUsers } from './graph/users.ts';
import { graphHealth } from './graphHealth.ts';
import { importsForChat } from './importsForChat.ts';
import { promptsRoute } from './ivr/promptsRoute.ts';
import type { Clock } from './lib/clock.ts';
import type { Log } from './lib/log.ts';
import { createLifecycle, type Lifecycle, type Periodic } from './lifecycle.ts';
import { textFor } from './locales/text.ts';
import { newMeetingUrl } from './meetings/newMeetingUrl.ts';
import { createScheduling } from './meetings/schedule.ts';
import { createMeetingUpkeep } from './meetings/upkeep.ts';
import { createOpening } from './opening.ts';
import { pacingForCalls } from './pacingForCalls.ts';
import { createDirectory } from './people/directory.ts';
import { createRings } from './people/rings.ts';
import { createReadiness } from './readiness.ts';
import { remindersForChat } from './remindersForChat.ts';
import { metricsRoutes, publicRoutes } from './routes.ts';
import { createServer } from './server.ts';
import { meetingDeedRecord, writeAudit } from './store/audit.ts';
import { cardStore } from './store/cards.ts';
import { conversationStore } from './store/conversations.ts';
import { connectDatabase } from './store/database.ts';
import { frontDeskStore } from './store/frontDesk.ts';
import { inboundStore } from './store/inbound.ts';
import { meetingStore } from './store/meetings.ts';
import { meetingUpkeepStore } from './store/meetingUpkeep.ts';
import { ReleaseMismatch } from './store/migrate.ts';
import { ringStore } from './store/rings.ts';
import { openWatch } from './watch.ts';

export interface App extends Lifecycle {
  /** Where the database is, in words. */
  database: string;
  /** Loads what the first message would otherwise wait for; to be called once Rollcall is ready. */
  warm(): Promise<void>;
  /** Resolves when nothing is under way in this process. */
  idle(): Promise<void>;
}

/**
 * Rollcall, ready to start. The database may not answer yet.
 * @throws Error where DATABASE_URL is no address, or the embedded database does not start
 */
export async function createApp(made: { config: Config; clock: Clock; log: Log }): Promise<App> {
  const { config, clock, log } = made;
  const tenantId = config.BOT_TENANT_ID.toLowerCase();
  const bot = { id: config.BOT_ID.toLowerCase(), name: 'Rollcall' };
  const database = await connectDatabase({ url: config.DATABASE_URL, dataDir: config.DATA_DIR, log });
  const { db, urgent } = database;
  const conversations = conversationStore(db);

  const watch = await openWatch({ config, db, clock, log });
  const graph = withPatience(watch.graph(createGraph({ config, clock, log })), { pause: clock.pause });
  const health = graphHealth({ db, graph, clock });
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

  const { desk, ...calling } = await deskForCalls({
    ...{ config, db, urgent, graph, clock, log, watch },
    onChanged: (call) => chat.callChanged(call),
    tellReminder: (told) => reminding.tellReminder(told),
    deliverMessage: (call, text) => chat.messageLeft(call, text),
  });
  const { pacing, line } = pacingForCalls({ db, clock });
  const calls = callsForChat(desk, calling.onCard, config.DEFAULT_LANGUAGE, () => graph.health().open);
  const reminding = remindersForChat({
    ...{ config, db, presenceOf: createPresenceOf(graph), clock, log, calls },
    jobs: () => jobs,
    changed: () => chat.sweeps.cards(),
    reminded: watch.metrics.reminder,
  });
  const { imports, runImports } = importsForChat({
    ...{ config, db, graph, clock, reminders: reminding.reminders },
    jobs: () => jobs,
    changed: () => void chat.sweeps.cards(),
  });
  const agents = frontDeskStore(db, tenantId);
  const phoneCalls = config.APPLICATION_INSTANCE_ID !== '';

  const admit = admitChannel(config, clock);
  const chat: Chat = createChat({
    authentication: botAuthentication({ config, botToken: graph.botToken, admit }),
    inbound: inboundStore(db),
    cards: cardStore(db),
    watched: watch.cards,
    render: createPresenter({
      text: textFor,
      call: desk.get,
      liveOfMeeting: desk.liveOfMeeting,
      meeting: scheduling.get,
      newMeetingUrl,
      locale: config.DEFAULT_LANGUAGE,
      incomingLive: calling.onCard,
      agentsChat: agents.chat,
      phoneCalls,
      line,
      reminders: reminding.reminders,
      imports,
    }),
    calls,
    defaultZone: config.DEFAULT_TIME_ZONE,
    adminIds: config.ADMIN_IDS,
    locale: config.DEFAULT_LANGUAGE,
    explain: (error, { who }) => explain(error, config.ADMIN_IDS.includes(who.id) ? { appId: bot.id } : null),
    saveConversation: ({ place, tenantId: tenant }) => conversations.save(place.id, tenant, place.reference),
    claimWelcome: conversations.claimWelcome,
    leaveWelcome: conversations.leaveWelcome,
    leftConversation: conversations.uninstalled,
    services: {
      bot,
      tenantId,
      clock,
      log,
      scheduling,
      directory,
      personalChat: conversations.personalChat,
      looked: upkeep.wanted,
      frontDesk: agents,
      phoneCalls,
      pacing,
      reminders: reminding.reminders,
      isRecording: reminding.isRecording,
      imports,
      rings: createRings(ringStore(db), {
        perPerson: config.RINGS_PER_PERSON_PER_HOUR,
        perSender: config.RINGS_PER_SENDER_PER_HOUR,
      }),
      writeDown: (deed) => writeAudit(db, [meetingDeedRecord(tenantId, deed)]),
      text: textFor,
    },
    access: accessForChat({ config, tenantId, clock, db, directory, graphMeetings }),
  });

  const opening = createOpening({
    prepare: database.prepare,
    hopeless: (error) => error instanceof ReleaseMismatch,
    log,
  });
  const { waitsFor } = opening;
  const server = createServer(
    publicRoutes({
      admitChannel: admit,
      admitGraphCalls: admitGraphCalls(config, clock),
      messages: messagesRoute(chat.adapter, chat.logic),
      notifications: notificationsRoute({ receive: desk.receive, seal: calling.seal, log }),
      prompts: promptsRoute({ prompts: calling.prompts, log }),
      waiting: () => waitsFor() !== null,
      ready: createReadiness({ waitsFor, ping: database.ping, warm: graph.warm, graph: health.says }),
    }),
    log,
    watch.metrics.answered,
  );
  const metricsServer = createServer(metricsRoutes(watch.metrics.text), log);

  const { jobs, periodic: turns } = durableWork({
    db,
    clock,
    log,
    watch,
    handlers: { remind: reminding.remind, import: runImports },
  });
  const periodic: Periodic[] = [
    { name: 'the sweep of calls that ring', everyMs: 500, work: desk.tickUrgent, alsoByTick: false },
    { name: 'the sweep of calls', everyMs: 1_000, work: desk.tick, alsoByTick: true },
    { name: 'the sweep of meetings', everyMs: 2_000, work: upkeep.sweep, alsoByTick: true },
    { name: 'the sweep of those who wait', everyMs: 500, work: chat.sweeps.patience, alsoByTick: true },
    { name: 'the sweep of messages', everyMs: 500, work: chat.sweeps.inbox, alsoByTick: true },
    { name: 'the sweep of cards', everyMs: 500, work: chat.sweeps.cards, alsoByTick: true },
    { name: 'following the front desk', everyMs: 2_000, work: calling.check, alsoByTick: true },
    { name: 'clearing the front desk', everyMs: 15_000, work: () => calling.fade(15_000), alsoByTick: true },
    { name: 'taking a token', everyMs: 60_000, work: graph.warm, alsoByTick: false, atStart: true },
    health.periodic,
    ...reminding.periodic,
    ...turns,
  ];
  const lifecycle = createLifecycle({
    ...{ config, clock, log, server, metricsServer, periodic, opening },
    async close() {
      calling.close();
      await watch.close();
      await database.close();
    },
    async finish() {
      await Promise.all([chat.idle(), jobs.drain()]);
      await desk.drain();
      await chat.idle();
    },
    handOver: () => Promise.all([desk.handOver(), chat.handOver()]),
  });

  return {
    ...lifecycle,
    database: database.description,
    warm: chat.warm,
    async idle() {
      await Promise.all([chat.idle(), desk.idle(), jobs.idle()]);
      // What a call came to is shown in a chat.
      await chat.idle();
    },
  };
}
