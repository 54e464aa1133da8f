/** Somebody's messages to the bot in a chat, as the Teams channel posts them, and what the bot answers there. */
import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { personalChatId, personMri } from '../src/simulator/channel/names.ts';
import { nameOf, personId } from './calls.ts';
import { type Asked, botId, type Cloud, tenantId } from './cloud.ts';
import { post, prepared } from './load.ts';

/** The chat of one of the people with the bot. */
export const chatIdOf = (person: number): string => personalChatId(botId, personId(person));

const patienceMs = 15_000;

/** A message in that chat. */
const message = (cloud: Pick<Cloud, 'serviceUrl'>, text: string, person: number): object => ({
  type: 'message',
  id: randomUUID(),
  timestamp: new Date().toISOString(),
  serviceUrl: cloud.serviceUrl,
  channelId: 'msteams',
  from: { id: personMri(botId, personId(person)), name: nameOf(person), aadObjectId: personId(person) },
  conversation: { conversationType: 'personal', tenantId, id: chatIdOf(person) },
  recipient: { id: `28:${botId}`, name: 'Rollcall' },
  entities: [{ type: 'clientInfo', locale: 'en-US', country: 'US', platform: 'Web', timezone: 'UTC' }],
  channelData: { tenant: { id: tenantId } },
  locale: 'en-US',
  text,
  textFormat: 'plain',
});

export interface Answer {
  /** From the first byte of the message to the last of the answer as it arrived at the connector, in milliseconds. */
  ms: number;
  /** The activity. */
  body: string;
}

/** Says something on an open connection to the bot. @throws Error where no answer comes in 15 seconds */
export async function ask(cloud: Cloud, socket: Socket, text: string, person = 0): Promise<Answer> {
  const request = prepared('/api/messages', await cloud.channelBearer(), message(cloud, text, person));
  const answered = arrival(cloud, ({ method, path, body }) => {
    return method === 'POST' && path.startsWith('/teams/') && JSON.parse(body).type === 'message';
  });
  const since = performance.now();
  const [asked] = await Promise.all([answered, post(socket, request)]);
  return { ms: asked.at - since, body: asked.body };
}

/** The next request to the cloud that fits. @throws Error where none comes in 15 seconds */
export function arrival({ events }: Cloud, fits: (asked: Asked) => boolean): Promise<Asked> {
  return new Promise((resolve, reject) => {
    const over = (settle: () => void) => {
      clearTimeout(patience);
      events.off('asked', look);
      settle();
    };
    const look = (asked: Asked) => {
      if (fits(asked)) over(() => resolve(asked));
    };
    const patience = setTimeout(
      () => over(() => reject(new Error('What was waited for did not come'))),
      patienceMs,
    );
    events.on('asked', look);
  });
}
