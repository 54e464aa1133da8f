/** Hold music for one participant of a call: start and stop, both run for a moment and then tell that they are done. */
import type { Context } from '../context.ts';
import { badRequest, notFound } from '../graphError.ts';
import type { CallOperation, ResultInfo, SimulatedCall } from '../model.ts';
import { type GraphRequest, type Operation, operationsAt } from '../operation.ts';
import { operationAnswer } from '../operations/callActions.ts';
import type { Answer } from '../server.ts';
import { clientContextOf, objectOf, onlyThese } from '../shape.ts';
import { fetchPrompt } from './fetchPrompt.ts';
import { hush } from './line.ts';
import { hostedCallOf, promptOf } from './orders.ts';
import { notFetched, played, wrongFormat } from './results.ts';
import { mediaOf, type Prompt, type Sound, sounds } from './state.ts';
import { readWav, WavError } from './wav.ts';

const inMeeting = ['Calls.JoinGroupCall.All', 'Calls.JoinGroupCallAsGuest.All'];
const soon = 200;

function participantOf(request: GraphRequest, call: SimulatedCall): string {
  const { participant = '' } = request.params;
  if (!call.room.people.has(participant) || participant === call.myParticipantId) {
    throw notFound('Participant');
  }
  return participant;
}

/** Loads the bot's own music. */
async function load(context: Context, sound: Sound, { uri }: Prompt): Promise<ResultInfo> {
  try {
    const wav = await fetchPrompt(uri, context.ca);
    Object.assign(sound, { wav, words: readWav(wav).words });
    return played;
  } catch (error) {
    const problem = (error as Error).message;
    hush(context, sound, 'failed', problem);
    return error instanceof WavError ? wrongFormat(problem) : notFetched(problem);
  }
}

function start(request: GraphRequest): Answer {
  const { context } = request;
  const body = objectOf(request.body, 'The request body', false);
  onlyThese(body, 'customPrompt', 'clientContext');
  const clientContext = clientContextOf(body);
  const prompt = body.customPrompt ? promptOf(body.customPrompt) : null;
  const call = hostedCallOf(request);
  const participantId = participantOf(request, call);
  const media = mediaOf(call);
  if (media.onHold) throw badRequest('Only one participant can be on hold at a time.');
  const operation = context.calls.operation(call, 'startHoldMusicOperation', clientContext);
  const startedAt = context.clock.now();
  const about = { kind: 'holdMusic', operationId: operation.id, startedAt } as const;
  const sound = sounds(call, { ...about, uri: prompt?.uri ?? null });
  media.onHold = { participantId, sound };
  finishSoon(context, call, operation, async () => {
    const result = prompt ? await load(context, sound, prompt) : played;
    if (result !== played && media.onHold?.sound === sound) media.onHold = null;
    return result;
  });
  return operationAnswer(request, operation, 202);
}

function stop(request: GraphRequest): Answer {
  const { context } = request;
  const body = objectOf(request.body, 'The request body', false);
  onlyThese(body, 'clientContext');
  const clientContext = clientContextOf(body);
  const call = hostedCallOf(request);
  const participantId = participantOf(request, call);
  const media = mediaOf(call);
  if (media.onHold?.participantId !== participantId) throw badRequest('The participant is not on hold.');
  hush(context, media.onHold.sound, 'played');
  media.onHold = null;
  const operation = context.calls.operation(call, 'stopHoldMusicOperation', clientContext);
  finishSoon(context, call, operation, () => played);
  return operationAnswer(request, operation, 202);
}

function finishSoon(
  context: Context,
  call: SimulatedCall,
  operation: CallOperation,
  carryOut: () => ResultInfo | Promise<ResultInfo>,
): void {
  const off = context.clock.after(soon, async () => {
    context.calls.finish(call, operation, await carryOut());
  });
  context.calls.plan(call, off);
}

const at = operationsAt('/communications/calls/{call}/participants/{participant}', 'calls');

export const holdOperations: readonly Operation[] = [
  at('POST', '/startHoldMusic', inMeeting, start),
  at('POST', '/stopHoldMusic', inMeeting, stop),
];
