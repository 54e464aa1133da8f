import {
  type Activity,
  type AdaptiveCardInvokeResponse,
  type AdaptiveCardInvokeValue,
  TeamsActivityHandler,
  type TurnContext,
} from 'botbuilder';

/** What the bot does with what reaches it. */
export interface BotHandlers {
  /** Saves a message's turn; the work is done after the acknowledgement. */
  message(activity: Partial<Activity>): Promise<void>;
  /** Answers a press on a card. */
  press(activity: Partial<Activity>, value: AdaptiveCardInvokeValue): Promise<AdaptiveCardInvokeResponse>;
  installed(activity: Partial<Activity>): Promise<void>;
  uninstalled(activity: Partial<Activity>): Promise<void>;
}

/**
 * Sorts activities by kind, nothing more. Unknown ones are tolerated with 200, as Teams asks.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events
 */
export class RollcallBot extends TeamsActivityHandler {
  readonly #handlers: BotHandlers;

  constructor(handlers: BotHandlers) {
    super();
    this.#handlers = handlers;
    this.onMessage(async (context, next) => {
      await handlers.message(context.activity);
      await next();
    });
    this.onInstallationUpdateAdd(async (context, next) => {
      await handlers.installed(context.activity);
      await next();
    });
    this.onInstallationUpdateRemove(async (context, next) => {
      await handlers.uninstalled(context.activity);
      await next();
    });
    this.onMembersAdded(async (context, next) => {
      const { membersAdded = [], recipient } = context.activity;
      if (membersAdded.some(({ id }) => id === recipient.id)) await handlers.installed(context.activity);
      await next();
    });
  }

  override async onAdaptiveCardInvoke(
    context: TurnContext,
    value: AdaptiveCardInvokeValue,
  ): Promise<AdaptiveCardInvokeResponse> {
    return this.#handlers.press(context.activity, value);
  }
}
