/** What a media action asks for, or Graph's 400. */
import { badRequest } from '../graphError.ts';
import type { SimulatedCall } from '../model.ts';
import type { GraphRequest } from '../operation.ts';
import { callOf } from '../operations/calls.ts';
import { type Json, listOf, objectOf, textOf } from '../shape.ts';
import type { Prompt, RecordOrder } from './state.ts';

const keys = [...'0123456789*#ABCD'];

/**
 * The call of the path, ready for media.
 * @throws GraphError 404 without one, 400 where it is not established or its media is the application's own.
 */
export function hostedCallOf(request: GraphRequest): SimulatedCall {
  const call = callOf(request);
  if (call.state !== 'established') throw badRequest('The call is not established.');
  if (call.audio !== 'active') throw badRequest('The audio of the call is not active yet.');
  if (call.hosting !== 'service') {
    throw badRequest('This is supported only for calls with serviceHostedMediaConfig.');
  }
  return call;
}

/** The address of one mediaPrompt. Only https is taken: the service fetches it over the internet. */
export function promptOf(entry: unknown): Prompt {
  const prompt = objectOf(entry, 'A prompt');
  if (prompt['@odata.type'] !== '#microsoft.graph.mediaPrompt') {
    throw badRequest("A prompt needs the @odata.type '#microsoft.graph.mediaPrompt'.");
  }
  const uri = textOf(objectOf(prompt.mediaInfo, "'mediaInfo'"), 'uri');
  if (!URL.canParse(uri) || new URL(uri).protocol !== 'https:') {
    throw badRequest("'uri' of a prompt must be an https address.");
  }
  return { uri };
}

/** The prompts of playPrompt: 1 to 20. */
export function promptsOf(body: Json): Prompt[] {
  const entries = listOf(body, 'prompts');
  if (entries.length === 0 || entries.length > 20) throw badRequest('One to 20 prompts can be played.');
  return entries.map(promptOf);
}

function flag(body: Json, name: string, otherwise: boolean): boolean {
  const value = body[name] ?? otherwise;
  if (typeof value !== 'boolean') throw badRequest(`'${name}' must be true or false.`);
  return value;
}

function secondsIn(body: Json, name: string): number {
  const value = body[name] ?? 5;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > 120) {
    throw badRequest(`'${name}' must be between 1 and 120.`);
  }
  return value * 1000;
}

function stopTonesOf(body: Json): string[] {
  const tones = body.stopTones === undefined ? [] : listOf(body, 'stopTones');
  for (const tone of tones) {
    if (!keys.includes(String(tone))) throw badRequest(`'${tone}' is not a stop tone.`);
  }
  return tones.map(String);
}

export interface RecordRequest {
  prompts: Prompt[];
  bargeInAllowed: boolean;
  order: RecordOrder;
}

/** What recordResponse takes: learn.microsoft.com/graph/api/call-record. */
export function recordRequestOf(body: Json): RecordRequest {
  const entries = body.prompts === undefined ? [] : listOf(body, 'prompts');
  if (entries.length > 1) throw badRequest('At most one prompt can be played before a recording.');
  return {
    prompts: entries.map(promptOf),
    bargeInAllowed: flag(body, 'bargeInAllowed', false),
    order: {
      playBeep: flag(body, 'playBeep', true),
      initialSilenceMs: secondsIn(body, 'initialSilenceTimeoutInSeconds'),
      maxSilenceMs: secondsIn(body, 'maxSilenceTimeoutInSeconds'),
      maxDurationMs: secondsIn(body, 'maxRecordDurationInSeconds'),
      stopTones: stopTonesOf(body),
    },
  };
}
