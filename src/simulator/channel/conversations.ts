/** Conversations as the simulated channel keeps them: who is in them and every message with all it ever showed. */
import { withoutPost } from './names.ts';

export type ConversationType = 'personal' | 'groupChat' | 'channel' | 'meeting';

/** What a message showed, since when (milliseconds since the epoch). */
export interface Revision {
  text: string | null;
  card: unknown;
  at: number;
}

export interface Message extends Revision {
  id: string;
  /** A person's Entra id, or `bot`. */
  from: string;
  /** The post of a channel that this belongs to. */
  post: string | null;
  /** Everything it showed, from the first to what it shows now. */
  revisions: Revision[];
  deleted: boolean;
}

export interface Conversation {
  id: string;
  type: ConversationType;
  /** Entra ids. */
  members: string[];
  topic: string | null;
  /** Of a channel. */
  teamId: string | null;
  /** The bot is in it. */
  installed: boolean;
  /** The connector of the Playground, where the conversation is shown there. */
  upstream: string | null;
  /** Language and zone of each member's client, as last said. */
  clients: Map<string, { locale: string; timezone: string }>;
  messages: Message[];
}

/** The first Adaptive Card among an activity's attachments; null without one. */
export function cardOf(activity: { attachments?: unknown }): unknown {
  const attachments = Array.isArray(activity.attachments) ? activity.attachments : [];
  const card = attachments.find(
    (attachment) => attachment?.contentType === 'application/vnd.microsoft.card.adaptive',
  );
  return card?.content ?? null;
}

export class Conversations {
  readonly #byId = new Map<string, Conversation>();
  #lastId = 0;

  add(conversation: Omit<Conversation, 'messages' | 'clients' | 'installed'>): Conversation {
    const added: Conversation = { ...conversation, installed: true, clients: new Map(), messages: [] };
    this.#byId.set(added.id, added);
    return added;
  }

  /** Finds a conversation, a post of a channel by the channel's. */
  find(id: string): Conversation | undefined {
    return this.#byId.get(withoutPost(id));
  }

  /** The chat a person has with the bot, if there is one. */
  personalOf(personId: string): Conversation | undefined {
    return this.list().find(({ type, members }) => type === 'personal' && members.includes(personId));
  }

  list(): Conversation[] {
    return [...this.#byId.values()];
  }

  /** An activity id as Teams writes them: milliseconds since the epoch, each its own. */
  nextActivityId(now: number): string {
    this.#lastId = Math.max(now, this.#lastId + 1);
    return String(this.#lastId);
  }

  post(conversation: Conversation, message: Omit<Message, 'revisions' | 'deleted'>): Message {
    const { text, card, at } = message;
    const posted = { ...message, revisions: [{ text, card, at }], deleted: false };
    conversation.messages.push(posted);
    return posted;
  }

  /** Shows something else in a message's place. */
  revise(message: Message, revision: Revision): void {
    Object.assign(message, revision);
    message.revisions.push(revision);
  }
}
