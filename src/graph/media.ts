/**
 * What Rollcall says, plays and hears in a call with service-hosted media, and what it does with its own leg: a failure
 * is a value, nothing is retried. `context` comes back as clientContext with the operation that a request starts.
 * https://learn.microsoft.com/graph/api/resources/calls-api-ivr-overview
 */
import type { CommsOperation } from '@microsoft/microsoft-graph-types';
import type { GraphMedia } from '../calling/performTalk.ts';
import { asked, operationOf } from './asked.ts';
import type { Graph } from './client.ts';
import { segment } from './client.ts';
import { holdBody, playBody, recordBody } from './mediaBodies.ts';

/** The media operations over a Graph client. */
export function createGraphMedia(graph: Graph): GraphMedia {
  const post = (callId: string, action: string, body: object) =>
    graph.request<CommsOperation>({
      method: 'POST',
      path: `/communications/calls/${segment(callId)}/${action}`,
      body,
    });
  /** Carried out when it is answered. */
  const done = (callId: string, action: string, body: object) =>
    asked(async () => {
      await post(callId, action, body);
      return null;
    });
  /** Still running when it is answered, as a rule. */
  const started = (callId: string, action: string, body: object) =>
    asked(async () => {
      const { body: operation, location } = await post(callId, action, body);
      return operationOf(operation, location);
    });
  const hold = (participantId: string, verb: 'start' | 'stop') =>
    `participants/${segment(participantId)}/${verb}HoldMusic`;

  return {
    subscribeToTone: ({ callId, context }) => done(callId, 'subscribeToTone', { clientContext: context }),
    playPrompt: async ({ callId, addresses, context }) =>
      started(callId, 'playPrompt', playBody(addresses, context)),
    recordResponse: ({ callId, context, ...order }) =>
      started(callId, 'recordResponse', recordBody(order, context)),
    cancelMediaProcessing: ({ callId, context }) =>
      done(callId, 'cancelMediaProcessing', { clientContext: context }),
    updateRecordingStatus: ({ callId, status, context }) =>
      done(callId, 'updateRecordingStatus', { clientContext: context, status }),
    startHoldMusic: ({ callId, participantId, address, context }) =>
      started(callId, hold(participantId, 'start'), holdBody(address, context)),
    stopHoldMusic: ({ callId, participantId, context }) =>
      started(callId, hold(participantId, 'stop'), { clientContext: context }),
    sendDtmfTones: ({ callId, tones, context }) =>
      started(callId, 'sendDtmfTones', { clientContext: context, tones: [...tones] }),
    addLargeGalleryView: ({ callId, context }) =>
      started(callId, 'addLargeGalleryView', { clientContext: context }),
    mute: ({ callId, context }) => done(callId, 'mute', { clientContext: context }),
    unmute: ({ callId, context }) => done(callId, 'unmute', { clientContext: context }),
    changeScreenSharingRole: ({ callId, role }) => done(callId, 'changeScreenSharingRole', { role }),
  };
}
