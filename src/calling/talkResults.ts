/** What came of the things that a talk waited for, and what the walk hears of it. Pure. */
import type { Heard } from '../ivr/walk.ts';
import type { Draft } from './draft.ts';
import type { EffectResult } from './effect.ts';
import type { ResultInfo } from './news.ts';
import { press } from './talkKeys.ts';
import type { Wait } from './talkState.ts';
import { record, tellWalk, understand } from './talkSteps.ts';
import {
  cancelMedia,
  changeTalk,
  endRecordingStatus,
  forget,
  isKept,
  liveTalk,
  patience,
} from './talkWaits.ts';

/** Graph plays or records now; where the walk has gone on meanwhile, this may have begun after the cancel. */
export function begun(draft: Draft, wait: Wait, operationId: string) {
  const waits = draft.call.talk?.waits ?? [];
  if (!wait.silenced) {
    const checkAt = wait.kind === 'play' ? draft.now + patience.check : null;
    const known = { ...wait, operationId, checkAt };
    return changeTalk(draft, { waits: waits.map((one) => (one === wait ? known : one)) });
  }
  forget(draft, (one) => one === wait);
  cancelMedia(draft);
}

/** What came of an effect whose wait is over with it; a sound that ended in Graph's answer is over as well. */
export function carriedOut(draft: Draft, wait: Wait, result: EffectResult) {
  const { step, listen } = wait;
  switch (result.kind) {
    case 'subscribeTones':
      return changeTalk(draft, { tones: 'on' });
    case 'recordingStatus':
      return listen && !wait.silenced ? record(draft, listen) : undefined;
    case 'play':
      return ended(draft, wait, result);
    case 'record':
      return ended(draft, wait, result);
    case 'understand':
      return tellWalk(draft, { kind: 'heard', step, heard: result.heard });
    case 'lookUp':
      return tellWalk(draft, { kind: 'lookedUp', step, text: result.text });
  }
}

/** How Graph says that an operation was cancelled, and that nobody said anything to record. */
const cancelled = 8508;
const nothingSaid = 8510;

/** A prompt or a recording is over; `recording`: where what was said is and the key to it, sealed. */
export function ended(
  draft: Draft,
  wait: Wait,
  { ok, result, recording }: { ok: boolean; result: ResultInfo | null; recording?: string },
) {
  const { kind, step, silenced } = wait;
  if (isKept(wait) && !silenced) endRecordingStatus(draft);
  if (silenced) return;
  if (kind === 'play') {
    return tellWalk(draft, { kind: 'spoken', step, ok: ok || result?.subcode === cancelled });
  }
  if (ok && recording !== undefined) return understand(draft, wait, recording);
  const heard: Heard = { kind: result?.subcode === nothingSaid ? 'silence' : 'unavailable' };
  tellWalk(draft, { kind: 'heard', step, heard });
}

/** Waits no longer: it failed, or its time is over. */
export function giveUp(draft: Draft, wait: Wait) {
  const { kind, step, silenced } = wait;
  // What came of another one may have done away with it.
  if (!liveTalk(draft)?.waits.includes(wait)) return;
  forget(draft, (one) => one === wait);
  if (silenced) return;
  switch (kind) {
    case 'subscribeTones':
      return changeTalk(draft, { tones: 'refused' });
    case 'play':
      return tellWalk(draft, { kind: 'spoken', step, ok: false });
    case 'recordingStatus':
    case 'record':
    case 'understand':
      if (kind === 'record' && isKept(wait)) endRecordingStatus(draft);
      if (kind === 'recordingStatus' && !wait.listen) return;
      return tellWalk(draft, { kind: 'heard', step, heard: { kind: 'unavailable' } });
    case 'lookUp':
      return tellWalk(draft, { kind: 'lookedUp', step, text: null });
    case 'transfer':
      return tellWalk(draft, { kind: 'transferFailed', step });
    case 'pause':
      return tellWalk(draft, { kind: 'waited', step });
    case 'gap':
      return press(draft, true);
  }
}
