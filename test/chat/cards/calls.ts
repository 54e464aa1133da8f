import type { Call } from '../../../src/calling/call.ts';
import { newCall } from '../../../src/calling/newCall.ts';
import { meeting, now } from './samples.ts';

/** A call under way with nobody in it; `more` says what matters to a test. */
export const call = (more: Partial<Call> = {}): Call => ({
  ...newCall(
    {
      id: meeting.id,
      tenantId: meeting.tenantId,
      botId: 'b07c0de0-7e57-4c0d-a000-00000000b071',
      meetingId: meeting.id,
      meetingKey: 'key',
      coordinates: { by: 'meetingId', joinMeetingId: '1', passcode: null },
      subject: 'Budget review',
      broughtBy: meeting.organizer,
      conversationId: 'a:chat',
      locale: 'en-US',
      invited: [],
    },
    now - 60_000,
  ),
  phase: 'established',
  establishedAt: now - 50_000,
  myParticipantId: 'me',
  roster: { participants: [], asOf: now, sequence: null },
  ...more,
});
