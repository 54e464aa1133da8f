/**
 * Carries out what is done on the line: prompts, recordings, keys, and what Rollcall does with its own leg. As in
 * perform.ts nothing here throws or retries for what may happen; what a caller said is passed on and kept nowhere.
 */

import type { Say } from '../ivr/menu.ts';
import type { Prompts } from '../ivr/prompts.ts';
import { PromptError } from '../ivr/prompts.ts';
import { type Tone, toneOf } from '../ivr/tone.ts';
import type { Understanding } from '../ivr/understand.ts';
import type { Heard } from '../ivr/walk.ts';
import type { Call } from './call.ts';
import type { EffectResult, Operation, OwnEffect, TalkEffect } from './effect.ts';
import type { LookUp } from './lookUp.ts';
import type { Asked, Performed } from './perform.ts';
import { recordingOf } from './recording.ts';

type Where = { tenantId: string; callId: string };
type Request<More = unknown> = Where & { context: string } & More;

/**
 * The media operations of Graph as this room needs them; graph/media.ts has them. None of these throws. `callId` is
 * Graph's id of the call, `context` goes out as clientContext.
 */
export interface GraphMedia {
  subscribeToTone(request: Request): Promise<Asked<null>>;
  /** Addresses of WAVs that Graph fetches, twenty at most. */
  playPrompt(request: Request<{ addresses: readonly string[] }>): Promise<Asked<Operation>>;
  recordResponse(request: Request<RecordOrder>): Promise<Asked<Operation>>;
  cancelMediaProcessing(request: Request): Promise<Asked<null>>;
  updateRecordingStatus(request: Request<{ status: 'recording' | 'notRecording' }>): Promise<Asked<null>>;
  /** `address`: music of our own; null: Graph's. */
  startHoldMusic(
    request: Request<{ participantId: string; address: string | null }>,
  ): Promise<Asked<Operation>>;
  stopHoldMusic(request: Request<{ participantId: string }>): Promise<Asked<Operation>>;
  sendDtmfTones(request: Request<{ tones: readonly Tone[] }>): Promise<Asked<Operation>>;
  addLargeGalleryView(request: Request): Promise<Asked<Operation>>;
  /** Rollcall's own leg. */
  mute(request: Request): Promise<Asked<null>>;
  unmute(request: Request): Promise<Asked<null>>;
  changeScreenSharingRole(request: Where & { role: 'viewer' | 'sharer' }): Promise<Asked<null>>;
}

/** What is to be recorded; all lengths in seconds. */
export interface RecordOrder {
  /** Heard first; null for none. */
  address: string | null;
  /** Until somebody speaks. */
  initialSilence: number;
  /** After they have spoken. */
  maxSilence: number;
  longest: number;
  /** Keys that end it: `#`, `1`. */
  stopTones: readonly string[];
}

/** A transfer is no media, and perform.ts does it. */
export type LineEffect = Exclude<TalkEffect, { kind: 'transfer' }> | OwnEffect;

export type PerformTalk = (call: Call, effectId: string, effect: LineEffect) => Promise<Performed>;

/**
 * @param needs `unseal`: what notification.ts sealed about this call of Graph's; null: not to be had. `deliverMessage`
 *   null where messages are not kept; it takes a caller's own words
 */
