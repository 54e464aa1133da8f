import type { Call } from '../calling/call.ts';
import type { Placed } from '../calling/placed.ts';
import { counts, missing, others } from '../calling/roster.ts';
import type { Text } from '../locales/text.ts';
import type { Meeting } from '../meetings/meeting.ts';
import type { Card } from './cards/card.ts';
import { draftCard } from './cards/draftCard.ts';
import { importCard } from './cards/importCard.ts';
import { liveCard } from './cards/liveCard.ts';
import { meetingCard } from './cards/meetingCard.ts';
import { missedCard } from './cards/missedCard.ts';
import { placedCard } from './cards/placedCard.ts';
import { queueCard } from './cards/queueCard.ts';
import { mostPeople } from './cards/reminderPeople.ts';
import { movedCard, spentCard } from './cards/spentCard.ts';
import type { Line, LiveView, MeetingView, PlacedView } from './cards/views.ts';
import type { Imports } from './imports.ts';
import { createReminderCards, type RemindersShown } from './presentReminders.ts';
import { callerWords, canCallBack, queueView } from './queueView.ts';
import type { FrontDesk } from './services.ts';

const calm: Line = { paused: false, teamsAway: false };

/** What the live card of a call shows now. */
export function liveView(call: Call, meeting: Meeting | null, { teamsAway }: Line = calm): LiveView {
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
    teamsAway,
    control: call.controls.at(-1) ?? null,
    rung: rungLast(call),
    ending: call.ending,
  };
}

/** Those who were rung last because they were missing. */
function rungLast({ controls }: Call): LiveView['rung'] {
  const last = controls.findLast(({ verb }) => verb === 'ringMissing');
  return last ? { at: last.at, targets: last.targets } : null;
}

/** What the card of a call that Rollcall placed shows now. */
export function placedView(call: Call, placed: Placed, { paused, teamsAway }: Line = calm): PlacedView {
  const rung = new Set(placed.sides.map(({ id }) => id));
  const there = others(call).filter(({ personId }) => !personId || !rung.has(personId));
  return {
    callId: call.id,
    subject: call.subject,
    phase: call.phase,
    waiting: !placed.waiting ? null : paused ? 'paused' : 'line',
    by: call.broughtBy.name,
    createdAt: call.createdAt,
    establishedAt: call.establishedAt,
    endedAt: call.endedAt,
    sides: placed.sides,
    group: placed.group,
    escalated: placed.group && placed.sides.length === 1,
    others: there.map(({ name }) => name),
    say: placed.purpose.kind === 'say' ? placed.purpose.text : null,
    said: placed.said === true,
    unheard: call.unheard,
    doubtSince: call.doubtSince,
    asOf: call.roster.asOf,
    teamsAway,
    control: call.controls.findLast(({ verb }) => verb !== 'leave') ?? null,
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
 * @param subject "call:<id>", "meeting:<id>", "missed:<id of a call>", "frontdesk:<tenant>", "reminder:<id>", "reminded:<id>"
 * "reminders:<id of a batch>" or "import:<id>", after "moved:" where a newer card of it stands further down
 */
export function createPresenter(needs: {
  text(locale: string): Text;
  /** The language of what belongs to nobody: the front desk's. */
  locale: string;
  call(id: string): Promise<Call | null>;
  liveOfMeeting(meetingId: string): Promise<Call | null>;
  meeting(id: string): Promise<Meeting | null>;
  newMeetingUrl(meeting: Meeting): string | null;
  incomingLive(tenantId: string): Promise<Call[]>;
  agentsChat: FrontDesk['chat'];
  phoneCalls: boolean;
  line(): Promise<Line>;
  reminders: RemindersShown;
  imports: Pick<Imports, 'get'>;
}) {
  const { text } = needs;
  const reminderCards = createReminderCards(needs);

  async function callCard(id: string, moved: boolean): Promise<Card | null> {
    const call = await needs.call(id);
    if (!call) return null;
    if (moved) return movedCard(text(call.locale), call.subject);
    const line = await needs.line();
    if (call.placed) return placedCard(text(call.locale), placedView(call, call.placed, line));
    const meeting = call.meetingId ? await needs.meeting(call.meetingId) : null;
    return liveCard(text(call.locale), liveView(call, meeting, line));
  }

  async function cardOfMeeting(id: string, moved: boolean): Promise<Card | null> {
    const meeting = await needs.meeting(id);
    if (!meeting) return null;
    if (moved) return movedCard(text(meeting.locale), meeting.subject);
    if (meeting.state === 'draft') return draftCard(text(meeting.locale), { meeting });
    const call = await needs.liveOfMeeting(id);
    return meetingCard(text(meeting.locale), meetingView(meeting, call, needs.newMeetingUrl(meeting)));
  }

  /** In a chat that is the front desk no more, callers are named no longer. */
  async function deskCard(tenantId: string, moved: boolean, conversationId: string): Promise<Card> {
    const desk = text(needs.locale);
    const chat = await needs.agentsChat();
    const title = desk('card.queue.title');
    if (chat?.conversationId !== conversationId)
      return spentCard(desk, { title, said: desk('card.queue.elsewhere') });
    if (moved) return movedCard(desk, title);
    return queueCard(desk, queueView(desk, await needs.incomingLive(tenantId)));
  }

  async function missed(id: string): Promise<Card | null> {
    const call = await needs.call(id);
    if (!call?.incoming) return null;
    const { caller, receivedAt } = call.incoming;
    const who = callerWords(text(needs.locale), caller);
    const callBack = canCallBack(caller, needs.phoneCalls);
    return missedCard(text(needs.locale), { callId: call.id, who, at: receivedAt, callBack });
  }

  async function cardOfImport(id: string): Promise<Card | null> {
    const imported = await needs.imports.get(id);
    if (!imported) return null;
    const [outcomes, some] =
      imported.state === 'done'
        ? await Promise.all([needs.reminders.ofBatch(id), needs.reminders.someOf(id, mostPeople)])
        : [[], []];
    return importCard(text(imported.locale), { imported, outcomes, some });
  }

  return async (subject: string, conversationId: string): Promise<Card | null> => {
    const [, before, kind, id = ''] = /^(moved:)?(\w+):(.*)$/.exec(subject) ?? [];
    const moved = Boolean(before);
    if (kind === 'call') return callCard(id, moved);
    if (kind === 'frontdesk') return deskCard(id, moved, conversationId);
    if (kind === 'missed') return missed(id);
    if (kind === 'reminder' || kind === 'reminded' || kind === 'reminders')
      return reminderCards(kind, id, moved);
    if (kind === 'import') return cardOfImport(id);
    return cardOfMeeting(id, moved);
  };
}
