/** Text to speech by espeak-ng, in a process of its own that is started when first needed and again when it has died. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { untilAborted } from '../lib/deadline.ts';
import type { Language } from './language.ts';
import { inXml } from './ssml.ts';
import { SpeechError, type Synthesize } from './synthesizer.ts';
import { captioned } from './wav.ts';

/** What the program is asked. */
export interface ToSpeak {
  id: number;
  ssml: string;
  voice: string;
}

/** What it answers. */
export type Spoken = { id: number; wav: Uint8Array } | { id: number; failed: string };

const voices: Record<Language, string> = { en: 'en-us', ru: 'ru', 'zh-CN': 'cmn', 'pt-BR': 'pt-br' };

/** The text it died of is tried once more: it may have died of something else. One it was stuck at is not. */
const mostAttempts = 2;

interface Job {
  request: ToSpeak;
  attempts: number;
  settle: PromiseWithResolvers<Spoken>;
}

export interface EspeakSynthesizer {
  synthesize: Synthesize;
  /** Ends the process, if there is one. */
  close(): void;
}

/** Whether the optional dependency is installed. */
export function hasEspeak(): boolean {
  try {
    return Boolean(import.meta.resolve('@echogarden/espeak-ng-emscripten'));
  } catch {
    return false;
  }
}

const programFile = fileURLToPath(new URL('./espeakProgram.ts', import.meta.url));

/** @param options the file to run and how long it may be silent, for a test to have it die or be stuck */
export function espeakSynthesizer(
  options: { program?: string; patienceMs?: number } = {},
): EspeakSynthesizer {
  const { program = programFile, patienceMs = 8_000 } = options;
  const queue: Job[] = [];
  let child: ChildProcess | null = null;
  let current: Job | null = null;
  let last = 0;

  function start(): ChildProcess {
    // Nothing of our environment: what is in there is none of its business.
    const started = fork(program, {
      ...{ env: {}, execArgv: [], serialization: 'advanced' as const },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    started.on('message', (answer: Spoken) => {
      if (answer.id === current?.request.id) finish(({ resolve }) => resolve(answer));
    });
    started.once('error', () => died(started));
    started.once('exit', () => died(started));
    return started;
  }

  function next(): void {
    current ??= queue.shift() ?? null;
    if (!current) {
      // An idle one keeps nobody alive.
      child?.unref();
      child?.channel?.unref();
      return;
    }
    current.attempts += 1;
    child ??= start();
    child.ref();
    child.channel?.ref();
    // Where a message cannot be sent it is dying, and its exit follows.
    child.send(current.request, () => undefined);
    const [job, running] = [current, child];
    // It speaks about 80 times as fast as a person does: one that is silent for so long is stuck.
    AbortSignal.timeout(patienceMs).addEventListener('abort', () => {
      if (current !== job || child !== running) return;
      job.attempts = mostAttempts;
      running.kill('SIGKILL');
    });
  }

  function finish(end: (settle: Job['settle']) => void): void {
    const done = current;
    current = null;
    if (done) end(done.settle);
    next();
  }

  function died(gone: ChildProcess): void {
    if (child !== gone) return;
    child = null;
    if (!current || current.attempts < mostAttempts) next();
    else finish(({ reject }) => reject(new SpeechError('espeak-ng ended before it had spoken')));
  }

  return {
    async synthesize(text, language, signal) {
      last += 1;
      // Two brackets begin espeak's own phonetic notation.
      const ssml = `<speak>${inXml(text).replaceAll('[[', '[ [')}</speak>`;
      const request = { id: last, ssml, voice: voices[language] };
      const job = { request, attempts: 0, settle: Promise.withResolvers<Spoken>() };
      queue.push(job);
      if (!current) next();
      const spoken = await untilAborted(job.settle.promise, signal).finally(() => {
        if (queue.includes(job)) queue.splice(queue.indexOf(job), 1);
      });
      if ('failed' in spoken) throw new SpeechError(`espeak-ng could not speak: ${spoken.failed}`);
      return Buffer.from(captioned(spoken.wav, text));
    },
    close() {
      const unfinished = queue.splice(0);
      if (current) unfinished.push(current);
      current = null;
      for (const { settle } of unfinished) settle.reject(new SpeechError('espeak-ng was closed'));
      const running = child;
      child = null;
      running?.kill('SIGKILL');
    },
  };
}
