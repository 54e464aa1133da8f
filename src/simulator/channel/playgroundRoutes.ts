/** Where the Agents Playground sends its activities: {url}/playground/api/messages. */
import type { Route } from '../server.ts';
import type { Activity } from './activity.ts';
import type { Delivery } from './deliver.ts';
import { refusal } from './replies.ts';

export function playgroundRoutes(channel: { relay(activity: Activity): Promise<Delivery> }): Route[] {
  const path = '/playground/api/messages';
  return [
    // The Playground asks with HEAD whether anybody is there.
    { method: 'HEAD', path, handle: () => ({ status: 200 }) },
    {
      method: 'POST',
      path,
      async handle(request) {
        try {
          const { status, body } = await channel.relay(request.json() as Activity);
          return body === null ? { status } : { status, body };
        } catch (error) {
          if (error instanceof RangeError || error instanceof SyntaxError) {
            return refusal(400, 'BadArgument', error.message);
          }
          throw error;
        }
      },
    },
  ];
}
