import { Refusal } from '../lib/errors.ts';
import { isGuid } from '../lib/guid.ts';
import { derivedId } from '../lib/ids.ts';
import type { Meeting } from '../meetings/meeting.ts';
import { longestText } from '../reminders/check.ts';
import type { NewReminder, Recipient, Recurrence } from '../reminders/reminder.ts';
import type { Scheduled } from '../reminders/reminders.ts';
import { audited } from './audited.ts';
import type { Card } from './cards/card.ts';
import { plain } from './cards/escape.ts';
import { namesOf } from './cards/names.ts';
import { remindConfirmCard } from './cards/remindConfirmCard.ts';
import { everyCode } from './cards/remindFormCard.ts';
import { whenRefusal } from './remindProblem.ts';
import type { Due } from './remindWhen.ts';
import { say } from './say.ts';
import type { Services } from './services.ts';
import type { Turn } from './turn.ts';

/** More others than this are rung after a question only, and everyone in a meeting always. */
const mostWithoutQuestion = 5;

/** A reminder that is wanted, whether it was typed or filled in. */
export interface WantedReminder {
  /** Makes it one however often it is asked for. */
  formId: string;
  to: readonly Recipient[];
  /** Everyone in it is meant; `outsiders` of them Rollcall cannot remind. */
  meeting: Meeting | null;
  outsiders: number;
  text: string;
  /** A WAV file of config/prompts, to be played in its place. */
  recording: string | null;
  due: Due;
  every: Recurrence | null;
  how: 'ring' | 'chat';
  /** Whoever asks has seen how many people are rung. */
  confirmed: boolean;
}

/** What came of it: a question that stands before it, or it is set (`leftOut`: a sentence on those who were not). */
export type Reminding = { question: Card } | { leftOut: string | null };

/**
 * Sets a reminder, one for each of its recipients, and shows its card in the chat; many are rung after a question only.
 * @throws Refusal for what is to be put right first; nothing is set then
 */
export async function setReminder(
  turn: Turn,
  wanted: WantedReminder,
  services: Services,
): Promise<Reminding> {
  // An anonymous guest of a meeting is nobody whom Rollcall could ring or write to.
  if (!isGuid(turn.who.id)) throw new Refusal('error.notOurTenant');
  const text = textOf(wanted.text);
  if (wanted.to.length === 0) throw new Refusal('error.remind.nobody');
  const { due, recording, how } = wanted;
  if (how === 'chat' && wanted.to.some(({ kind }) => kind === 'phone'))
    throw new Refusal('error.remind.phoneChat');
  if (recording && !(await services.isRecording(recording)))
    throw new Refusal('error.remind.noRecording', { name: recording });
  if (!('at' in due)) throw whenRefusal(due, turn, services);
  const others = wanted.to.filter(({ id }) => id !== turn.who.id);
  const many = wanted.meeting !== null || others.length > mostWithoutQuestion;
  if (how === 'ring' && many && !wanted.confirmed)
    return { question: question(turn, { ...wanted, text }, due.at, services) };
  const reminders = remindersOf(turn, { ...wanted, text }, due.at);
  const set = () => services.reminders.schedule(reminders, services.clock.now());
  const answers =
    others.length === 0
      ? await set()
      : await audited(
          turn,
          'scheduleReminder',
          { id: wanted.formId, invited: others },
          services,
          set,
          undone,
        );
  const [refused] = answers.flatMap((answer) => answer.refused ?? []);
  if (refused && undone(answers)) throw new Refusal(refused.key, refused.values);
  await show(turn, reminders, answers, services);
  return { leftOut: leftOut(turn, wanted, reminders, answers, services) };
}

/** Why nothing was set at all; null where something was. */
function undone(answers: readonly Scheduled[]): string | null {
  const reasons = answers.map(({ refused }) => refused?.key ?? null);
  return reasons.includes(null) ? null : (reasons[0] ?? null);
}

/** @throws Refusal for a text that is empty or too long to be spoken */
function textOf(written: string): string {
  const count = [...written.trim()].length;
  if (count === 0) throw new Refusal('error.remind.noText');
  if (count > longestText) throw new Refusal('error.remind.tooLong', { count, max: longestText });
  return plain(written, longestText);
}

/** Ids that are the same for the same sender, chat and form: nobody else's form leads to these. */
function remindersOf(turn: Turn, wanted: WantedReminder, due: number): NewReminder[] {
  const made = (what: string) => derivedId(what, wanted.formId, turn.who.id, turn.place.id);
  const batchId = wanted.to.length > 1 ? made('reminders') : null;
  return wanted.to.map((to) => ({
    ...{ id: made(`reminder ${to.id}`), tenantId: turn.tenantId, by: turn.who, to, text: wanted.text },
    ...{ how: wanted.how, due, zone: turn.zone, every: wanted.every, conversationId: turn.place.id },
    ...{ locale: turn.locale, batchId, meetingId: wanted.meeting?.id ?? null },
    ...(wanted.recording && wanted.how === 'ring' && { recording: wanted.recording }),
  }));
}

/** One card, of the reminder or of all of them; where some of few were left out, still that of all. */
async function show(
  turn: Turn,
  reminders: readonly NewReminder[],
  answers: readonly Scheduled[],
  { liveCards }: Pick<Services, 'liveCards'>,
): Promise<void> {
  const [first] = reminders.filter(({ id }) => answers.some((one) => one.id === id && !one.refused));
  if (!first) return;
  const subject = first.batchId ? `reminders:${first.batchId}` : `reminder:${first.id}`;
  const cardId = derivedId('card', subject, turn.place.id);
  await liveCards.show(turn.place, subject, cardId);
  await liveCards.posted(cardId);
}

/** Sentences on those for whom nothing was set, with the reason; of several reasons the most frequent one. */
function leftOut(
  turn: Turn,
  { outsiders }: WantedReminder,
  reminders: readonly NewReminder[],
  answers: readonly Scheduled[],
  services: Pick<Services, 'text'>,
): string | null {
  const text = services.text(turn.locale);
  const refused = answers.flatMap(({ id, refused: why }) => {
    const name = reminders.find((one) => one.id === id)?.to.name ?? '';
    return why ? [{ name, why }] : [];
  });
  const said = outsiders > 0 ? [text('remind.outsiders', { count: outsiders })] : [];
  const [first] = refused;
  if (first) {
    const names = namesOf(
      text,
      refused.map(({ name }) => name),
    );
    said.unshift(text('remind.leftOut', { names, why: say(text, first.why.key, first.why.values) }));
  }
  return said.join(' ') || null;
}

function question(turn: Turn, wanted: WantedReminder, due: number, services: Pick<Services, 'text'>): Card {
  const text = services.text(turn.locale);
  const { formId, meeting, every, outsiders } = wanted;
  const recording = wanted.recording ?? undefined;
  const whom = meeting ? { meetingId: meeting.id } : { people: wanted.to.map(({ id }) => id).join(',') };
  return remindConfirmCard(text, {
    ...{ text: wanted.text, recording, due, every, names: wanted.to.map(({ name }) => name) },
    leftOut: outsiders > 0 ? text('remind.outsiders', { count: outsiders }) : null,
    data: { formId, ...whom, said: wanted.text, recording, due, every: everyCode(every) },
  });
}
