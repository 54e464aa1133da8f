/** What a bot adds to a group call: the large gallery, and its screen. */
import { badRequest } from '../graphError.ts';
import type { SimulatedCall } from '../model.ts';
import { type GraphRequest, type Operation, operationsAt } from '../operation.ts';
import type { Answer } from '../server.ts';
import { clientContextOf, objectOf, onlyThese, textOf } from '../shape.ts';
import { operationAnswer, succeeded } from './callActions.ts';
import { callOf } from './calls.ts';

const inGroups = ['Calls.JoinGroupCallAsGuest.All', 'Calls.JoinGroupCall.All', 'Calls.InitiateGroupCall.All'];
const gallery = {
  id: 'c0a80000-7e57-4c0d-a000-00000009a11e',
  name: 'Large gallery',
  kind: 'application' as const,
};
const appears = 500;

function establishedGroup(request: GraphRequest): SimulatedCall {
  const call = callOf(request);
  if (call.room.peerToPeer) throw badRequest('This is for group calls only.');
  if (call.state !== 'established') throw badRequest('The call is not established.');
  return call;
}

/** learn.microsoft.com/graph/api/call-addlargegalleryview */
function addLargeGalleryView(request: GraphRequest): Answer {
  const { calls, clock, world } = request.context;
  const call = establishedGroup(request);
  const body = objectOf(request.body, 'The request body', false);
  onlyThese(body, 'clientContext');
  const operation = calls.operation(call, 'addLargeGalleryViewOperation', clientContextOf(body));
  const appear = (): void => {
    if (!world.find(call.room, gallery.id)) {
      world.enter(call.room, gallery).gallery = true;
      world.changed(call.room);
    }
    calls.finish(call, operation, succeeded);
  };
  calls.plan(call, clock.after(appears, appear));
  return operationAnswer(request, operation, 202);
}

/** learn.microsoft.com/graph/api/call-changescreensharingrole: application-hosted media only. */
function changeScreenSharingRole(request: GraphRequest): Answer {
  const call = establishedGroup(request);
  const body = objectOf(request.body, 'The request body');
  onlyThese(body, 'role');
  const role = textOf(body, 'role').toLowerCase();
  if (role !== 'viewer' && role !== 'sharer') throw badRequest("'role' is viewer or sharer.");
  if (call.hosting !== 'application') throw badRequest('Only application-hosted media shares a screen.');
  const mine = call.room.people.get(call.myParticipantId);
  if (mine) mine.sharesScreen = role === 'sharer';
  request.context.world.changed(call.room);
  return { status: 202 };
}

const at = operationsAt('/communications/calls/{call}', 'calls');

export const groupCalls: readonly Operation[] = [
  at('POST', '/addLargeGalleryView', inGroups, addLargeGalleryView),
  at('POST', '/changeScreenSharingRole', ['Calls.AccessMedia.All'], changeScreenSharingRole),
];
