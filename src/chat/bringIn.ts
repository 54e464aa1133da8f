import type { Call } from '../calling/call.ts';
import { Refusal } from '../lib/errors.ts';
import { derivedId } from '../lib/ids.ts';
import { meetingKey } from '../meetings/joinUrl.ts';
import type { Meeting } from '../meetings/meeting.ts';
import { isOver } from '../meetings/over.ts';
import { audited } from './audited.ts';
import type { Services } from './services.ts';
import type { Turn } from './turn.ts';

/**
 * Brings Rollcall into a meeting and shows its live card in this chat; in that meeting already, it joins no second
 * time. A press adds no second card to the chat; for somebody who typed, the card of the call under way comes down.
 * @throws Refusal where the meeting is over, cancelled or not made yet
 */
export async function bringIn(
  turn: Turn,
  meeting: Meeting,
  asked: 'pressed' | 'typed',
  services: Services,
): Promise<Call> {
  await services.access.require('joinMeeting', turn, { meeting, call: null });
  const there = await services.calls.liveOfMeeting(meeting.id);
  if (!there && isOver(meeting, services.clock.now())) throw new Refusal('error.meetingOver');
  const call = there ?? (await join(turn, meeting, services));
  const subject = `call:${call.id}`;
  if (asked === 'typed') await services.liveCards.move(turn.place, subject, derivedId('card', turn.id));
  else await services.liveCards.show(turn.place, subject, derivedId('card', call.id, turn.place.id));
  return call;
}

/** Written down as done only where this very request made Rollcall join. */
async function join(turn: Turn, meeting: Meeting, services: Services): Promise<Call> {
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
  const late = ({ joined }: Awaited<ReturnType<typeof start>>) => (joined === 'new' ? null : 'alreadyThere');
  const { call } = await audited(turn, 'bringIn', { id: meeting.id, invited: [] }, services, start, late);
  return call;
}
