/** The bodies of the media operations, as Graph's contract wants them. */
import type { RecordOrder } from '../calling/performTalk.ts';
import { tagged } from './callBodies.ts';

/** A sound that Graph fetches: a WAV, mono, 16-bit, 16 kHz. https://learn.microsoft.com/graph/api/resources/mediaprompt */
const prompt = (uri: string): object => tagged('mediaPrompt', { mediaInfo: tagged('mediaInfo', { uri }) });

/** Graph takes no more in one request. */
const mostPrompts = 20;

/**
 * Prompts that are heard one after the other, twenty at most.
 * https://learn.microsoft.com/graph/api/call-playprompt
 */
export function playBody(addresses: readonly string[], context: string): object {
  if (addresses.length > mostPrompts) throw new Error(`Graph plays at most ${mostPrompts} prompts at a time`);
  return { clientContext: context, prompts: addresses.map(prompt) };
}

/**
 * A short recording after a beep. `bargeInAllowed` would cancel every prompt that is still queued, and lets no caller
 * interrupt: it stays off. https://learn.microsoft.com/graph/api/call-record
 */
export const recordBody = (order: RecordOrder, context: string): object => ({
  clientContext: context,
  ...(order.address === null ? {} : { prompts: [prompt(order.address)] }),
  bargeInAllowed: false,
  playBeep: true,
  initialSilenceTimeoutInSeconds: seconds(order.initialSilence),
  maxSilenceTimeoutInSeconds: seconds(order.maxSilence),
  maxRecordDurationInSeconds: seconds(order.longest),
  stopTones: [...order.stopTones],
});

const seconds = (wanted: number): number => Math.min(120, Math.max(1, Math.round(wanted)));

/**
 * Hold music: Graph's own, or (`address`) ours.
 * https://learn.microsoft.com/graph/api/participant-startholdmusic
 */
export const holdBody = (address: string | null, context: string): object => ({
  clientContext: context,
  ...(address === null ? {} : { customPrompt: prompt(address) }),
});
