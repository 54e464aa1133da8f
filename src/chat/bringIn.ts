import type { Call } from '../calling/call.ts';
import { Refusal } from '../lib/errors.ts';
import { meetingKey } from '../meetings/joinUrl.ts';
import type { Meeting } from '../meetings/meeting.ts';
import { isOver } from '../meetings/over.ts';
import { audited } from './audited.ts';
import type { Services } from './services.ts';
import type { Turn } from './turn.ts';

/**
 * Brings Rollcall into a meeting and shows its live card in this chat; in that meeting already, it joins no second
 * time and shows the card of the call under way.
 * @throws Refusal where the meeting is over, cancelled or not made yet
 */
export async function bringIn(turn: Turn, meeting: Meeting, services: Services): Promise<Call> {
  await services.access.require('joinMeeting', turn, { meeting, call: null });
  if (isOver(meeting, services.clock.now())) throw new Refusal('error.meetingOver');
  const coordinates = services.scheduling.coordinatesOf(meeting);
  if (!coordinates) throw new Refusal('error.meetingNotReady');
  const start = () =>
    services.calls.start({
      tenantId: meeting.tenantId,
      meetingId: meeting.id,
      meetingKey: meetingKey(meeting),
      coordinates,
      subject: meeting.subject,
      broughtBy: turn.who,
      conversationId: turn.place.id,
      locale: turn.locale,
      invited: [meeting.organizer, ...meeting.invited.map(({ id, name }) => ({ id, name }))],
    });
  const { call, joined } = await audited(turn, 'bringIn', { id: meeting.id, invited: [] }, services, start);
  if (joined === 'new') await services.liveCards.show(turn.place, `call:${call.id}`, call.id);
  else await services.liveCards.show(turn.place, `call:${call.id}`);
  return call;
}
