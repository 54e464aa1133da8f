/** Conversations that a bot opens: the chat with one person, or a new post in a channel. */
import type { Answer, Route, SimulatorRequest } from '../server.ts';
import type { Activity } from './activity.ts';
import { type Conversation, type Conversations, cardOf } from './conversations.ts';
import { personalChatId, personMri } from './names.ts';
import { type ChannelPlace, serviceUrlOf } from './place.ts';
import { askUpstream } from './playground.ts';
import type { RateLimiter } from './rateLimit.ts';
import { forBot, refusal, tooMany } from './replies.ts';

interface Parameters {
  isGroup?: boolean;
  members?: { id?: string }[];
  tenantId?: string;
  channelData?: { tenant?: { id?: string }; channel?: { id?: string } };
  activity?: Activity;
}

/** POST v3/conversations; a new group chat is 400 BadSyntax, as in Teams. */
export function createRoute(place: ChannelPlace, conversations: Conversations, limiter: RateLimiter): Route {
  function personal({ members = [], tenantId, channelData }: Parameters): Answer {
    const tenant = tenantId ?? channelData?.tenant?.id;
    if (members.length !== 1) return refusal(400, 'BadSyntax', 'Incorrect conversation creation parameters');
    if (tenant !== place.tenantId)
      return refusal(403, 'Forbidden', 'The tenant is missing or not the bot’s.');
    const wanted = members[0]?.id ?? '';
    const byMri = [...place.everyone()].find(({ id }) => personMri(place.botId, id) === wanted);
    const person = place.person(byMri?.id ?? wanted);
    if (!person) return refusal(404, 'NotFound', 'There is no such user.');
    const chat =
      conversations.personalOf(person.id) ??
      conversations.add({
        id: personalChatId(place.botId, person.id),
        type: 'personal',
        members: [person.id],
        topic: null,
        teamId: null,
        upstream: null,
      });
    if (!chat.installed) return refusal(403, 'Forbidden', 'The app is not installed for this user.');
    return { status: 201, body: { id: chat.id, serviceUrl: serviceUrlOf(place) } };
  }

  async function inChannel(channel: Conversation, parameters: Parameters): Promise<Answer> {
    const { activity } = parameters;
    if (!activity) return refusal(400, 'BadSyntax', 'A new post needs an activity.');
    const at = place.clock.now();
    let id = conversations.nextActivityId(at);
    if (channel.upstream) {
      const answer = await askUpstream(channel.upstream, 'POST', '/v3/conversations', parameters);
      if (answer.status >= 300) return answer;
      const made = answer.body as { id?: string; activityId?: string } | undefined;
      id = made?.activityId ?? /;messageid=(.+)$/.exec(made?.id ?? '')?.[1] ?? id;
    }
    const text = typeof activity.text === 'string' ? activity.text : null;
    conversations.post(channel, { id, from: 'bot', text, card: cardOf(activity), at, post: id });
    return { status: 201, body: { id: `${channel.id};messageid=${id}`, activityId: id } };
  }

  return forBot(place, 'POST', '/v3/conversations', (request: SimulatorRequest) => {
    const parameters = (request.json() ?? {}) as Parameters;
    const exceeded = limiter.admit('*', 'create', place.clock.now());
    if (exceeded) return tooMany(exceeded);
    if (!parameters.isGroup) return personal(parameters);
    const channel = conversations.find(parameters.channelData?.channel?.id ?? '');
    if (channel?.type === 'channel') return inChannel(channel, parameters);
    return refusal(400, 'BadSyntax', 'Incorrect conversation creation parameters');
  });
}
