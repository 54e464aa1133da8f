/** The world as the control API and the console show it: plain JSON, no cycles. */
import type { Attendance, SimulatedCall, SimulatedMeeting } from './model.ts';
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
  state: call.state,
  meetingId: call.room.meetingId,
  callbackUri: call.callbackUri,
  myParticipantId: call.myParticipantId,
  result: call.result,
  createdAt: call.createdAt,
  people: [...call.room.people.values()].map(attendanceView),
});
