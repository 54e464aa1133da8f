/** From the steps of a walk to effects, and from what came of them to the walk's events. Pure. */

import type { WalkEvent, WalkStep } from '../ivr/walk.ts';
import { choicesAt, walkOn } from '../ivr/walk.ts';
import type { Draft } from './draft.ts';
import { cancelTimer, setTimer } from './draft.ts';
import { reported } from './errandCalls.ts';
import { bookOf } from './talkBook.ts';
import { endTalk } from './talkOver.ts';
import type { ListenStep, SoundStep, Wait } from './talkState.ts';
import { askFor, changeTalk, forget, isQuieting, liveTalk, patience, silence, waitFor } from './talkWaits.ts';
import { askTransfer } from './transfer.ts';
import { leave } from './upkeep.ts';

const second = 1_000;
/** A walk says by itself when it has gone round too often; this is the net beneath it. */
const mostEvents = 100;

/** Tells the walk, and does what it says; steps that are over as soon as they begin are told to it at once. */
export function tellWalk(draft: Draft, first: WalkEvent): void {
  const events = [first];
  for (let told = 0; told < mostEvents; told += 1) {
    const event = events.shift();
    const walk = liveTalk(draft)?.walk;
    if (!event || !walk) return;
    const next = walkOn(bookOf(draft), walk, event, draft.rules.can);
    changeTalk(draft, { walk: next.walk });
    forget(draft, ({ kind, step }) => kind === 'pause' && step !== next.walk.step);
    events.push(...carryOut(draft, next.steps));
  }
  hangUp(draft);
}

/** Does what a walk says. @returns what the walk is to hear of at once */
export const carryOut = (draft: Draft, steps: readonly WalkStep[]): WalkEvent[] =>
  steps.flatMap((step) => doStep(draft, step) ?? []);

function doStep(draft: Draft, step: WalkStep): WalkEvent[] | undefined {
  const talk = liveTalk(draft);
  if (!talk) return;
  switch (step.do) {
    case 'speak':
    case 'listen':
      if (!isQuieting(talk)) return sound(draft, step);
      changeTalk(draft, { keptBack: [...talk.keptBack, step] });
      return;
    case 'quiet':
      silence(draft);
      return;
    case 'wait':
      waitFor(draft, 'pause', step.ms, { step: step.step });
      return;
    case 'transfer':
      waitFor(draft, 'transfer', step.seconds * second + patience.transfer, { step: step.step });
      askTransfer(draft, { to: step.to, consult: step.consult, seconds: step.seconds });
      return;
    case 'lookUp': {
      const { url, timeoutMs } = step;
      const effect = { kind: 'lookUp', step: step.step, url, timeoutMs } as const;
      askFor(draft, effect, timeoutMs + patience.lookUp, { step: step.step });
      return;
    }
    case 'report':
      reported(draft, step.value);
      return;
    case 'hangUp':
      // Somebody is handing the other side over: hanging up now would cut them off.
      if (draft.call.transfer?.by === 'control') keepForTransfer(draft);
      else hangUp(draft);
      return;
  }
}

/** Nothing more is said, and the line stays; should the transfer come to nothing, transfer.ts hangs up. */
function keepForTransfer(draft: Draft): void {
  endTalk(draft);
  cancelTimer(draft, 'talk');
}

/** Ends the call; should Graph refuse, it is tried again, for nobody speaks on this line any more. */
export function hangUp(draft: Draft): void {
  leave(draft, 'left');
  endTalk(draft);
  setTimer(draft, 'talk', patience.hangUp);
}

/** Begins what was kept back, once nothing of what was said before can be heard. */
export function resume(draft: Draft) {
  const talk = liveTalk(draft);
  if (!talk || talk.keptBack.length === 0 || isQuieting(talk)) return;
  changeTalk(draft, { keptBack: [] });
  for (const event of talk.keptBack.flatMap((step) => sound(draft, step))) tellWalk(draft, event);
}

function sound(draft: Draft, step: SoundStep): WalkEvent[] {
  if (step.do === 'speak') {
    if (step.say.length === 0) return [{ kind: 'spoken', step: step.step, ok: true }];
    // Prompts queue: the time of each begins with the end of the one before.
    const ahead = (draft.call.talk?.waits ?? []).filter(({ kind }) => kind === 'play').length;
    const { step: number, say } = step;
    const ms = patience.prompt * (ahead + 1);
    askFor(draft, { kind: 'play', step: number, say }, ms, { step: number });
    return [];
  }
  if (!draft.rules.can.keepMessages || step.purpose === 'choice') record(draft, step);
  else {
    // Graph demands that it is told before anything of a recording is kept; where it refuses, nothing is recorded.
    const effect = { kind: 'recordingStatus', status: 'recording' } as const;
    askFor(draft, effect, patience.request, { step: step.step, listen: step });
  }
  return [];
}

/** Asks Graph to record, once nothing stands against it. */
export function record(draft: Draft, listen: ListenStep) {
  const { step, say, purpose, seconds } = listen;
  const ms = seconds * second + patience.aroundRecording;
  askFor(draft, { kind: 'record', step, say, purpose, seconds }, ms, { step, listen });
}

/** Has a recording understood, aside. `sealed`: where it is and the key to it. */
export function understand(draft: Draft, { step, listen }: Wait, sealed: string): void {
  const walk = liveTalk(draft)?.walk;
  if (!walk || !listen) return;
  const choices = choicesAt(bookOf(draft), walk);
  const { language } = walk;
  const effect = { kind: 'understand', step, sealed, language, purpose: listen.purpose, choices } as const;
  askFor(draft, effect, patience.understanding, { step });
}
