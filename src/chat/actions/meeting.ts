import { Refusal } from '../../lib/errors.ts';
import { civilOf, dateText, timeText } from '../../meetings/civil.ts';
import type { Meeting } from '../../meetings/meeting.ts';
import { type Guess, understandForm } from '../../meetings/when.ts';
import type { Answer } from '../answer.ts';
import { audited } from '../audited.ts';
import { bringIn as bring } from '../bringIn.ts';
import { meetingFormCard } from '../cards/meetingFormCard.ts';
import { whenProblem } from '../plan.ts';
import type { Services } from '../services.ts';
import { spend } from '../spend.ts';
import { knownMeeting } from '../subject.ts';
import type { Turn } from '../turn.ts';
import type { VerbData } from '../verbs.ts';

/** Brings Rollcall into the meeting of a card. */
export async function bringIn(turn: Turn, data: VerbData<'bringIn'>, services: Services): Promise<Answer> {
  await bring(turn, await knownMeeting(data.meetingId, services), 'pressed', services);
  return { notice: services.text(turn.locale)('meeting.joining') };
}

async function changeable(turn: Turn, meetingId: string, services: Services): Promise<Meeting> {
  const meeting = await knownMeeting(meetingId, services);
  await services.access.require('changeMeeting', turn, { meeting, call: null });
  if (meeting.state === 'cancelled' || meeting.state === 'ended') throw new Refusal('error.meetingOver');
  return meeting;
}

function form(
  turn: Turn,
  meeting: Meeting,
  guess: Guess,
  problem: string | null,
  services: Services,
): Answer {
  const card = meetingFormCard(services.text(turn.locale), {
    mode: 'reschedule',
    id: meeting.id,
    subject: meeting.subject,
    date: guess.date,
    time: guess.time,
    duration: guess.durationMinutes,
    zone: turn.zone,
    people: meeting.invited,
    lobby: meeting.lobby,
    presenters: meeting.presenters,
    problem,
  });
  return { card };
}

/** Asks for the new time, the old one filled in. */
export async function rescheduleForm(
  turn: Turn,
  data: VerbData<'rescheduleForm'>,
  services: Services,
): Promise<Answer> {
  const meeting = await changeable(turn, data.meetingId, services);
  const start = civilOf(meeting.start, turn.zone);
  const durationMinutes = Math.round((meeting.end - meeting.start) / 60_000);
  const guess = { date: dateText(start), time: timeText(start), durationMinutes };
  const answer = form(turn, meeting, guess, null, services);
  if (!('card' in answer)) return answer;
  await services.reply(turn, { card: answer.card });
  return { notice: services.text(turn.locale)('meeting.formPosted') };
}

/** Moves the meeting and tells everyone through its card. */
export async function rescheduleMeeting(
  turn: Turn,
  data: VerbData<'rescheduleMeeting'>,
  services: Services,
): Promise<Answer> {
  const meeting = await changeable(turn, data.meetingId, services);
  const text = services.text(turn.locale);
  const when = understandForm(data, { now: services.clock.now(), zone: turn.zone, locale: turn.locale });
  if (when.kind !== 'certain') {
    const key = (when.kind === 'unsure' && whenProblem[when.why]) || 'error.whenNoTime';
    const guess = when.kind === 'unsure' ? when.guess : { date: null, time: null, durationMinutes: null };
    return form(turn, meeting, guess, text(key), services);
  }
  if (when.start === meeting.start && when.end === meeting.end) return { notice: text('meeting.sameTime') };
  const to = { start: when.start, end: when.end, by: turn.who };
  const moved = await audited(turn, 'rescheduleMeeting', meeting, services, () =>
    services.scheduling.reschedule(meeting, to),
  );
  await services.liveCards.changed(`meeting:${moved.id}`);
  await spend(turn, moved.subject, text('meeting.moved'), services);
  return { notice: text('meeting.moved') };
}

/** Cancels the meeting; the card asked for a confirmation. */
export async function cancelMeeting(
  turn: Turn,
  data: VerbData<'cancelMeeting'>,
  services: Services,
): Promise<Answer> {
  const meeting = await changeable(turn, data.meetingId, services);
  const cancelled = await audited(turn, 'cancelMeeting', meeting, services, () =>
    services.scheduling.cancel(meeting, turn.who),
  );
  await services.liveCards.changed(`meeting:${cancelled.id}`);
  return { notice: services.text(turn.locale)('meeting.cancelled') };
}
