import { type Activity, CloudAdapter, type TurnContext } from 'botbuilder';
import type { Call, ControlVerb } from '../calling/call.ts';
import { derivedId, newId } from '../lib/ids.ts';
import { createAdmins } from './admins.ts';
import { RollcallBot } from './bot.ts';
import type { Card } from './cards/card.ts';
import { createConnector } from './connector.ts';
import { createDispatch, type DispatchNeeds } from './dispatch.ts';
import { createInbox, type InboundRows } from './inbox.ts';
import { type CardRows, createLiveCards } from './liveCards.ts';
import { messageLeft } from './messageLeft.ts';
import { missedSince, showMissed } from './missedLine.ts';
import { createPacedConnector } from './pacedConnector.ts';
import { createPatience } from './patience.ts';
import type { Calls, Services } from './services.ts';
import { readTurn } from './turn.ts';

/** What this room needs of the others; `app.ts` hands it over. */
export interface ChatNeeds extends Omit<DispatchNeeds, 'services'> {
  /** Who may be spoken to and with which token. */
  authentication: ConstructorParameters<typeof CloudAdapter>[0];
  inbound: InboundRows;
  cards: CardRows;
  /** Looks at what comes of cards. */
  watched?: Parameters<typeof createLiveCards>[0]['watched'];
  /** The card of a subject as it is now, for a conversation. */
  render(subject: string, conversationId: string): Promise<Card | null>;
  /** Calls without the patience that is added here. */
  calls: Calls;
  services: Omit<
    Services,
    'connector' | 'liveCards' | 'reply' | 'tellAdmins' | 'commands' | 'calls' | 'access'
  >;
  /** Entra ids of those who administer the tenant for Rollcall. */
  adminIds: readonly string[];
  /** The language of what belongs to nobody: the front desk's. */
  locale: string;
  access(services: Pick<Services, 'connector'>): Services['access'];
}

export interface Chat {
  adapter: CloudAdapter;
  /** One turn of botbuilder's. */
  logic(context: TurnContext): Promise<void>;
  /** A call changed: its cards and those of its meeting follow. */
  callChanged(call: Call): Promise<void>;
  /** A caller left a message that is to be kept. @throws Error where nobody can be given it */
  messageLeft(call: Call, said: string): Promise<void>;
  /** Periodic work, each with a turn of its own so that none waits for another. */
  sweeps: { patience(): Promise<void>; cards(): Promise<void>; inbox(): Promise<void> };
  /** Loads what the first message would otherwise wait for. */
  warm(): Promise<void>;
  /** Resolves when no turn and no card is under way. */
  idle(): Promise<void>;
  /** Leaves the turns under way to the next instance. */
  handOver(): Promise<void>;
}

/** Somebody who is rung takes their time; the live card will tell. */
const takesItsTime: ReadonlySet<ControlVerb> = new Set(['invite', 'ringMissing', 'transfer']);

/** The chat room put together: adapter, bot, inbox, cards and handlers. */
export function createChat(needs: ChatNeeds): Chat {
  const { clock, log, bot } = needs.services;
  const adapter = new CloudAdapter(needs.authentication);
  const connector = createPacedConnector(createConnector(adapter, bot.id), { clock, log });
  const liveCards = createLiveCards({
    ...{ rows: needs.cards, watched: needs.watched, connector: connector.yielding, clock, log },
    async render(subject, conversationId) {
      if (subject.startsWith('frontdesk:')) await missedSince(services);
      return needs.render(subject, conversationId);
    },
  });
  const patience = createPatience(clock);
  const calls: Calls = {
    ...needs.calls,
    async control(callId, id, by, request) {
      const call = await needs.calls.control(callId, id, by, request);
      return takesItsTime.has(request.verb) ? call : patience.of(call, id);
    },
  };
  const tellAdmins = createAdmins(needs.adminIds, clock);
  const services: Omit<Services, 'commands'> = {
    ...needs.services,
    calls,
    connector,
    liveCards,
    access: needs.access({ connector }),
    tellAdmins: (turn, key) => tellAdmins(turn, key, services),
    reply: async (turn, message) => void (await connector.send(turn.place.reference, message)),
  };
  const dispatch = createDispatch({ ...needs, services });
  /** Nobody but the chat waits for the answer to a message. */
  const unhurried = createDispatch({
    ...needs,
    services: {
      ...services,
      reply: async (turn, message) => void (await connector.answer(turn.place.reference, message)),
    },
  });
  const isMessage = ({ type }: Partial<Activity>) => type === 'message';
  const inbox = createInbox({
    ...{ rows: needs.inbound, heardFrom: dispatch.heardFrom, clock, log },
    handle: (activity) => (isMessage(activity) ? unhurried.message : unhurried.installed)(activity),
    ahead: (activity, saved) => (isMessage(activity) ? unhurried.ahead(activity, saved) : null),
  });

  const rollcall = new RollcallBot({
    async message(activity) {
      try {
        await inbox.receive(activity);
      } catch (error) {
        // Not saved, so not acknowledged in silence: the sender hears that nothing was done.
        log.error({ err: error }, 'a message could not be saved');
        const turn = readTurn(activity, bot.id, needs.defaultZone);
        await services.reply(turn, { text: services.text(turn.locale)('error.databaseDown') });
      }
    },
    press: dispatch.press,
    // Teams need not name what asks for nothing, and a name may be longer than a key.
    installed: (activity) =>
      inbox.receive({ ...activity, id: derivedId('installed', activity.id || newId()) }),
    uninstalled: dispatch.uninstalled,
  });

  return {
    adapter,
    logic: (context) => rollcall.run(context),
    async callChanged(call) {
      patience.changed(call);
      liveCards.flush();
      await showMissed(call, services);
    },
    messageLeft: (call, said) => messageLeft(call, said, services, services.text(needs.locale)),
    sweeps: {
      patience: async () => patience.sweep(),
      cards: async () => liveCards.flush(),
      inbox: () => inbox.sweep(),
    },
    async idle() {
      await inbox.idle();
      await liveCards.idle();
    },
    warm: async () => void (await Promise.all([dispatch.warm(), unhurried.warm()])),
    async handOver() {
      const handed = inbox.handOver();
      // What waits for its chat is the next instance's, and goes out from there alone.
      connector.leave();
      await handed;
    },
  };
}
