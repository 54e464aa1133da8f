/** Inviting people into a call; a peer-to-peer call becomes a group call by it. */
import { enter } from '../arrivals.ts';
import { type EndingName, ending } from '../endings.ts';
import { badRequest } from '../graphError.ts';
import type { CallOperation, ResultInfo, SimulatedCall } from '../model.ts';
import { type GraphRequest, type Operation, operationsAt } from '../operation.ts';
import { ring } from '../ringing.ts';
import type { Answer } from '../server.ts';
import { clientContextOf, isObject, listOf, objectOf, onlyThese } from '../shape.ts';
import { operationAnswer, succeeded } from './callActions.ts';
import { callById, callOf } from './calls.ts';
import { type Invitee, inviteeOf } from './invitee.ts';
import { checkPhones } from './phones.ts';

const inviting = 'Calls.InitiateGroupCall.All';
const most = 5;
const promptly = 500;

type Trouble = EndingName | 'alreadyThere';
type Heard = (trouble: Trouble | null) => void;

/** @throws GraphError 400 for nobody, too many (of one request, or in a call outside meetings), two bots, or several where there is no chat. */
function inviteesOf(request: GraphRequest, call: SimulatedCall, entries: readonly unknown[]): Invitee[] {
  if (entries.length === 0 || entries.length > most) {
    throw badRequest(`One to ${most} participants can be invited.`);
  }
  const invitees = entries.map((entry) => inviteeOf(request, entry));
  const [first] = invitees;
  if (first?.replacesCallId) return [first];
  if (invitees.filter(({ kind }) => kind === 'application').length > 1) {
    throw badRequest('Not more than one bot can be invited.');
  }
  const inMeeting = call.room.meetingId !== null;
  if (!inMeeting && overfull(call, invitees)) throw badRequest(`A call has at most ${most} VoIP users.`);
  const chat = inMeeting || isObject(call.request.chatInfo);
  if (invitees.length > 1 && !chat) {
    throw badRequest('Several are invited at once only into a group call with a chat.');
  }
  return invitees;
}

/** What the bot has made holds no more people than it could have rung at once; phones are no VoIP users. */
function overfull({ room }: SimulatedCall, invitees: readonly Invitee[]): boolean {
  const voip = (kind: string) => kind === 'user' || kind === 'guest';
  const there = [...room.people.values()].flatMap(({ person }) => (voip(person.kind) ? person.id : []));
  const wanted = invitees.flatMap(({ kind, id }) => (voip(kind) ? id : []));
  return new Set([...there, ...wanted].map((id) => id.toLowerCase())).size > most;
}

/** Brings the person of another peer-to-peer call of the bot over here; that call ends. */
function move({ context }: GraphRequest, call: SimulatedCall, invitee: Invitee): Trouble | null {
  const { world, clock, calls } = context;
  const replaced = callById(world, invitee.replacesCallId ?? '');
  const there = replaced?.room.peerToPeer && world.find(replaced.room, invitee.id);
  if (!invitee.person || !replaced || !there || replaced.state !== 'established') return 'notReplaced';
  enter(clock, world, call.room, invitee.person);
  calls.end(replaced, 'peerHungUp');
  return null;
}

function bring(request: GraphRequest, call: SimulatedCall, invitee: Invitee, heard: Heard): () => void {
  const { world, clock } = request.context;
  const { id, person, replacesCallId } = invitee;
  if (world.find(call.room, id)) return clock.after(promptly, () => heard('alreadyThere'));
  if (replacesCallId) return clock.after(promptly, () => heard(move(request, call, invitee)));
  if (!person) return clock.after(promptly, () => heard('unroutable'));
  return ring({ clock, world, call, person }, (problem) => {
    if (!problem) enter(clock, world, call.room, person);
    heard(problem);
  });
}

function bringAll(
  request: GraphRequest,
  call: SimulatedCall,
  invitees: readonly Invitee[],
  operation: CallOperation,
): void {
  let waiting = invitees.length;
  let problem: Trouble | null = null;
  for (const invitee of invitees) {
    const off = bring(request, call, invitee, (trouble) => {
      waiting -= 1;
      problem ??= trouble;
      if (waiting === 0) request.context.calls.finish(call, operation, resultOf(problem));
    });
    request.context.calls.plan(call, off);
  }
}

function resultOf(problem: Trouble | null): ResultInfo {
  if (!problem) return succeeded;
  // The same identity cannot be invited twice; no page says with which codes that fails.
  if (problem === 'alreadyThere') {
    return { code: 400, subcode: 0, message: 'The participant is in the call already.' };
  }
  return ending(problem);
}

function invite(request: GraphRequest): Answer {
  const { context, key } = request;
  const call = callOf(request);
  const body = objectOf(request.body, 'The request body');
  onlyThese(body, 'participants', 'clientContext');
  const clientContext = clientContextOf(body);
  const participants = listOf(body, 'participants');
  if (call.state !== 'established') throw badRequest('The call is not established.');
  const invitees = inviteesOf(request, call, participants);
  checkPhones(call, invitees, 'invite');
  const escalates = call.room.peerToPeer;
  if (!escalates) request.allow([inviting]);
  const operation = context.calls.operation(call, 'inviteParticipantsOperation', clientContext, {
    participants,
  });
  const answer = operationAnswer(request, operation);
  if (escalates && !context.permissions.has(inviting)) {
    context.calls.plan(
      call,
      context.clock.after(promptly, () => context.calls.end(call, 'noGroupPermission')),
    );
    return answer;
  }
  if (escalates) context.calls.escalate(call);
  if (!context.faults.take(key, ['lostOperation'])) bringAll(request, call, invitees, operation);
  return answer;
}

const at = operationsAt('/communications/calls/{call}/participants', 'calls');

/** The permission is asked for by the operation: who escalates a peer-to-peer call without it loses the call. */
export const invitations: readonly Operation[] = [at('POST', '/invite', [], invite)];
