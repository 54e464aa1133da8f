/** Participants of a call: list, get, remove, mute; invite.ts invites. */
import { badRequest, GraphError, notFound } from '../graphError.ts';
import type { Attendance, SimulatedCall } from '../model.ts';
import { type GraphRequest, type Operation, operationsAt } from '../operation.ts';
import { metadataOf, participantResource } from '../resources.ts';
import type { Answer } from '../server.ts';
import { clientContextOf, objectOf, onlyThese } from '../shape.ts';
import { completed } from './callActions.ts';
import { callOf, onCall } from './calls.ts';

const inMeeting = ['Calls.JoinGroupCall.All', 'Calls.JoinGroupCallAsGuest.All'];

/** What the bot can see: from the lobby, only itself; nothing before it is in. */
function visible(call: SimulatedCall): Attendance[] {
  const everybody = [...call.room.people.values()];
  const mine = call.room.people.get(call.myParticipantId);
  if (!mine) return [];
  return mine.inLobby ? [mine] : everybody;
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

const at = operationsAt('/communications/calls/{call}/participants', 'calls');

export const participants: readonly Operation[] = [
  at('GET', '', onCall, list),
  at('GET', '/{participant}', inMeeting, get),
  at('DELETE', '/{participant}', inMeeting, remove),
  at('POST', '/{participant}/mute', inMeeting, mute),
];
