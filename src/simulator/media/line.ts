/** The line of what a call is to hear and record: one after the other, in the order they were asked for. */
import type { Context } from '../context.ts';
import type { ResultInfo, SimulatedCall } from '../model.ts';
import { fetchPrompt } from './fetchPrompt.ts';
import { record } from './recording.ts';
import { cancelled, notFetched, played, wrongFormat } from './results.ts';
import { type MediaTask, mediaOf, type Prompt, type Sound, sounds } from './state.ts';
import { readWav, WavError } from './wav.ts';

const beepMs = 500;

/** What one task is carried out with. */
export interface Turn {
  context: Context;
  call: SimulatedCall;
  task: MediaTask;
  /** Does something later, unless the task or the call ends before. */
  later(ms: number, act: () => void): void;
  /** Ends the task, the bot is told, and the next one begins. `extra`: further members of the operation. */
  finish(result: ResultInfo, extra?: Record<string, unknown>): void;
}

/** Puts a task at the end of the line. */
export function enqueue(context: Context, call: SimulatedCall, task: MediaTask): void {
  const { line } = mediaOf(call);
  line.push(task);
  if (line[0] === task) begin(context, call, task);
}

/** Everything in the line, running or waiting, fails as cancelled. */
export function cancelLine(context: Context, call: SimulatedCall): void {
  for (const task of mediaOf(call).line.splice(0)) {
    silence(context, task, 'cancelled');
    context.calls.finish(call, task.operation, cancelled);
  }
}

/** The call is over: nobody hears anything any more, and nobody is told. */
export function dropLine(context: Context, call: SimulatedCall): void {
  for (const task of mediaOf(call).line.splice(0)) silence(context, task, 'cancelled');
}

/** A sound is over. */
export function hush(context: Context, sound: Sound, outcome: Sound['outcome'], problem?: string): void {
  if (sound.endedAt !== null) return;
  Object.assign(sound, { endedAt: context.clock.now(), outcome, problem: problem ?? null });
}

function silence(context: Context, task: MediaTask, outcome: Sound['outcome']): void {
  for (const off of task.planned.splice(0)) off();
  if (task.sound) hush(context, task.sound, outcome);
  task.sound = null;
  task.recording = null;
}

function begin(context: Context, call: SimulatedCall, task: MediaTask): void {
  const turn: Turn = {
    ...{ context, call, task },
    later(ms, act) {
      const off = context.clock.after(ms, act);
      task.planned.push(off);
      context.calls.plan(call, off);
    },
    finish(result, extra = {}) {
      const { line } = mediaOf(call);
      silence(context, task, 'played');
      line.shift();
      Object.assign(task.operation.extra, extra);
      context.calls.finish(call, task.operation, result);
      if (line[0]) begin(context, call, line[0]);
    },
  };
  playAll(turn, task.prompts);
}

function playAll(turn: Turn, prompts: readonly Prompt[]): void {
  const { context, task } = turn;
  const [prompt, ...rest] = prompts;
  if (prompt) {
    context.clock.track(play(turn, prompt, () => playAll(turn, rest)));
    return;
  }
  const { order } = task;
  if (!order) turn.finish(played);
  else if (order.playBeep) beep(turn, () => record(turn, order));
  else record(turn, order);
}

async function play(turn: Turn, { uri }: Prompt, after: () => void): Promise<void> {
  const { context, call, task } = turn;
  const about = { kind: 'prompt', uri, operationId: task.operation.id } as const;
  const mine = () => mediaOf(call).line[0] === task;
  try {
    const wav = await fetchPrompt(uri, context.ca);
    if (!mine()) return;
    const { ms, words } = readWav(wav);
    sound(turn, { ...about, ms, words, wav }, after);
  } catch (error) {
    if (!mine()) return;
    const problem = (error as Error).message;
    const entry = sounds(call, { ...about, startedAt: context.clock.now() });
    hush(context, entry, 'failed', problem);
    turn.finish(error instanceof WavError ? wrongFormat(problem) : notFetched(problem));
  }
}

function beep(turn: Turn, after: () => void): void {
  sound(turn, { kind: 'beep', operationId: turn.task.operation.id, ms: beepMs }, after);
}

function sound(
  { context, call, task, later }: Turn,
  what: Pick<Sound, 'kind' | 'operationId' | 'ms'> & Partial<Sound>,
  after: () => void,
): void {
  const entry = sounds(call, { ...what, startedAt: context.clock.now() });
  task.sound = entry;
  later(what.ms, () => {
    hush(context, entry, 'played');
    task.sound = null;
    after();
  });
}
