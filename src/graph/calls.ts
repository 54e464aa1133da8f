/**
 * The calling operations of Graph, as `calling/perform.ts` asks for them: a failure is a value, nothing is retried.
 * Operations and bodies: https://learn.microsoft.com/graph/api/resources/communications-api-overview. The type tags
 * are mandatory where Graph's type is abstract, and harmless elsewhere.
 */
import type { Call, CommsOperation, Participant } from '@microsoft/microsoft-graph-types';
import type { Participant as Attendee } from '../calling/call.ts';
import type { CallNews } from '../calling/news.ts';
import type { GraphCalls } from '../calling/perform.ts';
import { asked, failureOf, operationOf } from './asked.ts';
import { batch } from './batch.ts';
import { answerBody, inviteBody, joinBody, placeBody, redirectBody, transferBody } from './callBodies.ts';
import type { Graph, GraphRequest } from './client.ts';
import { segment } from './client.ts';
import { listAll } from './pages.ts';

/** How a call and a participant on the wire become ours, the same reading that notifications get: calling/wire.ts. */
export interface WireReading {
  callNews(callId: string, data: unknown): CallNews;
  participantOf(data: unknown): Attendee | null;
}

/** Milliseconds for an effect of many requests, well within the lease of whoever carries it out. */
const wholeEffect = 60_000;
/** Graph waits fifteen seconds for what becomes of a call that comes in: there must be room for a second attempt. */
const whileItRings = 3_000;
/** Within the lease of what is urgent. */
const whileHangingUp = 6_000;
const calls = '/communications/calls';
const one = (callId: string): string => `${calls}/${segment(callId)}`;

/** The calling API over a Graph client; `reading` is calling/wire.ts. */
export function createGraphCalls(graph: Graph, reading: WireReading): GraphCalls {
  const post = (path: string, body?: object) => graph.request({ method: 'POST', path, body });
  const nothing = async (work: Promise<unknown>): Promise<null> => {
    await work;
    return null;
  };

  const many = (participantIds: string[], request: (id: string) => GraphRequest) =>
    asked(async () => {
      const signal = AbortSignal.timeout(wholeEffect);
      const results = await batch(graph, participantIds.map(request), { signal });
      return participantIds.map((participantId, index) => {
        const error = results[index]?.error;
        return { participantId, failure: error ? failureOf(error) : null };
      });
    });

  const make = (body: object) =>
    asked(async () => {
      const answer = await graph.request<Call>({ method: 'POST', path: calls, body });
      return reading.callNews(answer.body.id ?? '', answer.body);
    });
  const ringing = (callId: string, action: string, body: object) =>
    asked(() =>
      nothing(
        graph.request({
          ...{ method: 'POST', path: `${one(callId)}/${action}`, body },
          ...{ deadlineMs: whileItRings, urgent: true },
        }),
      ),
    );

  return {
    create: (request) => make(joinBody(request)),
    place: (request) => make(placeBody(request)),

    answer: ({ callId, callbackUri, media }) => ringing(callId, 'answer', answerBody(callbackUri, media)),
    reject: ({ callId, callbackUri, reason }) => ringing(callId, 'reject', { callbackUri, reason }),
    redirect: ({ callId, callbackUri, targets, seconds }) =>
      ringing(callId, 'redirect', redirectBody(callbackUri, targets, seconds)),
    transfer: ({ callId, to, replacesCallId }) =>
      asked(() => nothing(post(`${one(callId)}/transfer`, transferBody(to, replacesCallId)))),

    get: ({ callId }) =>
      asked(async () => {
        const answer = await graph.request<Call>({ method: 'GET', path: one(callId) });
        return reading.callNews(callId, answer.body);
      }),

    delete: ({ callId }) =>
      asked(() =>
        nothing(
          graph.request({ method: 'DELETE', path: one(callId), deadlineMs: whileHangingUp, urgent: true }),
        ),
      ),

    keepAlive: ({ callId }) => asked(() => nothing(post(`${one(callId)}/keepAlive`))),

    participants: ({ callId }) =>
      asked(async () => {
        const path = `${one(callId)}/participants`;
        const roster = await listAll<Participant>(
          graph,
          { path },
          { signal: AbortSignal.timeout(wholeEffect) },
        );
        return roster.map(reading.participantOf).filter((one) => one !== null);
      }),

    muteMany: ({ callId, participantIds, context }) =>
      many(participantIds, (id) => ({
        method: 'POST',
        path: `${one(callId)}/participants/${segment(id)}/mute`,
        body: { clientContext: context },
      })),

    removeMany: ({ callId, participantIds }) =>
      many(participantIds, (id) => ({
        method: 'DELETE',
        path: `${one(callId)}/participants/${segment(id)}`,
      })),

    invite: ({ callId, person, context, replacesCallId = null }) =>
      asked(async () => {
        const path = `${one(callId)}/participants/invite`;
        const answer = await graph.request<CommsOperation>({
          method: 'POST',
          path,
          body: inviteBody(person, context, replacesCallId),
        });
        return operationOf(answer.body, answer.location);
      }),

    operation: ({ callId, operationId }) =>
      asked(async () => {
        const path = `${one(callId)}/operations/${segment(operationId)}`;
        const answer = await graph.request<CommsOperation>({ method: 'GET', path });
        return operationOf(answer.body, null);
      }),
  };
}
