import {
  type Activity,
  type CloudAdapter,
  type ConversationReference,
  MessageFactory,
  TeamsInfo,
  type TurnContext,
} from 'botbuilder';
import { untilAborted } from '../lib/deadline.ts';
import type { Card } from './cards/card.ts';

/** What can be said in a chat: words, or a card. Never both in one message: clients split it and give no id. */
export type Message = { text: string; mentions?: { mri: string; name: string }[] } | { card: Card };

/** Somebody in a chat, as the connector names them. */
interface Member {
  mri: string;
  /** Entra object id, lower case; empty for an anonymous guest. */
  id: string;
  name: string;
}

/** The Teams connector, outside of any turn: proactive messages and what Teams knows of a chat. */
export interface Connector {
  /** Posts a message and gives its activity id. */
  send(reference: Partial<ConversationReference>, message: Message): Promise<string>;
  /** Replaces a message's card for everyone in the conversation. */
  update(reference: Partial<ConversationReference>, activityId: string, message: Message): Promise<void>;
  /** Shows that an answer is coming. */
  typing(reference: Partial<ConversationReference>): Promise<void>;
  /** The join link of a meeting's chat; null where the app may not ask (it needs OnlineMeeting.ReadBasic.Chat). */
  joinUrl(reference: Partial<ConversationReference>, botMeetingId: string): Promise<string | null>;
  /** Organizer, Presenter or Attendee; null for somebody who has no part in the meeting. */
  meetingRole(
    reference: Partial<ConversationReference>,
    botMeetingId: string,
    personId: string,
    tenantId: string,
  ): Promise<string | null>;
  /** Somebody in the chat by Teams' own id; null for one who is not. */
  member(reference: Partial<ConversationReference>, mri: string): Promise<Member | null>;
}

/** A failed send, with the connector's HTTP status and how long it wants us to wait (ms). */
export class ConnectorError extends Error {
  readonly status: number;
  readonly retryAfterMs: number | null;

  constructor(status: number, retryAfterMs: number | null, message: string) {
    super(message);
    this.name = 'ConnectorError';
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}

interface ConnectorFailure {
  statusCode?: number;
  message?: string;
  response?: { headers?: { get?(name: string): string | undefined } };
}

function asConnectorError(error: unknown): ConnectorError {
  const failure = error as ConnectorFailure;
  const seconds = Number(failure.response?.headers?.get?.('retry-after'));
  return new ConnectorError(
    failure.statusCode ?? 0,
    Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : null,
    failure.message ?? 'the connector did not answer',
  );
}

/** 403 and 404 mean "not for this app" or "not there": an answer, not a failure. */
function absent(error: unknown): null {
  if (error instanceof ConnectorError && (error.status === 403 || error.status === 404)) return null;
  throw error;
}

/** A mention is XML, and a name anything. */
const atTag = (name: string): string =>
  `<at>${name.replace(/[<>&]/g, (sign) => ({ '<': '&lt;', '>': '&gt;' })[sign] ?? '&amp;')}</at>`;

/** The activity that carries a message. */
function activityOf(message: Message): Partial<Activity> {
  if ('text' in message) {
    const mentions = message.mentions ?? [];
    const called = mentions.map(({ name }) => atTag(name)).join(' ');
    return {
      ...MessageFactory.text(called ? `${called} ${message.text}` : message.text),
      entities: mentions.map(({ mri, name }) => ({
        type: 'mention',
        text: atTag(name),
        mentioned: { id: mri, name },
      })),
    };
  }
  return MessageFactory.attachment({
    contentType: 'application/vnd.microsoft.card.adaptive',
    content: message.card,
  });
}

/**
 * The Connector on botbuilder's adapter. Failures are ConnectorErrors; one without an answer has status 0.
 * @param deadlineMs after which no answer is one
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages
 */
export function createConnector(adapter: CloudAdapter, botId: string, deadlineMs = 10_000): Connector {
  async function within<T>(
    reference: Partial<ConversationReference>,
    act: (context: TurnContext) => Promise<T>,
  ): Promise<T> {
    const done = Promise.withResolvers<T>();
    adapter
      .continueConversationAsync(botId, reference, async (context) => {
        await act(context).then(done.resolve, done.reject);
      })
      .catch(done.reject);
    return untilAborted(done.promise, AbortSignal.timeout(deadlineMs)).catch((error) => {
      throw asConnectorError(error);
    });
  }
  return {
    async send(reference, message) {
      const response = await within(reference, (context) => context.sendActivity(activityOf(message)));
      return response?.id ?? '';
    },
    async update(reference, activityId, message) {
      await within(reference, (context) =>
        context.updateActivity({ ...activityOf(message), id: activityId }),
      );
    },
    async typing(reference) {
      await within(reference, (context) => context.sendActivity({ type: 'typing' }));
    },
    async joinUrl(reference, botMeetingId) {
      const info = await within(reference, (context) =>
        TeamsInfo.getMeetingInfo(context, botMeetingId),
      ).catch(absent);
      return info?.details?.joinUrl ?? null;
    },
    async meetingRole(reference, botMeetingId, personId, tenantId) {
      const participant = await within(reference, (context) =>
        TeamsInfo.getMeetingParticipant(context, botMeetingId, personId, tenantId),
      ).catch(absent);
      return participant?.meeting?.role ?? null;
    },
    async member(reference, mri) {
      const member = await within(reference, (context) => TeamsInfo.getMember(context, mri)).catch(absent);
      return (
        member && { mri: member.id, id: (member.aadObjectId ?? '').toLowerCase(), name: member.name ?? '' }
      );
    },
  };
}
