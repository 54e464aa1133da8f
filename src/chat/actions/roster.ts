import type { Call, ControlRequest } from '../../calling/call.ts';
import { others } from '../../calling/roster.ts';
import { Refusal } from '../../lib/errors.ts';
import { refuseTooMany } from '../../meetings/limits.ts';
import type { Deed } from '../../policy/policy.ts';
import { adminHint } from '../adminHint.ts';
import type { Answer } from '../answer.ts';
import { idsIn } from '../idsIn.ts';
import { ringIn } from '../invitePeople.ts';
import { muteOthersQuestion, removeQuestion, sparedIn } from '../rosterConfirm.ts';
import { rosterAnswer } from '../rosterPost.ts';
import type { Services } from '../services.ts';
import { meetingOf } from '../subject.ts';
import type { Turn } from '../turn.ts';
import type { VerbData } from '../verbs.ts';
import { liveCall } from '../which.ts';

type Choices = VerbData<'refreshRoster'>;

/** Participants of this very call among the chosen ids; a made-up id means nobody. */
const chosenIn = (call: Call, data: Choices) => {
  const ids = new Set(idsIn(data.chosen));
  return others(call).filter(({ id }) => ids.has(id));
};

async function allowed(turn: Turn, data: Choices, deed: Deed, services: Services) {
  const call = await liveCall(data.callId, services);
  const meeting = await meetingOf(call, services);
  await services.access.require(deed, turn, { call, meeting });
  return { call, meeting };
}

/** Has the control carried out and shows the roster with what is known of it so far. */
async function control(
  turn: Turn,
  data: Choices,
  call: Call,
  request: ControlRequest,
  services: Services,
): Promise<Answer> {
  const after = await services.calls.control(call.id, turn.id, turn.who, request);
  const decided = after.controls.find(({ id }) => id === turn.id);
  await adminHint(turn, decided, services);
  return rosterAnswer(turn, after, { ...data, chosen: undefined }, { controlId: turn.id }, services);
}

/** Shows the roster as it is now, and other parts of it. */
export async function refreshRoster(turn: Turn, data: Choices, services: Services): Promise<Answer> {
  const call = await services.calls.get(data.callId);
  if (!call || call.tenantId !== services.tenantId) throw new Refusal('error.callUnknown');
  await services.access.require('seeRoster', turn, { call, meeting: await meetingOf(call, services) });
  return rosterAnswer(turn, call, data, {}, services);
}

export async function muteChosen(turn: Turn, data: Choices, services: Services): Promise<Answer> {
  const { call } = await allowed(turn, data, 'mute', services);
  const to = chosenIn(call, data).map(({ id }) => id);
  if (to.length === 0) return rosterAnswer(turn, call, data, { notice: 'roster.chooseFirst' }, services);
  return control(turn, data, call, { verb: 'mute', to }, services);
}

/** Mutes everybody unmuted but the presser and presenters, unless those were chosen by name. */
export async function muteOthers(
  turn: Turn,
  data: VerbData<'muteOthers'>,
  services: Services,
): Promise<Answer> {
  const { call, meeting } = await allowed(turn, data, 'mute', services);
  const chosen = chosenIn(call, data);
  const spare = await sparedIn(meeting, chosen, services);
  if (data.confirmed) return control(turn, data, call, { verb: 'muteOthers', spare }, services);
  const card = muteOthersQuestion(turn, call, spare, data, services);
  return card ? { card } : rosterAnswer(turn, call, data, { notice: 'roster.nobodyToMute' }, services);
}

export async function removeChosen(
  turn: Turn,
  data: VerbData<'removeChosen'>,
  services: Services,
): Promise<Answer> {
  const { call } = await allowed(turn, data, 'remove', services);
  const chosen = chosenIn(call, data);
  const people = chosen.filter(({ personId }) => personId !== turn.who.id);
  const notice = chosen.length > 0 ? 'error.personYourself' : 'roster.chooseFirst';
  if (people.length === 0) return rosterAnswer(turn, call, data, { notice }, services);
  const to = people.map(({ id }) => id);
  if (data.confirmed) return control(turn, data, call, { verb: 'remove', to }, services);
  return { card: removeQuestion(turn, call, people, data, services) };
}

export async function inviteChosen(turn: Turn, data: Choices, services: Services): Promise<Answer> {
  const { call } = await allowed(turn, data, 'invite', services);
  const ids = idsIn(data.invitees);
  if (ids.length === 0) return rosterAnswer(turn, call, data, { notice: 'roster.chooseInvitees' }, services);
  refuseTooMany(ids.length);
  const found = await services.directory.resolve({ ids });
  if (found.unknown[0]) throw new Refusal('error.personUnknown', { name: found.unknown[0] });
  const people = found.people.filter(({ id }) => id !== turn.who.id).map(({ id, name }) => ({ id, name }));
  if (people.length === 0) throw new Refusal('error.personYourself');
  const { call: after, leftOut } = await ringIn(turn, call, turn.id, people, services);
  return rosterAnswer(turn, after, { ...data, chosen: undefined }, { controlId: turn.id, leftOut }, services);
}
