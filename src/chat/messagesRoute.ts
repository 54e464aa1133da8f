import type { Activity, CloudAdapter, Response, TurnContext } from 'botbuilder';
import { z } from 'zod';
import { sameUrl } from '../lib/sameUrl.ts';
import type { Exchange } from '../server.ts';

const word = z.string().nullish();
const account = z.looseObject({ id: z.string(), name: word, aadObjectId: word });

/**
 * What Teams always sends must be there, and what is read anywhere must be of its kind, so that nobody trips over it
 * later. What asks for something has an id, by which a second delivery is known; a press says what was pressed.
 */
const activity = z
  .looseObject({
    type: z.string().min(1),
    id: z.string().optional(),
    serviceUrl: z.url(),
    channelId: z.string(),
    from: account,
    recipient: account.nullish(),
    conversation: z.looseObject({ id: z.string().min(1), tenantId: word, conversationType: word }),
    channelData: z
      .looseObject({
        tenant: z.looseObject({ id: word }).nullish(),
        meeting: z.looseObject({ id: word }).nullish(),
      })
      .nullish(),
    entities: z.array(z.looseObject({ type: word, locale: word })).nullish(),
    attachments: z.array(z.looseObject({ contentType: word })).nullish(),
    membersAdded: z.array(account).nullish(),
    ...{ name: word, text: word, locale: word, replyToId: word },
  })
  .refine(({ type, id }) => id || (type !== 'message' && type !== 'invoke'))
  .refine(({ name, value }) => name !== 'adaptiveCard/action' || isPress(value));

const isPress = (value: unknown): boolean =>
  z.looseObject({ action: z.looseObject({ type: z.string() }) }).safeParse(value).success;

/** PostgreSQL holds no NUL characters and no lone surrogates; nobody typed them either. */
const storable = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? value.replaceAll('\u0000', '').toWellFormed() : value;

function parse(body: Buffer): Partial<Activity> | null {
  try {
    return activity.parse(JSON.parse(body.toString('utf8'), storable)) as unknown as Partial<Activity>;
  } catch {
    return null;
  }
}

/**
 * POST /api/messages, the caller's token verified already: 400 for what is no activity, 403 where the token was
 * meant for another service URL or names none, else what botbuilder's adapter (which verifies once more) answers.
 * https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
 */
export function messagesRoute(adapter: CloudAdapter, logic: (context: TurnContext) => Promise<void>) {
  return async (exchange: Exchange<{ serviceUrl: string | null }>): Promise<void> => {
    const parsed = parse(exchange.body);
    if (!parsed)
      return exchange.answer(400, { error: { code: 'BadSyntax', message: 'This is not an activity.' } });
    const { serviceUrl } = exchange.caller;
    if (!serviceUrl || !sameUrl(serviceUrl, parsed.serviceUrl ?? '')) return exchange.answer(403);
    let status = 200;
    let body: unknown;
    const response: Response = {
      socket: exchange.request.socket,
      header: () => undefined,
      status: (code: number) => {
        status = code;
      },
      send: (sent: unknown) => {
        body = sent;
      },
      end: () => undefined,
    };
    const request = { method: 'POST', headers: exchange.request.headers, body: parsed };
    await adapter.process(request as never, response, logic);
    exchange.answer(status, body);
  };
}
