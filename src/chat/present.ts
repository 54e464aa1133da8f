import type { Call } from '../calling/call.ts';
import { counts, missing, others } from '../calling/roster.ts';
import type { Text } from '../locales/text.ts';
import type { Meeting } from '../meetings/meeting.ts';
import type { Card } from './cards/card.ts';
import { draftCard } from './cards/draftCard.ts';
import { liveCard } from './cards/liveCard.ts';
import { meetingCard } from './cards/meetingCard.ts';
import { spentCard } from './cards/spentCard.ts';
import type { LiveView, MeetingView } from './cards/views.ts';

/** What the live card of a call shows now. */
export function liveView(call: Call, meeting: Meeting | null): LiveView {
  const { here, unmuted } = counts(call);
  return {
    callId: call.id,
    subject: meeting?.subject ?? call.subject,
    phase: call.phase,
    broughtBy: call.broughtBy.name,
    createdAt: call.createdAt,
    establishedAt: call.establishedAt,
    endedAt: call.endedAt,
    joinUrl: meeting?.joinUrl ?? null,
    here,
    inLobby: others(call).flatMap(({ inLobby, name }) => (inLobby ? [name] : [])),
    unmuted,
    missing: call.invited.length > 0 ? missing(call).map(({ name }) => name) : null,
    unheard: call.unheard,
    doubtSince: call.doubtSince,
    asOf: call.roster.asOf,
    control: call.controls.at(-1) ?? null,
    ending: call.ending,
  };
}

/** What the card of a meeting shows now; `call` is Rollcall's call in it, if there is one under way. */
function meetingView(meeting: Meeting, call: Call | null, newMeetingUrl: string | null): MeetingView {
  const live = call?.phase === 'established' ? { here: call.roster.asOf ? counts(call).here : null } : null;
  return { meeting, live, newMeetingUrl };
}

/**
 * The card of a subject as it is now; null for one that no longer exists.
 * @param subject "call:<id>" or "meeting:<id>", after "moved:" where a newer card of it stands further down
 */
export function createPresenter(needs: {
  text(locale: string): Text;
  call(id: string): Promise<Call | null>;
  liveOfMeeting(meetingId: string): Promise<Call | null>;
  meeting(id: string): Promise<Meeting | null>;
  newMeetingUrl(meeting: Meeting): string | null;
}) {
  const { text } = needs;

  async function callCard(id: string, moved: boolean): Promise<Card | null> {
    const call = await needs.call(id);
    if (!call) return null;
    if (moved) return movedCard(text(call.locale), call.subject);
    const meeting = call.meetingId ? await needs.meeting(call.meetingId) : null;
    return liveCard(text(call.locale), liveView(call, meeting));
  }

  async function cardOfMeeting(id: string, moved: boolean): Promise<Card | null> {
    const meeting = await needs.meeting(id);
    if (!meeting) return null;
    if (moved) return movedCard(text(meeting.locale), meeting.subject);
    if (meeting.state === 'draft') return draftCard(text(meeting.locale), { meeting });
    const call = await needs.liveOfMeeting(id);
    return meetingCard(text(meeting.locale), meetingView(meeting, call, needs.newMeetingUrl(meeting)));
  }

  return async (subject: string): Promise<Card | null> => {
    const [, moved, kind, id = ''] = /^(moved:)?(call|meeting):(.*)$/.exec(subject) ?? [];
    return kind === 'call' ? callCard(id, Boolean(moved)) : cardOfMeeting(id, Boolean(moved));
  };
}

/** One live card of a subject in a chat: what stands above it only points down. */
const movedCard = (text: Text, title: string): Card => spentCard(text, { title, said: text('card.moved') });
