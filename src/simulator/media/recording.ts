/** Recording an answer: when it falls silent, when it is long enough, and the clip that is left of it. */
import { randomUUID } from 'node:crypto';
import type { ResultInfo } from '../model.ts';
import type { Turn } from './line.ts';
import { fellSilent, lastedTooLong, nothingSaid, stopped } from './results.ts';
import { mediaOf, type RecordOrder } from './state.ts';
import { sayWords, spokenMs } from './voice.ts';
import { sampleRate, writeWav } from './wav.ts';

/** Shorter than this nobody makes a noise. */
const leastMs = 300;

interface Utterance {
  words: string;
  startedAt: number;
  ms: number;
}

/** Listens from now on: learn.microsoft.com/graph/api/call-record says what ends it. */
export function record(turn: Turn, order: RecordOrder): void {
  const { context, call, task, later, finish } = turn;
  const now = () => context.clock.now();
  const startedAt = now();
  const utterances: Utterance[] = [];
  const end = (result: ResultInfo): void => {
    const id = randomUUID();
    const token = randomUUID();
    mediaOf(call).clips.set(id, { token, wav: clipOf(utterances, startedAt, now()) });
    const recordingLocation = `${context.url}/media/clips/${call.id}/${id}`;
    finish(result, { recordingLocation, recordingAccessToken: token });
  };
  task.recording = {
    startedAt,
    say(words, ms) {
      const before = utterances.at(-1);
      const begin = Math.max(now(), before ? before.startedAt + before.ms : 0);
      const said = { words, startedAt: begin, ms: Math.max(leastMs, ms ?? spokenMs(words)) };
      utterances.push(said);
      later(said.startedAt + said.ms + order.maxSilenceMs - now(), () => {
        if (utterances.at(-1) === said) end(fellSilent);
      });
    },
    press(key) {
      if (order.stopTones.includes(key)) end(stopped);
    },
  };
  later(order.initialSilenceMs, () => {
    if (utterances.length === 0) finish(nothingSaid);
  });
  later(order.maxDurationMs, () => end(lastedTooLong));
}

const lengthOf = (ms: number): number => Math.round((ms * sampleRate) / 1000);

/** What was said until `now`, one utterance after the other; of one that was cut off, the words said by then. */
function clipOf(utterances: readonly Utterance[], startedAt: number, now: number): Buffer {
  const clip = new Int16Array(lengthOf(now - startedAt));
  const heard: string[] = [];
  for (const { words, ...utterance } of utterances) {
    const share = Math.min(1, (now - utterance.startedAt) / utterance.ms);
    if (share <= 0) continue;
    const all = words.split(/\s+/).filter(Boolean);
    heard.push(...all.slice(0, share === 1 ? all.length : Math.floor(all.length * share)));
    const at = lengthOf(utterance.startedAt - startedAt);
    const sound = words ? sayWords(words) : hum(lengthOf(utterance.ms));
    clip.set(sound.subarray(0, Math.max(0, clip.length - at)), at);
  }
  return writeWav(clip, heard.join(' ') || null);
}

/** Somebody is there and says nothing. */
const hum = (length: number): Int16Array =>
  Int16Array.from({ length }, (_, n) => Math.round(900 * Math.sin((2 * Math.PI * 110 * n) / sampleRate)));
