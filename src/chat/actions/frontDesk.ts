import type { Call } from '../../calling/call.ts';
import type { Incoming } from '../../calling/incoming.ts';
import { Refusal } from '../../lib/errors.ts';
import { isGuid } from '../../lib/guid.ts';
import type { Answer } from '../answer.ts';
import { phone } from '../callees.ts';
import { placeCall } from '../placeCall.ts';
import { callerWords, canCallBack, choicesFor } from '../queueView.ts';
import { say } from '../say.ts';
import type { Services } from '../services.ts';
import type { Turn } from '../turn.ts';
import type { VerbData } from '../verbs.ts';
import { nextId } from './call.ts';

/** A call that came in, for an agent. @throws Refusal for a made-up id and for somebody who takes no calls */
async function incomingCall(
  turn: Turn,
  callId: string,
  services: Services,
): Promise<{ call: Call; incoming: Incoming }> {
  const chat = await services.frontDesk.chat();
  const subject = { meeting: null, call: null, agentsChatId: chat?.conversationId ?? null };
  await services.access.require('takeCalls', turn, subject);
  // An anonymous guest of a meeting has no phone to take a call on.
  if (!isGuid(turn.who.id)) throw new Refusal('error.notOurTenant');
  const call = await services.calls.get(callId);
  if (!call?.incoming || call.tenantId !== services.tenantId) throw new Refusal('error.callUnknown');
  return { call, incoming: call.incoming };
}

/** An agent decides about a call that waits; whoever pressed first, did. */
export async function deskCall(
  turn: Turn,
  { callId, choice }: VerbData<'deskCall'>,
  services: Services,
): Promise<Answer> {
  const text = services.text(turn.locale);
  const { call, incoming } = await incomingCall(turn, callId, services);
  if (call.phase === 'ended' && !incoming.chosen) throw new Refusal('error.callerGone');
  if (!incoming.chosen && !choicesFor(incoming).includes(choice)) throw new Refusal('error.choiceGone');
  if (choice === 'take' && incoming.caller.id === turn.who.id) throw new Refusal('error.ownCall');
  const after = incoming.chosen ? call : await services.calls.agentChose(callId, turn.who, choice);
  const chosen = after.incoming?.chosen;
  if (!chosen) throw new Refusal(after.phase === 'ended' ? 'error.callerGone' : 'error.choiceGone');
  const who = callerWords(text, incoming.caller);
  if (chosen.by.id === turn.who.id && chosen.choice === choice)
    return { notice: text(`desk.${choice}`, { who }) };
  return { notice: say(text, `desk.first.${chosen.choice}`, { by: chosen.by.name }) };
}

/** Calls somebody back who was missed: the presser and them. Whoever presses second hears who was first. */
export async function callBack(turn: Turn, data: VerbData<'callBack'>, services: Services): Promise<Answer> {
  const text = services.text(turn.locale);
  const { call, incoming } = await incomingCall(turn, data.callId, services);
  const { caller } = incoming;
  if (!canCallBack(caller, services.phoneCalls) || caller.id === null)
    throw new Refusal('error.cannotCallBack');
  const id = await nextId('back', call, services);
  const there = await services.calls.get(id);
  if (there && there.broughtBy.id !== turn.who.id)
    return { notice: say(text, 'desk.first.back', { by: there.broughtBy.name }) };
  const callee =
    caller.kind === 'phone'
      ? phone(caller.id)
      : ({ id: caller.id, name: caller.name, kind: 'user' } as const);
  const placed = await placeCall(turn, { id, callees: [callee], say: null }, services);
  return placed.broughtBy.id === turn.who.id
    ? { notice: text('call.placed') }
    : { notice: say(text, 'desk.first.back', { by: placed.broughtBy.name }) };
}
