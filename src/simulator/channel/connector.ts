/**
 * The connector under {url}/teams/: what a bot says, changes, takes back and asks about a conversation.
 * https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference
 */
import type { Answer, Route, SimulatorRequest } from '../server.ts';
import type { Activity } from './activity.ts';
import { type Conversation, type Conversations, cardOf } from './conversations.ts';
import { isMember, type MemberAccount, membersOf } from './members.ts';
import { postOf } from './names.ts';
import type { ChannelPlace } from './place.ts';
import { askUpstream, upstreamMembers } from './playground.ts';
import type { LimitedOperation, RateLimiter } from './rateLimit.ts';
import { forBot, refusal, tooMany } from './replies.ts';

/** About 100 KB of UTF-16: more than this many characters is too big. */
const mostCharacters = 51_200;

type Shown = Conversation & { upstream: string };
const isShown = (conversation: Conversation): conversation is Shown => conversation.upstream !== null;

export function connectorRoutes(
  place: ChannelPlace,
  conversations: Conversations,
  limiter: RateLimiter,
): Route[] {
  /** The conversation that a request is about, or why it cannot be. */
  function enter(request: SimulatorRequest, operation: LimitedOperation): Conversation | Answer {
    const id = request.params.conversationId ?? '';
    const conversation = conversations.find(id);
    if (!conversation) return refusal(404, 'ConversationNotFound', 'Conversation not found.');
    if (!conversation.installed) {
      return refusal(403, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster.');
    }
    const exceeded = limiter.admit(conversation.id, operation, place.clock.now());
    return exceeded ? tooMany(exceeded) : conversation;
  }

  const limited = (
    operation: LimitedOperation,
    act: (conversation: Conversation, request: SimulatorRequest) => Answer | Promise<Answer>,
  ) => {
    return async (request: SimulatorRequest): Promise<Answer> => {
      if (request.raw.length > 0 && request.raw.toString('utf8').length > mostCharacters) {
        return refusal(413, 'MessageSizeTooBig', 'Message size too large.');
      }
      const entered = enter(request, operation);
      return 'status' in entered ? entered : act(entered, request);
    };
  };

  /** Has the Playground do it too, where it shows the conversation; its answer, or `own`. */
  async function shown(conversation: Conversation, request: SimulatorRequest, body: unknown, own: Answer) {
    if (!isShown(conversation)) return own;
    const path = request.path.replace(/^\/teams/i, '');
    const answer = await askUpstream(conversation.upstream, request.method, path, body);
    return { status: answer.status, body: answer.body } satisfies Answer;
  }

  async function post(conversation: Conversation, request: SimulatorRequest): Promise<Answer> {
    const activity = request.json() as Activity | undefined;
    if (!activity?.type) return refusal(400, 'BadSyntax', 'Activity type is missing.');
    const at = place.clock.now();
    const own = { status: 201, body: { id: conversations.nextActivityId(at) } };
    const answer = await shown(conversation, request, activity, own);
    const id = (answer.body as { id?: string } | undefined)?.id;
    if (answer.status < 300 && activity.type === 'message') {
      conversations.post(conversation, {
        id: id ?? conversations.nextActivityId(at),
        from: 'bot',
        text: typeof activity.text === 'string' ? activity.text : null,
        card: cardOf(activity),
        at,
        post: postOf(request.params.conversationId ?? ''),
      });
    }
    return answer;
  }

  const own = (conversation: Conversation, activityId: string | undefined) =>
    conversation.messages.find(({ id, from, deleted }) => id === activityId && from === 'bot' && !deleted);

  async function put(conversation: Conversation, request: SimulatorRequest): Promise<Answer> {
    const activity = request.json() as Activity | undefined;
    const message = own(conversation, request.params.activityId);
    if (!activity?.type) return refusal(400, 'BadSyntax', 'Activity type is missing.');
    if (!message) return refusal(404, 'ActivityNotFoundInConversation', 'The activity was not found.');
    const answer = await shown(conversation, request, activity, { status: 200, body: { id: message.id } });
    if (answer.status < 300) {
      const text = typeof activity.text === 'string' ? activity.text : null;
      conversations.revise(message, { text, card: cardOf(activity), at: place.clock.now() });
    }
    return answer;
  }

  /** The Playground cannot take a message back: there it is made to say that it is gone. */
  async function take(conversation: Conversation, request: SimulatorRequest): Promise<Answer> {
    const message = own(conversation, request.params.activityId);
    if (!message) return refusal(404, 'ActivityNotFoundInConversation', 'The activity was not found.');
    if (isShown(conversation)) {
      const gone = { type: 'message', id: message.id, text: '_This message has been deleted._' };
      await askUpstream(conversation.upstream, 'PUT', request.path.replace(/^\/teams/i, ''), gone);
    }
    message.deleted = true;
    return { status: 200 };
  }

  const everyone = async (conversation: Conversation): Promise<MemberAccount[]> =>
    isShown(conversation) ? upstreamMembers(place, conversation) : membersOf(place, conversation);

  const activities = '/v3/conversations/{conversationId}/activities';
  return [
    forBot(place, 'POST', activities, limited('send', post)),
    forBot(place, 'POST', `${activities}/{activityId}`, limited('send', post)),
    forBot(place, 'PUT', `${activities}/{activityId}`, limited('send', put)),
    forBot(place, 'DELETE', `${activities}/{activityId}`, limited('send', take)),
    forBot(
      place,
      'GET',
      '/v3/conversations/{conversationId}/members',
      limited('members', async (conversation) => ({ status: 200, body: await everyone(conversation) })),
    ),
    forBot(
      place,
      'GET',
      '/v3/conversations/{conversationId}/pagedmembers',
      limited('members', async (conversation, { query }) => {
        const all = await everyone(conversation);
        const start = Number(query.get('continuationToken') ?? 0) || 0;
        const end = start + Math.min(500, Math.max(50, Number(query.get('pageSize') ?? 200)));
        const more = end < all.length ? { continuationToken: String(end) } : {};
        return { status: 200, body: { members: all.slice(start, end), ...more } };
      }),
    ),
    forBot(
      place,
      'GET',
      '/v3/conversations/{conversationId}/members/{memberId}',
      limited('members', async (conversation, { params }) => {
        const member = (await everyone(conversation)).find((account) =>
          isMember(account, params.memberId ?? ''),
        );
        if (member) return { status: 200, body: member };
        return refusal(404, 'MemberNotFoundInConversation', 'The member was not found in the conversation.');
      }),
    ),
  ];
}
