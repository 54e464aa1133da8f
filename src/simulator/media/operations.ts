/** Media actions on a call: play, record, stop both, hear of keys, press keys, say that one records. */
import { badRequest } from '../graphError.ts';
import type { GraphRequest, Operation } from '../operation.ts';
import { operationsAt } from '../operation.ts';
import { completed, operationAnswer } from '../operations/callActions.ts';
import { callOf, onCall } from '../operations/calls.ts';
import type { Answer } from '../server.ts';
import { clientContextOf, listOf, objectOf, onlyThese, textOf } from '../shape.ts';
import { cancelLine, enqueue, hush } from './line.ts';
import { hostedCallOf, promptsOf, recordRequestOf } from './orders.ts';
import { played } from './results.ts';
import { mediaOf, sounds } from './state.ts';

const accessMedia = ['Calls.AccessMedia.All'];
const recordingStatus = [
  'Calls.AccessMedia.All',
  'Calls.JoinGroupCall.All',
  'Calls.JoinGroupCallAsGuest.All',
];
const toneNames = /^(?:tone[0-9]|star|pound|[a-d]|flash)$/;
const toneMs = 300;

function playPrompt(request: GraphRequest): Answer {
  const { context } = request;
  const body = objectOf(request.body, 'The request body');
  onlyThese(body, 'prompts', 'clientContext');
  const clientContext = clientContextOf(body);
  const prompts = promptsOf(body);
  const call = hostedCallOf(request);
  const operation = context.calls.operation(call, 'playPromptOperation', clientContext);
  const answer = operationAnswer(request, operation);
  enqueue(context, call, { operation, prompts, order: null, sound: null, recording: null, planned: [] });
  return answer;
}

function recordResponse(request: GraphRequest): Answer {
  const { context } = request;
  const body = objectOf(request.body, 'The request body');
  onlyThese(
    ...([body, 'prompts', 'bargeInAllowed', 'playBeep', 'stopTones', 'clientContext'] as const),
    ...['initialSilenceTimeoutInSeconds', 'maxSilenceTimeoutInSeconds', 'maxRecordDurationInSeconds'],
  );
  const clientContext = clientContextOf(body);
  const { prompts, order, bargeInAllowed } = recordRequestOf(body);
  const call = hostedCallOf(request);
  if (bargeInAllowed) cancelLine(context, call);
  const operation = context.calls.operation(call, 'recordOperation', clientContext, {
    recordingLocation: null,
    recordingAccessToken: null,
  });
  const answer = operationAnswer(request, operation);
  enqueue(context, call, { operation, prompts, order, sound: null, recording: null, planned: [] });
  return answer;
}

/** The client context of an action that takes nothing else. */
function onlyContext(request: GraphRequest): string | null {
  const body = objectOf(request.body, 'The request body', false);
  onlyThese(body, 'clientContext');
  return clientContextOf(body);
}

function cancelMediaProcessing(request: GraphRequest): Answer {
  const clientContext = onlyContext(request);
  const call = hostedCallOf(request);
  const answer = completed(request, 'cancelMediaProcessingOperation', clientContext);
  cancelLine(request.context, call);
  return answer;
}

function subscribeToTone(request: GraphRequest): Answer {
  const clientContext = onlyContext(request);
  mediaOf(hostedCallOf(request)).subscribed = true;
  return completed(request, 'subscribeToToneOperation', clientContext);
}

function sendDtmfTones(request: GraphRequest): Answer {
  const { context } = request;
  const body = objectOf(request.body, 'The request body');
  onlyThese(body, 'tones', 'delayBetweenTonesMs', 'clientContext');
  const clientContext = clientContextOf(body);
  const tones = listOf(body, 'tones').map(String);
  const wrong = tones.find((tone) => !toneNames.test(tone));
  if (wrong !== undefined || tones.length === 0) throw badRequest(`'tones' must name tones, not '${wrong}'.`);
  const { delayBetweenTonesMs: delay = toneMs } = body;
  if (typeof delay !== 'number' || delay < 0) throw badRequest("'delayBetweenTonesMs' must not be negative.");
  const call = hostedCallOf(request);
  const operation = context.calls.operation(call, 'sendDtmfTonesOperation', clientContext, {
    completionReason: null,
  });
  const answer = operationAnswer(request, operation);
  const ms = tones.length * (toneMs + delay);
  const startedAt = context.clock.now();
  const heard = { kind: 'tones', operationId: operation.id, startedAt, ms, words: tones.join(' ') } as const;
  const sound = sounds(call, heard);
  const done = () => {
    hush(context, sound, 'played');
    operation.extra.completionReason = 'completedSuccessfully';
    context.calls.finish(call, operation, played);
  };
  context.calls.plan(call, context.clock.after(ms, done));
  return answer;
}

function updateRecordingStatus(request: GraphRequest): Answer {
  const body = objectOf(request.body, 'The request body');
  onlyThese(body, 'status', 'clientContext');
  const clientContext = clientContextOf(body);
  const status = textOf(body, 'status');
  if (!['notRecording', 'recording', 'failed'].includes(status)) {
    throw badRequest("'status' must be notRecording, recording or failed.");
  }
  const call = callOf(request);
  if (call.state !== 'established') throw badRequest('The call is not established.');
  mediaOf(call).recordingStatus = status;
  return completed(request, 'updateRecordingStatusOperation', clientContext);
}

const at = operationsAt('/communications/calls/{call}', 'calls');

export const mediaOperations: readonly Operation[] = [
  at('POST', '/playPrompt', onCall, playPrompt),
  at('POST', '/recordResponse', accessMedia, recordResponse),
  at('POST', '/cancelMediaProcessing', onCall, cancelMediaProcessing),
  at('POST', '/subscribeToTone', accessMedia, subscribeToTone),
  at('POST', '/sendDtmfTones', onCall, sendDtmfTones),
  at('POST', '/updateRecordingStatus', recordingStatus, updateRecordingStatus),
];
