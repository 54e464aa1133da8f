/** The world as the control API and the console show it: plain JSON, no cycles. */
import type { Attendance, Ring, SimulatedCall, SimulatedMeeting } from './model.ts';
import type { SimulatedPerson } from './people.ts';

export const personView = (person: SimulatedPerson) => ({ ...person });

const attendanceView = ({
  participantId,
  person,
  muted,
  serverMuted,
  inLobby,
  joinedAt,
  callId,
}: Attendance) => ({
  participantId,
  personId: person.id,
  name: person.name,
  kind: person.kind,
  muted: muted || serverMuted,
  inLobby,
  joinedAt,
  callId: callId ?? null,
});

export function meetingView({ room, properties: _, ...meeting }: SimulatedMeeting) {
  return { ...meeting, people: [...room.people.values()].map(attendanceView) };
}

export const callView = (call: SimulatedCall) => ({
  id: call.id,
  direction: call.direction,
  state: call.state,
  peerToPeer: call.room.peerToPeer,
  hosting: call.hosting,
  source: call.source,
  targets: call.request.targets ?? [],
  modalities: call.request.requestedModalities ?? [],
  handover: call.handover,
  meetingId: call.room.meetingId,
  callbackUri: call.callbackUri,
  myParticipantId: call.myParticipantId,
  result: call.result,
  createdAt: call.createdAt,
  people: [...call.room.people.values()].map(attendanceView),
});

/** A phone that rings. */
export const ringView = ({ id, personId, callId, since }: Ring) => ({ id, personId, callId, since });
