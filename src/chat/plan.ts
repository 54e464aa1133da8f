import { Refusal } from '../lib/errors.ts';
import { newId } from '../lib/ids.ts';
import type { AllowedPresenters, Invitee, LobbyScope, Meeting } from '../meetings/meeting.ts';
import type { Guess, When, Why } from '../meetings/when.ts';
import { audited } from './audited.ts';
import type { Card } from './cards/card.ts';
import { meetingFormCard } from './cards/meetingFormCard.ts';
import { nameOf, namesOf, titleOf } from './cards/names.ts';
import type { Services } from './services.ts';
import type { Turn } from './turn.ts';

/** More people than this see a draft first. */
const mostWithoutDraft = 5;

/** What is wanted, whether it was typed or filled in. */
export interface Wanted {
  /** Makes it one meeting however often it is asked for. */
  requestId: string;
  subject: string | null;
  when: When;
  invited: Invitee[];
  lobby: LobbyScope;
  presenters: AllowedPresenters;
  /** Whoever asks has seen the names of all those invited: no draft. */
  confirmed?: boolean;
}

/** What came of it: a meeting (`redrafted`: its draft was there before), or a form and what is in the way. */
export type Planned = { meeting: Meeting; redrafted: boolean } | { form: Card };

/** The form, filled in with what was understood; `problem` is a key of `error` or null. */
export function formCard(
  turn: Turn,
  wanted: Omit<Wanted, 'when'> & { guess: Guess; problem: string | null },
  services: Services,
): Card {
  const text = services.text(turn.locale);
  return meetingFormCard(text, {
    mode: 'new',
    id: wanted.requestId,
    subject: wanted.subject,
    date: wanted.guess.date,
    time: wanted.guess.time,
    duration: wanted.guess.durationMinutes,
    zone: turn.zone,
    people: wanted.invited,
    lobby: wanted.lobby,
    presenters: wanted.presenters,
    problem: wanted.problem,
  });
}

/** The text key for what keeps a time from being certain; a form that simply has no time yet needs no words. */
export const whenProblem: Record<Why, string | null> = {
  none: null,
  noTime: 'error.whenNoTime',
  past: 'error.whenPast',
  endBeforeStart: 'error.whenEndBeforeStart',
  durationTooShort: 'error.durationTooShort',
  durationTooLong: 'error.durationTooLong',
  ambiguous: 'error.whenUnclear',
  gap: 'error.whenGap',
};

/**
 * Plans what is wanted: starts it now, schedules it, drafts it where many or outsiders are invited, or gives back a
 * form where the time is not certain. The card of the meeting is shown in the chat of the turn.
 */
export async function plan(turn: Turn, wanted: Wanted, services: Services): Promise<Planned> {
  const text = services.text(turn.locale);
  const { when } = wanted;
  if (when.kind === 'unsure') {
    const key = whenProblem[when.why];
    return { form: formCard(turn, { ...wanted, guess: when.guess, problem: key && text(key) }, services) };
  }
  const draft = await draftOf(turn, wanted.requestId, services);
  const organizer = draft?.organizer ?? turn.who;
  const invited = wanted.invited.filter(({ id }) => id !== organizer.id);
  if (wanted.invited.length > 0 && invited.length === 0) throw new Refusal('error.personYourself');
  const request = {
    requestId: wanted.requestId,
    tenantId: turn.tenantId,
    conversationId: draft?.conversationId ?? turn.place.id,
    organizer,
    subject: wanted.subject ?? text('meeting.untitled', { name: organizer.name }),
    zone: turn.zone,
    locale: turn.locale,
    invited,
    lobby: wanted.lobby,
    presenters: wanted.presenters,
  };
  const many =
    !wanted.confirmed && (invited.length > mostWithoutDraft || invited.some(({ outside }) => outside));
  const now = services.clock.now();
  const span =
    when.kind === 'now'
      ? { start: now, end: now + (when.durationMinutes ?? 60) * 60_000 }
      : { start: when.start, end: when.end };
  const { scheduling } = services;
  const made = many
    ? { meeting: await scheduling.draft({ ...request, ...span }), missing: [] }
    : await audited(
        turn,
        when.kind === 'now' ? 'startMeeting' : 'scheduleMeeting',
        { id: wanted.requestId, invited },
        services,
        () =>
          when.kind === 'now'
            ? scheduling.startNow({ ...request, ...span })
            : scheduling.schedule({ ...request, ...span }),
      );
  await services.liveCards.show(turn.place, `meeting:${made.meeting.id}`, made.meeting.id);
  await services.liveCards.posted(made.meeting.id);
  await tellMissing(turn, made.missing, services);
  if (!many && when.kind === 'now') await tellInvited(turn, made.meeting, services);
  return { meeting: made.meeting, redrafted: draft !== null };
}

/** The draft that a form changes; it stays its organizer's, whoever may change it. */
async function draftOf(turn: Turn, requestId: string, services: Services): Promise<Meeting | null> {
  const there = await services.scheduling.get(requestId);
  if (there?.state !== 'draft' || there.tenantId !== turn.tenantId) return null;
  await services.access.require('changeMeeting', turn, { meeting: there, call: null });
  return there;
}

/** What the tenant's admin still has to grant: told to an admin with the cmdlet, to others to ask theirs. */
export async function tellMissing(turn: Turn, missing: readonly string[], services: Services): Promise<void> {
  const text = services.text(turn.locale);
  for (const what of missing) {
    if (!services.access.isAdmin(turn)) await services.reply(turn, { text: text(`missing.${what}.user`) });
    await services.tellAdmins(turn, `missing.${what}.admin`);
  }
}

/** A meeting that starts now has no invitation by mail: those named are told where they can be reached. */
export async function tellInvited(turn: Turn, meeting: Meeting, services: Services): Promise<void> {
  if (meeting.invited.length === 0) return;
  const text = services.text(turn.locale);
  const link = meeting.joinUrl ?? '';
  const values = { who: nameOf(text, turn.who.name), subject: titleOf(text, meeting.subject), link };
  const unreached: string[] = [];
  for (const person of meeting.invited) {
    const chat = turn.place.kind === 'personal' ? await services.personalChat(person.id) : null;
    const words = { text: text('meeting.startedForYou', values) };
    // Somebody who has taken Rollcall away since is told by the sender.
    const told = chat && (await services.connector.send(chat, words).catch(() => null));
    if (told === null) unreached.push(person.name);
  }
  if (unreached.length === 0) return;
  const key = turn.place.kind === 'personal' ? 'meeting.sendThemTheLink' : 'meeting.startedForAll';
  await services.reply(turn, {
    text: text(key, { ...values, names: namesOf(text, unreached, 20) }),
    mentions: turn.place.kind === 'personal' ? [] : mentionsOf(turn, meeting),
  });
}

/** Those invited whom the turn mentioned, so that Teams tells them. */
function mentionsOf(turn: Turn, meeting: Meeting): { mri: string; name: string }[] {
  const invited = new Set(meeting.invited.map(({ id }) => id));
  return turn.mentions.flatMap(({ id, mri, name }) => (id && invited.has(id) ? [{ mri, name }] : []));
}

/** An empty form: what "Plan a meeting" opens. */
export const emptyForm = (turn: Turn, formId: string | undefined, services: Services): Card =>
  formCard(
    turn,
    {
      requestId: formId ?? newId(),
      subject: null,
      guess: { date: null, time: null, durationMinutes: 30 },
      invited: [],
      lobby: 'organization',
      presenters: 'everyone',
      problem: null,
    },
    services,
  );
