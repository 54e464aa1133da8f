/** Everything the console shows, as one piece of JSON. */
import type { Context } from '../context.ts';
import { notificationFaults, requestFaults } from '../faults.ts';
import { mediaView } from '../media/control.ts';
import type { SimulatedCall } from '../model.ts';
import { cast } from '../people.ts';
import type { Exchange } from '../traffic.ts';
import { callView, meetingView, personView, ringView } from '../views.ts';

const exchangesShown = 60;
const charactersShown = 6000;

function text(body: unknown): string {
  if (body === undefined) return '';
  const json = JSON.stringify(body, null, 2);
  return json.length > charactersShown ? `${json.slice(0, charactersShown)}\n…` : json;
}

function exchangeView(exchange: Exchange) {
  if (exchange.kind === 'graph') {
    const { method, path, status } = exchange;
    return {
      method,
      path,
      status,
      request: text(exchange.requestBody),
      response: text(exchange.responseBody),
    };
  }
  return {
    method: 'NOTIFY',
    path: subject(exchange.requestBody),
    status: exchange.status,
    request: text(exchange.requestBody),
    response: '',
  };
}

/** What a notification is about: its first resource and change. */
function subject(body: unknown): string {
  const first = (
    body as { value?: { changeType?: string; resource?: string; resourceUrl?: string }[] } | null
  )?.value?.[0];
  if (!first) return 'notification';
  return `${first.changeType} ${first.resourceUrl ?? first.resource}`;
}

/** What a phone shows of a call's media. */
function callMedia(call: SimulatedCall) {
  const { playing, recordingSince, onHold } = mediaView(call);
  return { playing, recordingSince, onHold };
}

export function snapshot({ options, settings, world, faults, traffic }: Context) {
  return {
    botId: options.botId,
    settings,
    people: cast.map((person) => personView(world.people.get(person.id) ?? person)),
    meetings: [...world.meetings.values()].map(meetingView),
    calls: [...world.calls.values()].map((call) => ({
      ...callView(call),
      people: [...call.room.people.values()].map(({ callerId, person }) => callerId ?? person.id),
      media: call.media && callMedia(call),
    })),
    rings: [...world.rings.values()].map(ringView),
    faults: faults.list(),
    faultKinds: [...requestFaults, ...notificationFaults],
    traffic: traffic.list().slice(-exchangesShown).map(exchangeView),
    trafficCount: traffic.list().length,
  };
}
