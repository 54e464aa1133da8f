/** The simulated Teams channel: people talk to the bot through it, and the bot answers through its connector. */
import type { Context } from '../context.ts';
import type { SimulatedPerson } from '../people.ts';
import type { Route } from '../server.ts';
import { type Activity, installActivities, type Occasion, pressActivity } from './activity.ts';
import { connectorRoutes } from './connector.ts';
import { conversationRoutes } from './control.ts';
import { type Conversation, Conversations, type ConversationType } from './conversations.ts';
import { createRoute } from './create.ts';
import { Courier, type Delivery } from './deliver.ts';
import { Files } from './files.ts';
import { meetingRoutes } from './meetings.ts';
import { channelId, groupChatId, personalChatId, postOf } from './names.ts';
import { type ChannelPlace, placeOf } from './place.ts';
import { adopt } from './playground.ts';
import { playgroundRoutes } from './playgroundRoutes.ts';
import { RateLimiter } from './rateLimit.ts';
import { type Press, type Saying, sayingActivity } from './talk.ts';

export interface NewConversation {
  id?: string;
  type: ConversationType;
  /** Entra ids, UPNs or names. */
  members: string[];
  topic?: string;
  /** Of a meeting's chat: Graph's online meeting id or its thread. */
  meetingId?: string;
}

/** `status` 204: nobody mentioned the bot in a group, so it was not told. */
export interface Said extends Delivery {
  activityId: string;
}

/** What became of a message that the bot is not told of. */
const untold = 204;

export class TeamsChannel {
  readonly conversations = new Conversations();
  readonly #place: ChannelPlace;
  readonly #courier: Courier;
  readonly #files: Files;
  readonly #limiter = new RateLimiter();
  readonly #sent = new Map<string, Activity>();

  constructor(place: ChannelPlace) {
    this.#place = place;
    this.#courier = new Courier(place);
    this.#files = new Files(place);
  }

