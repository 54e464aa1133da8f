import type { Activity, AdaptiveCardInvokeResponse, AdaptiveCardInvokeValue } from 'botbuilder';
import { Refusal } from '../lib/errors.ts';
import { newId } from '../lib/ids.ts';
import { within } from '../lib/scope.ts';
import type { Answer } from './answer.ts';
import { welcomeCard } from './cards/welcomeCard.ts';
import { ConnectorError } from './connector.ts';
import type { HeardFrom } from './inbox.ts';
import { withEntraIds } from './mentioned.ts';
import { say } from './say.ts';
import type { Services } from './services.ts';
import { readTurn, type Turn } from './turn.ts';
import type { Verb } from './verbs.ts';

/** What this file needs beyond what handlers use. */
export interface DispatchNeeds {
  services: Omit<Services, 'commands'>;
  defaultZone: string;
  /** The sentence for a failure that is not the person's: Graph gone, database gone, a mistake of ours. */
  explain(error: unknown, turn: Turn): { key: string; values?: Record<string, string | number> };
  saveConversation(turn: Turn): Promise<void>;
  claimWelcome(conversationId: string): Promise<boolean>;
  /** It could not be said: another may. */
  leaveWelcome(conversationId: string): Promise<void>;
  leftConversation(conversationId: string): Promise<void>;
}

/** Sends what reaches the bot to the command or verb it means, and turns failures into answers. */
export function createDispatch(needs: DispatchNeeds) {
  const { services } = needs;
  let loaded: ReturnType<typeof loadAll> | undefined;
  let ready: Awaited<ReturnType<typeof loadAll>> | null = null;
  const all = async () => {
    loaded ??= loadAll();
    ready = await loaded;
    return ready;
  };
  const turnOf = (activity: Partial<Activity>) => readTurn(activity, services.bot.id, needs.defaultZone);

  function apology(error: unknown, turn: Turn): string {
    const { key, values } = error instanceof Refusal ? error : needs.explain(error, turn);
    if (!(error instanceof Refusal)) services.log.error({ err: error }, 'a turn could not be carried out');
    return say(services.text(turn.locale), key, values);
  }

  async function runCommand(turn: Turn): Promise<void> {
    const text = services.text(turn.locale);
    const { commands, findCommand, importDropped } = await all();
    const able: Services = { ...services, commands };
    const found = findCommand(turn.text);
    const typing = () => services.connector.typing(turn.place.reference).catch(() => undefined);
    // A file says by itself what it is for.
    if (turn.files.length > 0 && (!turn.text.trim() || !('command' in found))) {
      typing();
      return importDropped(turn, able);
    }
    if (!('command' in found)) {
      const { nearest } = found;
      const key = nearest ? 'chat.didYouMean' : 'chat.unknown';
      return services.reply(turn, {
        text: text(key, { command: nearest?.name ?? '', bot: services.bot.name }),
      });
    }
    if (found.command.slow) typing();
    await found.command.run(await withEntraIds(turn, services), found.rest, able);
  }

  async function answer(turn: Turn): Promise<void> {
    try {
      if (turn.tenantId !== services.tenantId) throw new Refusal('error.notOurTenant');
      await runCommand(turn);
    } catch (error) {
      // It was done, only the answer could not be sent: the turn is taken up again, and makes nothing twice.
      if (error instanceof ConnectorError) throw error;
      await services.reply(turn, { text: apology(error, turn) });
    }
  }

  return {
    /** Loads what the first message or press would otherwise wait for. */
    async warm(): Promise<void> {
      await all();
    },

    /** The place of a message, to be saved with it; null for another tenant's. */
    heardFrom(activity: Partial<Activity>): HeardFrom | null {
      const { tenantId, place } = turnOf(activity);
      return tenantId === services.tenantId ? { id: place.id, tenantId, reference: place.reference } : null;
    },

    /** Carries out a message's turn and answers it; throws only when not even an apology could be sent. */
    message: (activity: Partial<Activity>): Promise<void> => answer(turnOf(activity)),

    /**
     * The same for what changes nothing, begun while its message is saved; null for anything else.
     * @param saved true once it may be answered; false: another delivery was, or the sender hears that it was not saved
     */
    ahead(activity: Partial<Activity>, saved: Promise<boolean>): Promise<void> | null {
      const turn = turnOf(activity);
      const found = turn.files.length === 0 ? ready?.findCommand(turn.text) : null;
      if (!found || !('command' in found) || !found.command.looks) return null;
      return within({ saved }, () => answer(turn));
    },

    /** Answers a press. What is wrong comes back as words in a 200: clients show nothing for a 400. */
    async press(
      activity: Partial<Activity>,
      value: AdaptiveCardInvokeValue,
    ): Promise<AdaptiveCardInvokeResponse> {
      const turn = turnOf(activity);
      try {
        if (turn.tenantId !== services.tenantId) throw new Refusal('error.notOurTenant');
        const { actions, commands, verbs } = await all();
        const verb = value.action.verb as Verb;
        const schema = Object.hasOwn(verbs, verb) ? verbs[verb] : null;
        const data = schema?.safeParse(value.action.data);
        if (!data?.success) throw new Refusal('error.actionBroken');
        await needs.saveConversation(turn);
        return shown(await actions[verb](turn, data.data as never, { ...services, commands }));
      } catch (error) {
        return shown({ notice: apology(error, turn) });
      }
    },

    /** Welcomes once per install, however often the event comes; throws where that could not be sent. */
    async installed(activity: Partial<Activity>): Promise<void> {
      const turn = turnOf(activity);
      if (turn.tenantId !== services.tenantId) return;
      if (!(await needs.claimWelcome(turn.place.id))) return;
      const text = services.text(turn.locale);
      const scope = turn.place.kind === 'personal' ? 'personal' : 'group';
      const addedBy = scope === 'group' ? turn.who.name : null;
      const card = welcomeCard(text, { scope, botName: services.bot.name, formId: newId(), addedBy });
      try {
        await services.reply(turn, { card });
      } catch (error) {
        await needs.leaveWelcome(turn.place.id);
        throw error;
      }
    },

    async uninstalled(activity: Partial<Activity>): Promise<void> {
      await needs.leftConversation(turnOf(activity).place.id);
    },
  };
}

/** All that people can ask for, and what understands them, is much of Rollcall: its start does not wait for it. */
async function loadAll() {
  const [{ commands, findCommand }, { importDropped }, { actions }, { verbs }] = await Promise.all([
    import('./commands.ts'),
    import('./importDropped.ts'),
    import('./actions.ts'),
    import('./verbs.ts'),
  ]);
  return { commands, findCommand, importDropped, actions, verbs };
}

/** https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model#response-format */
function shown(answer: Answer): AdaptiveCardInvokeResponse {
  return 'card' in answer
    ? { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: answer.card as never }
    : { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: answer.notice as never };
}