export function createPerformTalk(needs: {
  media: GraphMedia;
  prompts: Pick<Prompts, 'addresses'>;
  understanding: Understanding;
  lookUp: LookUp;
  unseal(sealed: string, about: string): string | null;
  deliverMessage: ((call: Call, text: string) => Promise<void>) | null;
}): PerformTalk {
  const { media, prompts, lookUp } = needs;

  return async (call, effectId, effect) => {
    if (call.graphId === null) throw new Error(`${effect.kind} was planned before Graph named the call`);
    const request = { tenantId: call.tenantId, callId: call.graphId, context: effectId };
    switch (effect.kind) {
      case 'play':
      case 'record':
        if (!isWanted(call, effectId)) return ok({ kind: effect.kind, ...notBegun });
        return speaking(effect.say, effectId, async (addresses) => {
          if (effect.kind === 'play') return media.playPrompt({ ...request, addresses });
          return media.recordResponse({ ...request, ...orderOf(effect), address: addresses[0] ?? null });
        }).then((answer) => operation(effect.kind, answer));
      case 'understand':
        return ok({
          kind: 'understand',
          step: effect.step,
          heard: await understood(call, request.callId, effect),
        });
      case 'lookUp': {
        const { walk } = call.talk ?? {};
        const { url, timeoutMs, step } = effect;
        const about = walk && { menu: walk.menu, node: walk.node, language: walk.language };
        return ok({ kind: 'lookUp', step, text: about ? await lookUp({ url, timeoutMs, ...about }) : null });
      }
      case 'subscribeTones':
        return done(effect.kind, await media.subscribeToTone(request));
      case 'cancelMedia':
        return done(effect.kind, await media.cancelMediaProcessing(request));
      case 'recordingStatus':
        return done(effect.kind, await media.updateRecordingStatus({ ...request, status: effect.status }));
      case 'muteSelf':
        return done(effect.kind, await media.mute(request));
      case 'unmuteSelf':
        return done(effect.kind, await media.unmute(request));
      case 'shareScreen': {
        const { context: _context, ...where } = request;
        return done(effect.kind, await media.changeScreenSharingRole({ ...where, role: effect.role }));
      }
      case 'gallery':
        return operation(effect.kind, await media.addLargeGalleryView(request));
      case 'holdMusic': {
        const { participantId, on } = effect;
        const answer = on
          ? await media.startHoldMusic({ ...request, participantId, address: null })
          : await media.stopHoldMusic({ ...request, participantId });
        return operation(effect.kind, answer);
      }
      case 'sendTones':
        return operation(effect.kind, await media.sendDtmfTones({ ...request, tones: tonesOf(effect.keys) }));
    }
  };

  /** Makes the sounds first: one that cannot be made is a failure that no second attempt mends. */
  async function speaking(
    say: readonly Say[],
    reference: string,
    ask: (addresses: string[]) => Promise<Asked<Operation>>,
  ): Promise<Asked<Operation>> {
    let addresses: string[];
    try {
      addresses = await prompts.addresses([...say]);
    } catch (error) {
      if (!(error instanceof PromptError)) throw error;
      const failure = { status: 424, code: 'promptMissing', message: error.message, reference };
      return { ok: false, failure };
    }
    return ask(addresses);
  }

  async function understood(
    call: Call,
    graphId: string,
    effect: Extract<TalkEffect, { kind: 'understand' }>,
  ): Promise<Heard> {
    const recording = recordingOf(needs.unseal(effect.sealed, graphId));
    if (!recording) return { kind: 'unavailable' };
    const { language, purpose, choices } = effect;
    const { deliverMessage } = needs;
    return needs.understanding.understand({
      ...{ ...recording, language, purpose, choices },
      ...(deliverMessage &&
        purpose !== 'choice' && { deliver: (text: string) => deliverMessage(call, text) }),
    });
  }
}

/** A prompt that waited its turn while the caller pressed a key is not to be heard any more. */
const isWanted = ({ talk }: Call, effectId: string): boolean =>
  talk?.waits.some((wait) => wait.effectId === effectId && !wait.silenced) === true;

const notBegun: Operation = { operationId: null, ended: true, ok: false, result: null };

const ok = (result: EffectResult): Performed => ({ ok: true, result });

const done = (
  kind: 'subscribeTones' | 'cancelMedia' | 'recordingStatus' | 'muteSelf' | 'unmuteSelf' | 'shareScreen',
  answer: Asked<null>,
): Performed => (answer.ok ? ok({ kind }) : answer);

const operation = (
  kind: 'play' | 'record' | 'gallery' | 'holdMusic' | 'sendTones',
  answer: Asked<Operation>,
): Performed => (answer.ok ? ok({ kind, ...answer.value }) : answer);

/**
 * A choice is a word or two, and any key may be pressed instead. A message is as long as it takes, pauses and all, and
 * `#` ends it.
 */
const orderOf = ({
  purpose,
  seconds,
}: Extract<TalkEffect, { kind: 'record' }>): Omit<RecordOrder, 'address'> =>
  purpose === 'choice'
    ? { initialSilence: 5, maxSilence: 2, longest: seconds, stopTones: [...'0123456789*#'] }
    : { initialSilence: 8, maxSilence: 4, longest: seconds, stopTones: ['#'] };

const tonesOf = (keys: string): Tone[] => [...keys].flatMap((key) => toneOf(key) ?? []);
