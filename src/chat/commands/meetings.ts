import { Refusal } from '../../lib/errors.ts';
import { derivedId, newId } from '../../lib/ids.ts';
import { meetingsCard } from '../cards/meetingsCard.ts';
import { linkedMeeting } from '../linked.ts';
import type { Services } from '../services.ts';
import type { Turn } from '../turn.ts';

/** As many as a card shows. */
const most = 10;

/** `/meetings`: the sender's meetings that Rollcall knows, today and ahead. */
export async function meetings(turn: Turn, _rest: string, services: Services): Promise<void> {
  const all = await services.scheduling.upcoming(turn.who.id, turn.tenantId);
  for (const { id } of all.slice(0, most)) services.looked(id);
  const live = await Promise.all(all.slice(0, most).map(({ id }) => services.calls.liveOfMeeting(id)));
  const card = meetingsCard(services.text(turn.locale), {
    meetings: all.slice(0, most).map(({ subject, start, end, joinUrl, organizer }, index) => ({
      subject,
      start,
      end,
      joinUrl,
      organizer: organizer.name,
      live: Boolean(live[index]),
    })),
    more: Math.max(0, all.length - most),
    formId: newId(),
  });
  await services.reply(turn, { card });
}

/** `/meeting <link>`: the card of an existing meeting, for those who have a part in it. */
export async function meeting(turn: Turn, rest: string, services: Services): Promise<void> {
  const found = await linkedMeeting(turn, rest, services);
  if (!found) throw new Refusal('error.meetingWhich');
  await services.access.require('seeMeeting', turn, { meeting: found, call: null });
  services.looked(found.id);
  await services.liveCards.move(turn.place, `meeting:${found.id}`, derivedId('card', turn.id));
}
