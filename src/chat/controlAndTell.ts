import type { ControlRequest } from '../calling/call.ts';
import { adminHint } from './adminHint.ts';
import { outcomeSentence } from './cards/outcome.ts';
import type { Services } from './services.ts';
import type { Turn } from './turn.ts';

/** Has a control carried out and says what is known of it so far; the live card shows how it ended. */
export async function controlAndTell(
  turn: Turn,
  callId: string,
  request: ControlRequest,
  services: Services,
): Promise<void> {
  const call = await services.calls.control(callId, turn.id, turn.who, request);
  const decided = call.controls.find(({ id }) => id === turn.id);
  const text = services.text(turn.locale);
  await services.reply(turn, {
    text: decided ? outcomeSentence(text, decided) : text('control.nothing'),
  });
  await adminHint(turn, decided, services);
}