  /** The connector, the Playground's door and the control routes. */
  routes(): Route[] {
    return [
      ...connectorRoutes(this.#place, this.conversations, this.#limiter),
      createRoute(this.#place, this.conversations, this.#limiter),
      ...meetingRoutes(this.#place, this.conversations),
      ...playgroundRoutes(this),
      ...this.#files.routes(),
      ...conversationRoutes(this),
    ];
  }

  /** Opens a conversation with the bot in it, or gives the one there is. @throws RangeError for unknown people. */
  open(wanted: NewConversation): Conversation {
    const members = wanted.members.map((id) => this.#person(id).id);
    const meeting = wanted.meetingId ? this.#place.meeting(wanted.meetingId) : null;
    if (wanted.type === 'meeting' && !meeting) throw new RangeError('A meeting chat needs a meetingId.');
    const id = wanted.id ?? meeting?.threadId ?? this.#newId(wanted.type, members);
    const known = this.conversations.find(id);
    if (known) return known;
    return this.conversations.add({
      id,
      type: wanted.type,
      members,
      topic: wanted.topic ?? meeting?.subject ?? null,
      teamId: wanted.type === 'channel' ? channelId('team') : null,
      upstream: null,
    });
  }

  /**
   * Somebody writes in a conversation; the bot is told, in groups only when it is mentioned (else status 204).
   * @throws RangeError for an unknown conversation or person.
   */
  async say(conversationId: string, saying: Saying): Promise<Said> {
    const conversation = this.conversation(conversationId);
    const again = saying.activityId ? this.#sent.get(saying.activityId) : undefined;
    const activityId = saying.activityId ?? this.conversations.nextActivityId(this.#place.clock.now());
    const activity = again ?? this.#write(conversation, saying, activityId);
    if (!again) this.#sent.set(activityId, activity);
    if (conversation.type !== 'personal' && !saying.mention)
      return { activityId, status: untold, body: null };
    return { activityId, ...(await this.#courier.deliver(activity, saying.forge, saying.rawBody)) };
  }

  /** Somebody presses a button; the bot's invoke answer. @throws RangeError as `say` does. */
  press(conversationId: string, press: Press): Promise<Delivery> {
    const conversation = this.conversation(conversationId);
    const pressed = conversation.messages.find(({ id }) => id === press.activityId);
    const occasion = this.#occasion(conversation, { ...press, activityId: press.invokeId });
    const activity = pressActivity(
      { ...occasion, post: pressed?.post ?? null },
      press.activityId,
      press.verb,
      press.data ?? {},
    );
    return this.#courier.deliver(activity, press.forge, press.rawBody);
  }

  /** Somebody adds the bot to the conversation, or takes it away; the bot's answers to the two activities. */
  async install(conversationId: string, from: string, action: 'add' | 'remove' = 'add'): Promise<Delivery[]> {
    const conversation = this.conversation(conversationId);
    conversation.installed = action === 'add';
    const deliveries: Delivery[] = [];
    for (const activity of installActivities(this.#occasion(conversation, { from }), action)) {
      deliveries.push(await this.#courier.deliver(activity));
    }
    return deliveries;
  }

  /** An activity of the Playground, completed and signed; the bot's answer. @throws RangeError for a foreign one. */
  async relay(activity: Activity): Promise<Delivery> {
    const completed = adopt(this.#place, this.conversations, activity);
    const conversation = this.conversations.find(completed.conversation?.id ?? '');
    if (conversation && completed.type === 'message') {
      this.conversations.post(conversation, {
        id: completed.id ?? '',
        from: String(completed.from?.aadObjectId ?? ''),
        text: typeof completed.text === 'string' ? completed.text : null,
        card: null,
        at: this.#place.clock.now(),
        post: postOf(completed.conversation?.id ?? ''),
      });
    }
    return this.#courier.deliver(completed);
  }

  /** @throws RangeError where there is none. */
  conversation(id: string): Conversation {
    const conversation = this.conversations.find(id);
    if (!conversation) throw new RangeError(`There is no conversation ${id}.`);
    return conversation;
  }

  #write(conversation: Conversation, saying: Saying, activityId: string): Activity {
    const post = conversation.type === 'channel' ? (saying.post ?? activityId) : null;
    const occasion = { ...this.#occasion(conversation, { ...saying, activityId }), post };
    const uploaded = (saying.files ?? []).map((file) => this.#files.upload(file));
    const told = conversation.type === 'personal' ? uploaded : [];
    const activity = sayingActivity(occasion, saying, told);
    this.conversations.post(conversation, {
      id: activityId,
      from: occasion.from.id,
      text: String(activity.text),
      card: null,
      at: this.#place.clock.now(),
      post,
    });
    return activity;
  }

  #occasion(
    conversation: Conversation,
    by: { from: string; activityId?: string; locale?: string; timezone?: string },
  ): Occasion {
    const from = this.#person(by.from);
    const before = conversation.clients.get(from.id);
    const locale = by.locale ?? before?.locale ?? 'en-US';
    const timezone = by.timezone ?? before?.timezone ?? 'UTC';
    conversation.clients.set(from.id, { locale, timezone });
    const activityId = by.activityId ?? this.conversations.nextActivityId(this.#place.clock.now());
    return { place: this.#place, conversation, from, activityId, post: null, locale, timezone };
  }

  #person(id: string): SimulatedPerson {
    const person = this.#place.person(id);
    if (!person) throw new RangeError(`There is nobody called ${id}.`);
    return person;
  }

  #newId(type: ConversationType, members: string[]): string {
    const seed = `${this.conversations.list().length} ${members.join(' ')}`;
    if (type === 'personal') return personalChatId(this.#place.botId, members[0] ?? '');
    return type === 'channel' ? channelId(seed) : groupChatId(seed);
  }
}

/** The channel of a simulator. */
export const createChannel = (context: Context): TeamsChannel => new TeamsChannel(placeOf(context));
