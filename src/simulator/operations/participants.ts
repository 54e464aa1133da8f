/** Participants of a call: list, get, remove, invite, mute. */
import { ring } from '../arrivals.ts';
import { ending } from '../endings.ts';
import { badRequest, GraphError, notFound } from '../graphError.ts';
import type { Attendance, CallOperation, SimulatedCall } from '../model.ts';
import { type GraphRequest, type Operation, operationsAt } from '../operation.ts';
import { metadataOf, participantResource } from '../resources.ts';
import type { Answer } from '../server.ts';
import { clientContextOf, listOf, objectOf, onlyThese } from '../shape.ts';
import { completed, operationAnswer, succeeded } from './callActions.ts';
import { callOf, onCall } from './calls.ts';
import { inviteeOf } from './invitee.ts';

const inMeeting = ['Calls.JoinGroupCall.All', 'Calls.JoinGroupCallAsGuest.All'];
const inviting = ['Calls.InitiateGroupCall.All'];
const most = 5;

/** What the bot can see: from the lobby, only itself. */
function visible(call: SimulatedCall): Attendance[] {
  const everybody = [...call.room.people.values()];
  const mine = call.room.people.get(call.myParticipantId);
  return mine?.inLobby ? [mine] : everybody;
}

function participantOf(request: GraphRequest): { call: SimulatedCall; attendance: Attendance } {
  const call = callOf(request);
  const attendance = visible(call).find(({ participantId }) => participantId === request.params.participant);
  if (!attendance) throw notFound('Participant');
  return { call, attendance };
}

function list(request: GraphRequest): Answer {
  const call = callOf(request);
  const context = metadataOf(`communications/calls('${call.id}')/participants`);
  const value = visible(call).map((entry) => participantResource(entry, call.tenantId));
  return { status: 200, body: { '@odata.context': context, value } };
}

function get(request: GraphRequest): Answer {
  const { call, attendance } = participantOf(request);
  return { status: 200, body: participantResource(attendance, call.tenantId) };
}

function remove(request: GraphRequest): Answer {
  const { call, attendance } = participantOf(request);
  if (!request.context.settings.removeParticipant) {
    throw new GraphError(
      403,
      'Forbidden',
      'The application is not allowed to remove participants: AllowRemoveParticipantAppIds does not name it.',
    );
  }
  request.context.world.leave(call.room, attendance);
  return { status: 204 };
}

function mute(request: GraphRequest): Answer {
  const body = objectOf(request.body, 'The request body', false);
  onlyThese(body, 'clientContext');
  const clientContext = clientContextOf(body);
  const { call, attendance } = participantOf(request);
  if (call.room.peerToPeer) throw badRequest('Muting is for group calls only.');
  const answer = completed(request, 'muteParticipantOperation', clientContext);
  request.context.world.mute(call.room, attendance, 'server');
  return answer;
}

function invite(request: GraphRequest): Answer {
  const { context, key } = request;
  const call = callOf(request);
  const body = objectOf(request.body, 'The request body');
  onlyThese(body, 'participants', 'clientContext');
  const clientContext = clientContextOf(body);
  const entries = listOf(body, 'participants');
  if (entries.length === 0 || entries.length > most)
    throw badRequest(`One to ${most} participants can be invited.`);
  if (call.state !== 'established') throw badRequest('The call is not established.');
  const invitees = entries.map((entry) => inviteeOf(request, entry));
  if (invitees.filter(({ kind }) => kind === 'application').length > 1) {
    throw badRequest('Not more than one bot can be invited.');
  }
  const operation = context.calls.operation(call, 'inviteParticipantsOperation', clientContext, {
    participants: entries,
  });
  const answer = operationAnswer(request, operation);
  if (!context.faults.take(key, ['lostOperation'])) {
    let waiting = invitees.length;
    let problem: string | null = null;
    for (const { id, person } of invitees) {
      const heard = (trouble: string | null) => {
        waiting -= 1;
        problem ??= trouble;
        if (waiting === 0) finish(request, call, operation, problem);
      };
      const there = context.world.find(call.room, id) !== undefined;
      if (!person || there) {
        const trouble = there ? 'alreadyThere' : 'unroutable';
        context.calls.plan(
          call,
          context.clock.after(500, () => heard(trouble)),
        );
      } else {
        context.calls.plan(call, ring(context.clock, context.world, call.room, person, heard));
      }
    }
  }
  return answer;
}

function finish(
  { context }: GraphRequest,
  call: SimulatedCall,
  operation: CallOperation,
  problem: string | null,
): void {
  // The same identity cannot be invited twice; no page says with which codes that fails.
  const twice = { code: 400, subcode: 0, message: 'The participant is in the call already.' };
  const result = !problem ? succeeded : problem === 'alreadyThere' ? twice : ending(problem);
  context.calls.finish(call, operation, result);
}

const at = operationsAt('/communications/calls/{call}/participants', 'calls');

export const participants: readonly Operation[] = [
  at('GET', '', onCall, list),
  at('POST', '/invite', inviting, invite),
  at('GET', '/{participant}', inMeeting, get),
  at('DELETE', '/{participant}', inMeeting, remove),
  at('POST', '/{participant}/mute', inMeeting, mute),
];
