import { Refusal } from '../../lib/errors.ts';
import { derivedId } from '../../lib/ids.ts';
import { adminHint } from '../adminHint.ts';
import type { Answer } from '../answer.ts';
import { ringIn } from '../invitePeople.ts';
import { postRoster } from '../rosterPost.ts';
import type { Services } from '../services.ts';
import { meetingOf } from '../subject.ts';
import type { Turn } from '../turn.ts';
import type { VerbData } from '../verbs.ts';
import { liveCall } from '../which.ts';

/** Posts a fresh roster card at the bottom of the chat. */
export async function showRoster(
  turn: Turn,
  data: VerbData<'showRoster'>,
  services: Services,
): Promise<Answer> {
  const call = await liveCall(data.callId, services);
  await services.access.require('seeRoster', turn, { call, meeting: await meetingOf(call, services) });
  await postRoster(turn, call, services);
  return { notice: services.text(turn.locale)('roster.posted') };
}

/** Rollcall leaves; the meeting goes on, a call between two ends with it. */
export async function leaveCall(
  turn: Turn,
  data: VerbData<'leaveCall'>,
  services: Services,
): Promise<Answer> {
  const call = await liveCall(data.callId, services);
  await services.access.require('leave', turn, { call, meeting: await meetingOf(call, services) });
  await services.calls.control(call.id, turn.id, turn.who, { verb: 'leave' });
  const key = call.placed ? 'control.hangingUp' : 'control.leaving';
  return { notice: services.text(turn.locale)(key) };
}

/** Removes everybody but the presser; the card asked for a confirmation. */
export async function removeEveryone(
  turn: Turn,
  data: VerbData<'removeEveryone'>,
  services: Services,
): Promise<Answer> {
  const call = await liveCall(data.callId, services);
  await services.access.require('removeEveryone', turn, { call, meeting: await meetingOf(call, services) });
  const after = await services.calls.control(call.id, turn.id, turn.who, { verb: 'removeEveryone' });
  const decided = after.controls.find(({ id }) => id === turn.id);
  await adminHint(turn, decided, services);
  return { notice: services.text(turn.locale)('control.removingEveryone') };
}

/** Invites again those whose invitation failed. Pressing twice rings once, until that has failed as well. */
export async function retryInvite(
  turn: Turn,
  data: VerbData<'retryInvite'>,
  services: Services,
): Promise<Answer> {
  const call = await liveCall(data.callId, services);
  await services.access.require('invite', turn, { call, meeting: await meetingOf(call, services) });
  const failed = call.controls.find(({ id, verb }) => id === data.controlId && verb === 'invite');
  const people = (failed?.targets ?? []).flatMap(({ outcome, personId, name, bot }) =>
    outcome === 'failed' && personId ? [{ id: personId, name, ...(bot && { bot }) }] : [],
  );
  if (people.length === 0) throw new Refusal('error.nothingToRetry');
  const invitations = call.controls.filter(({ verb }) => verb === 'invite');
  const ids = new Set(people.map(({ id }) => id));
  const underWay = invitations.some(({ targets }) =>
    targets.some(({ outcome, personId }) => outcome === 'waiting' && personId && ids.has(personId)),
  );
  // The same for presses at one moment, another once a retry is over.
  const id = derivedId('retry', data.controlId, invitations.at(-1)?.id ?? '');
  const leftOut = underWay ? null : (await ringIn(turn, call, id, people, services)).leftOut;
  const said = services.text(turn.locale)('control.invitingAgain', { count: people.length });
  return { notice: leftOut ?? said };
}
