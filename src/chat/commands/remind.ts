import { Refusal } from '../../lib/errors.ts';
import { derivedId } from '../../lib/ids.ts';
import type { Meeting } from '../../meetings/meeting.ts';
import { longestText } from '../../reminders/check.ts';
import { choosePersonCard } from '../cards/choosePersonCard.ts';
import { everyCode } from '../cards/remindFormCard.ts';
import { meetingMeant } from '../meetingMeant.ts';
import { everyoneIn, type Recipients, recipientsOf } from '../recipients.ts';
import { type Filled, reminderForm, remindOrForm } from '../remindForm.ts';
import { type Due, guessAt } from '../remindWhen.ts';
import { type RemindWords, readRemindWords } from '../remindWords.ts';
import type { Services } from '../services.ts';
import type { Turn } from '../turn.ts';

/** Longer than any sentence whose text fits. */
const longestWords = 4_000;
const minute = 60_000;

/**
 * `/remind @Adele "Your appointment is at 3pm" tomorrow 14:00`, `/remind me in 20 minutes to call the bank`,
 * `/remind everyone in <meeting> 10 minutes before`; alone, it asks. `/remind off`: no reminders by others any more.
 */
export async function remind(turn: Turn, rest: string, services: Services): Promise<void> {
  const chosen = /^(on|off)[.!]?$/i.exec(rest.trim())?.[1]?.toLowerCase();
  if (chosen) return choose(turn, chosen === 'off', services);
  if (rest.length > longestWords)
    throw new Refusal('error.remind.tooLong', { count: [...rest].length, max: longestText });
  const now = services.clock.now();
  const words = readRemindWords(rest, turn.mentions, { now, zone: turn.zone, locale: turn.locale });
  if (words.meeting !== null) return everyone(turn, words, words.meeting, services);
  const found = await recipientsOf(turn, words, services);
  const filled: Filled = {
    ...wantedOf(turn, words),
    ...{ to: found.to, text: withUnknown(found, words.text), how: words.how ?? 'ring' },
    phone: words.wrongPhones[0] ?? words.phones[0] ?? null,
  };
  // Alone: nothing is wrong yet.
  if (!rest.trim()) {
    const { id, name } = turn.who;
    const form = { ...filled, to: [{ id, name, kind: 'user' as const }] };
    return services.reply(turn, { card: reminderForm(turn, form, null, services) });
  }
  if (found.several && !found.problem) return which(turn, filled, found.several, services);
  await answer(turn, filled, found.problem ?? problemOf(words), services);
}

/** Of what was said, all but whom it is for. */
const wantedOf = (turn: Turn, { text, recording, due, every }: RemindWords) => ({
  // What is made of this turn is made once, however often it is delivered or its card pressed.
  formId: derivedId('remind', turn.id),
  ...{ meeting: null, outsiders: 0, text, recording, due, every, confirmed: false, phone: null },
});

const problemOf = ({ everyUnknown, sure }: RemindWords): Refusal | null => {
  if (everyUnknown) return new Refusal('error.remind.often');
  return sure ? null : new Refusal('error.remind.unsure');
};

/** "call the bank": a word that names nobody belongs to what one is reminded of. */
const withUnknown = ({ unknown }: Recipients, text: string): string =>
  [...unknown.filter((name) => /^\p{Ll}+$/u.test(name)), text].filter(Boolean).join(' ');

async function answer(
  turn: Turn,
  filled: Filled,
  problem: Refusal | null,
  services: Services,
): Promise<void> {
  const done = await remindOrForm(turn, filled, problem, services);
  if ('card' in done) await services.reply(turn, { card: done.card });
  else if (done.leftOut) await services.reply(turn, { text: done.leftOut });
}

/** Everyone in a meeting is written to, unless ringing is asked for. */
async function everyone(turn: Turn, words: RemindWords, name: string, services: Services): Promise<void> {
  const meeting = await meetingMeant(turn, name, services);
  await services.access.require('remindEveryone', turn, { meeting, call: null });
  services.looked(meeting.id);
  const now = services.clock.now();
  const due = dueBefore(turn, words, meeting, now);
  const filled: Filled = {
    ...wantedOf(turn, words),
    ...{ ...everyoneIn(meeting), meeting, due, how: words.how ?? 'chat' },
    text: words.text || startsIn(turn, meeting, due, services),
  };
  const over = meeting.start <= now && words.before !== null;
  const often = words.every && words.before !== null ? new Refusal('error.remind.often') : null;
  await answer(
    turn,
    filled,
    over ? new Refusal('error.remind.meetingOver') : (often ?? problemOf(words)),
    services,
  );
}

/** So long before the meeting, or when it was said to be; without either, ten minutes before is proposed. */
function dueBefore(turn: Turn, { before, due }: RemindWords, { start }: Meeting, now: number): Due {
  if (before === null) {
    const nothing = 'why' in due && due.why === 'none';
    return nothing ? { why: 'none', guess: guessAt(start - 10 * minute, turn.zone) } : due;
  }
  const at = start - before * minute;
  return at > now ? { at } : { why: 'past', guess: guessAt(now + 2 * minute, turn.zone) };
}

/** What everyone is reminded of unless something was said. */
function startsIn(
  turn: Turn,
  { subject, start }: Meeting,
  due: Due,
  { text }: Pick<Services, 'text'>,
): string {
  const count = 'at' in due ? Math.round((start - due.at) / minute) : 10;
  return count > 0
    ? text(turn.locale)('remind.startsIn', { subject, count })
    : text(turn.locale)('remind.startsNow', { subject });
}

/** Asks "Which Alex?"; the answer sets the reminder for that one and those who were clear. */
async function which(
  turn: Turn,
  filled: Filled,
  several: NonNullable<Recipients['several']>,
  services: Services,
): Promise<void> {
  const { due, every } = filled;
  const when = 'at' in due ? { due: due.at } : { date: due.guess.date ?? '', time: due.guess.time ?? '' };
  const people = filled.to.map(({ id }) => id).join(',');
  const card = choosePersonCard(services.text(turn.locale), {
    pick: {
      remind: {
        ...{ formId: filled.formId, people, said: filled.text, ...when },
        ...{ every: everyCode(every), how: filled.how },
        ...(filled.recording && { recording: filled.recording }),
      },
    },
    name: several.name,
    people: several.people.map(({ id, name, address }) => ({ id, name, detail: address ?? null })),
  });
  await services.reply(turn, { card });
}

async function choose(turn: Turn, remindersOff: boolean, services: Services): Promise<void> {
  await services.reminders.setPreferences(turn.who, { remindersOff }, services.clock.now());
  const text = services.text(turn.locale);
  await services.reply(turn, { text: text(remindersOff ? 'remind.nowOff' : 'remind.nowOn') });
}
