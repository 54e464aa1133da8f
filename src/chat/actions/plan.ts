import { Refusal } from '../../lib/errors.ts';
import { civilOf, dateText, timeText } from '../../meetings/civil.ts';
import { refuseTooMany } from '../../meetings/limits.ts';
import { understandForm } from '../../meetings/when.ts';
import type { Answer } from '../answer.ts';
import { audited } from '../audited.ts';
import { emptyForm, formCard, plan, tellInvited, tellMissing } from '../plan.ts';
import { say } from '../say.ts';
import type { Services } from '../services.ts';
import { spend } from '../spend.ts';
import { knownMeeting } from '../subject.ts';
import type { Turn } from '../turn.ts';
import type { VerbData } from '../verbs.ts';

/** Posts an empty form. */
export async function meetingForm(
  turn: Turn,
  data: VerbData<'meetingForm'>,
  services: Services,
): Promise<Answer> {
  await services.reply(turn, { card: emptyForm(turn, data.formId, services) });
  return { notice: services.text(turn.locale)('meeting.formPosted') };
}

/** A filled-in form. What is wrong comes back on the form, with everything else still filled in. */
export async function scheduleMeeting(
  turn: Turn,
  data: VerbData<'scheduleMeeting'>,
  services: Services,
): Promise<Answer> {
  const text = services.text(turn.locale);
  const ids = (data.people ?? '').split(',').filter(Boolean);
  refuseTooMany(ids.length);
  const found = await services.directory.resolve({ ids });
  const when = understandForm(data, { now: services.clock.now(), zone: turn.zone, locale: turn.locale });
  const wanted = {
    requestId: data.formId,
    subject: data.subject?.trim() || null,
    invited: found.people,
    lobby: data.lobby ?? 'organization',
    presenters: data.presenters ?? 'everyone',
  };
  const guess = {
    date: data.date ?? null,
    time: data.time ?? null,
    durationMinutes: Number(data.duration) || null,
  };
  try {
    if (found.unknown[0]) throw new Refusal('error.personUnknown', { name: found.unknown[0] });
    if (when.kind === 'unsure' && when.why === 'none') throw new Refusal('error.whenNoTime');
    const planned = await plan(turn, { ...wanted, when }, services);
    if ('form' in planned) return { card: planned.form };
    const said = text(planned.meeting.state === 'draft' ? 'meeting.drafted' : 'meeting.scheduled');
    // The form of a draft stands on the draft's own card, which shows the meeting by now.
    if (!planned.redrafted) await spend(turn, planned.meeting.subject, said, services);
    return { notice: said };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const problem = say(text, error.key, error.values);
    return { card: formCard(turn, { ...wanted, guess, problem }, services) };
  }
}

/** Sends a draft to everyone on it. */
export async function sendDraft(
  turn: Turn,
  data: VerbData<'sendDraft'>,
  services: Services,
): Promise<Answer> {
  const draft = await knownMeeting(data.meetingId, services);
  await services.access.require('changeMeeting', turn, { meeting: draft, call: null });
  const { meeting, missing } = await audited(turn, 'sendDraft', draft, services, () =>
    services.scheduling.send(draft),
  );
  await services.liveCards.changed(`meeting:${meeting.id}`);
  await tellMissing(turn, missing, services);
  if (meeting.source === 'onlineMeeting') await tellInvited(turn, meeting, services);
  return { notice: services.text(turn.locale)('meeting.sent', { count: meeting.invited.length }) };
}

/** Back to the form, filled in from the draft; the draft itself goes. */
export async function changeDraft(
  turn: Turn,
  data: VerbData<'changeDraft'>,
  services: Services,
): Promise<Answer> {
  const draft = await knownMeeting(data.meetingId, services);
  await services.access.require('changeMeeting', turn, { meeting: draft, call: null });
  if (draft.state !== 'draft') throw new Refusal('error.alreadySent');
  const start = civilOf(draft.start, turn.zone);
  const card = formCard(
    turn,
    {
      requestId: draft.id,
      subject: draft.subject,
      guess: {
        date: dateText(start),
        time: timeText(start),
        durationMinutes: Math.round((draft.end - draft.start) / 60_000),
      },
      invited: draft.invited,
      lobby: draft.lobby,
      presenters: draft.presenters,
      problem: null,
    },
    services,
  );
  return { card };
}
