/** A chat of the simulated Teams channel as the story plays it: over the simulator's control API and nothing else. */
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import tls from 'node:tls';

export interface Message {
  id: string;
  from: string;
  text: string | null;
  card: Node | null;
}

/** An element of an Adaptive Card, or the card itself. */
type Node = { [property: string]: unknown };

interface Exchange {
  kind: 'graph' | 'notification';
  method?: string;
  path?: string;
  status: number;
}

export interface Room {
  say(from: string, text: string, mentions?: string[]): Promise<void>;
  /**
   * Presses a button of the card by its verb, as a client does: with what the button carries, and inputs. Gives the
   * message as the presser sees it then.
   */
  press(from: string, message: Message, verb: string, inputs?: object): Promise<Message>;
  /** The newest card whose words fit, as soon as there is one. @throws Error after 30 seconds */
  card(fits: RegExp): Promise<Message>;
  /** Graph's traffic since it was last asked for. */
  traffic(): Promise<Exchange[]>;
  /** Asks the control API until the answer fits. @throws Error after 30 seconds, with the last answer */
  until<T>(path: string, fits: (answer: T) => boolean): Promise<T>;
  /** Anything else of the control API. */
  control<T>(method: string, path: string, body?: object): Promise<T>;
}

const patience = 30_000;
const pause = 200;

/** Opens a group chat of these people (by name) and Rollcall at a running simulator. */
export async function openRoom(simulatorUrl: string, caFile: string, people: string[]): Promise<Room> {
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), readFileSync(caFile, 'utf8')]);
  const control = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const response = await fetch(`${simulatorUrl}/simulator/v1${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok)
      throw new Error(`The simulator answered ${response.status} to ${method} ${path}: ${text}`);
    return (text ? JSON.parse(text) : null) as T;
  };
  const opened = await control<{ id: string }>('POST', '/conversations', {
    type: 'groupChat',
    members: people,
  });
  const chat = `/conversations/${encodeURIComponent(opened.id)}`;
  let seen = 0;
  const until = async <T>(path: string, fits: (answer: T) => boolean): Promise<T> => {
    for (const end = Date.now() + patience; ; await delay(pause)) {
      const answer = await control<T>('GET', path);
      if (fits(answer)) return answer;
      if (Date.now() > end) throw new Error(`${path} stayed as it was: ${JSON.stringify(answer)}`);
    }
  };

  return {
    control,
    async say(from, text, mentions = []) {
      await control('POST', `${chat}/messages`, { from, text, mention: true, mentions });
    },
    async press(from, message, verb, inputs = {}) {
      const data = { ...buttonOf(message.card, verb), ...inputs };
      const { body } = await control<{ body: { type?: string; value?: unknown } | null }>(
        'POST',
        `${chat}/press`,
        { from, activityId: message.id, verb, data },
      );
      if (body?.type?.endsWith('error')) throw new Error(`The press failed: ${JSON.stringify(body.value)}`);
      return body?.type === 'application/vnd.microsoft.card.adaptive'
        ? { ...message, card: body.value as Node }
        : message;
    },
    until,
    async card(fits) {
      for (const end = Date.now() + patience; Date.now() < end; await delay(pause)) {
        const { messages } = await control<{ messages: Message[] }>('GET', chat);
        const found = messages.findLast(({ card }) => card && fits.test(wordsOf(card)));
        if (found) return found;
      }
      throw new Error(`No card came to say ${fits}`);
    },
    async traffic() {
      const all = await control<Exchange[]>('GET', '/traffic');
      const news = all.slice(seen);
      seen = all.length;
      return news;
    },
  };
}

/** What a card says, in its order: its texts, facts and figures, without its inputs and buttons. */
export function wordsOf(node: unknown): string {
  if (Array.isArray(node)) return node.map(wordsOf).filter(Boolean).join('\n');
  if (!node || typeof node !== 'object') return '';
  const { type, text, body, items, columns, facts } = node as Node;
  if (type === 'TextBlock') return plain(String(text));
  if (type === 'ColumnSet')
    return (columns as unknown[]).map((column) => wordsOf(column).replace(/\n/g, ' ')).join(' · ');
  if (type === 'FactSet') {
    return (facts as { title: string; value: string }[])
      .map(({ title, value }) => `${title}: ${plain(value)}`)
      .join('\n');
  }
  return [body, items].map(wordsOf).filter(Boolean).join('\n');
}

/** Times as this terminal's reader would see them, and no Markdown. */
const plain = (text: string): string =>
  text
    .replace(/\{\{TIME\(([^)]+)\)\}\}/g, (_, at) =>
      new Date(at).toLocaleTimeString('en-GB', { timeStyle: 'short' }),
    )
    .replace(/\{\{DATE\(([^,)]+)[^)]*\)\}\}/g, (_, at) => new Date(at).toLocaleDateString('en-GB'))
    .replace(/\*\*/g, '')
    .replace(/\\(.)/g, '$1');

/** What a button carries. @throws Error where the card has no such button */
function buttonOf(card: unknown, verb: string): object {
  const search = (node: unknown): object | null => {
    if (Array.isArray(node)) {
      for (const one of node) {
        const found = search(one);
        if (found) return found;
      }
      return null;
    }
    if (!node || typeof node !== 'object') return null;
    const { verb: own, data } = node as Node;
    return own === verb ? ((data ?? {}) as object) : search(Object.values(node));
  };
  const found = search(card);
  if (!found) throw new Error(`The card has no button for ${verb}`);
  return found;
}
