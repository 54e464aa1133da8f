import type { Call } from '../calling/call.ts';
import { Refusal } from '../lib/errors.ts';
import { chooseCallCard } from './cards/chooseCallCard.ts';
import type { Services } from './services.ts';
import { withNames } from './targets.ts';
import type { Turn } from './turn.ts';

/**
 * The call a command means: the one of this conversation. With several, Rollcall asks which and null is given: the
 * answer comes back as a press that runs the command again.
 * @throws Refusal `error.noCall` where there is none, `error.callEnded` where it is over
 */
export async function callOf(
  turn: Turn,
  command: string,
  rest: string,
  services: Services,
): Promise<Call | null> {
  const calls = await services.calls.liveIn(turn.place.id);
  if (calls.length === 1) return calls[0] ?? null;
  if (calls.length > 1) {
    const choices = calls.map((call) => ({
      callId: call.id,
      subject: call.subject,
      since: call.establishedAt ?? call.createdAt,
    }));
    const asked = { command, rest: withNames(turn, rest), calls: choices };
    const card = chooseCallCard(services.text(turn.locale), asked);
    await services.reply(turn, { card });
    return null;
  }
  throw new Refusal((await services.calls.lastIn(turn.place.id)) ? 'error.callEnded' : 'error.noCall');
}

/** The live call of a pressed button. @throws Refusal for a made-up id or a call that is over */
export async function liveCall(callId: string, services: Services): Promise<Call> {
  const call = await services.calls.get(callId);
  if (!call || call.tenantId !== services.tenantId) throw new Refusal('error.callUnknown');
  if (call.phase === 'ended') throw new Refusal('error.callEnded');
  return call;
}
