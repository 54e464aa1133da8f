/** A caller whom the bot hands on to others, and what comes of it. */
import type { Context } from './context.ts';
import type { EndingName } from './endings.ts';
import type { SimulatedCall } from './model.ts';
import type { Invitee } from './operations/invitee.ts';
import { ring } from './ringing.ts';

interface Handing {
  call: SimulatedCall;
  kind: 'redirected' | 'transferred';
  targets: readonly Invitee[];
  /** Milliseconds that they are rung. */
  limit: number;
}

/**
 * Rings all of them; the first to pick up has the caller. What becomes of it stands in `call.handover`.
 * @param settled hears of the outcome: null when somebody picked up, otherwise why the last of them did not.
 * @returns calls it off.
 */
export function handOver(
  { clock, world }: Context,
  { call, kind, targets, limit }: Handing,
  settled: (problem: EndingName | null) => void,
): () => void {
  const stops: (() => void)[] = [];
  const stop = (): void => {
    for (const off of stops) off();
  };
  const to = targets.map(({ id }) => id);
  call.handover = { kind, to, outcome: 'ringing', with: null };
  const connected = ({ id, person, voicemail }: Invitee): void => {
    stop();
    const outcome = voicemail || person?.behaviour === 'voicemail' ? 'voicemail' : 'connected';
    call.handover = { kind, to, outcome, with: person?.id ?? id };
    settled(null);
  };
  let left = targets.length;
  const failed = (problem: EndingName): void => {
    left -= 1;
    if (left > 0) return;
    call.handover = { kind, to, outcome: 'notAnswered', with: null };
    settled(problem);
  };
  for (const target of targets) {
    const { person, voicemail } = target;
    if (!person) stops.push(clock.after(promptly, () => failed('unroutable')));
    else if (voicemail) stops.push(clock.after(promptly, () => connected(target)));
    else {
      const off = ring({ clock, world, call, person, limit }, (problem) =>
        problem ? failed(problem) : connected(target),
      );
      stops.push(off);
    }
  }
  return stop;
}

const promptly = 500;
