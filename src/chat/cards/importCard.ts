import type { Text } from '../../locales/text.ts';
import type { Import, ImportRow, RowMistake } from '../../reminders/import.ts';
import type { Reminder, ReminderState } from '../../reminders/reminder.ts';
import { button } from './button.ts';
import { type Action, type Card, card, type Element } from './card.ts';
import { box, figures, heading, line, quiet, strong } from './elements.ts';
import { escaped } from './escape.ts';
import { nameOf } from './names.ts';
import { oftenOf } from './often.ts';
import { momentOf } from './reminderFacts.ts';
import { cancelBatch, numbersOf } from './reminderNumbers.ts';
import { peopleOf } from './reminderPeople.ts';

/** Mistakes on the card, each with its line; the rest is counted. */
export const mostMistakes = 10;
/** What people wrote, shortened in a list. */
const longestValue = 60;

interface ImportView {
  imported: Import;
  /** Of the reminders made of it, how many are in which state. */
  outcomes: readonly { state: ReminderState; count: number }[];
  /** As many of them as `mostPeople`: first those that failed, then those that were stopped. */
  some: readonly Reminder[];
}

/** "Line 4: nobody called Adle was found.", for Markdown. */
const mistakeLine = (text: Text, mistake: RowMistake): string =>
  text('card.import.mistake', { line: mistake.line, why: whyOf(text, mistake) });

/** The reason alone, for Markdown. */
export function whyOf(text: Text, { key, values = {} }: RowMistake): string {
  const shown = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === 'string' ? escaped(value, longestValue) : value,
  ]);
  return text(key, Object.fromEntries(shown));
}

/** Reminders from a file: what is good and what is not, how far scheduling is, and what came of them. */
export function importCard(text: Text, { imported, outcomes, some }: ImportView): Card {
  const title = text('card.import.title', { file: escaped(imported.fileName, longestValue) });
  const state = stateOf(text, imported);
  const body: Element[] = [heading(title), strong(state), ...mistakes(text, imported)];
  const actions: Action[] = [];
  if (imported.state === 'checked' && imported.good > 0) {
    body.push(...sample(text, imported), quiet(text('card.import.nothingYet')));
    const data = { importId: imported.id };
    actions.push(
      button('confirmImport', text('card.import.confirm', { count: imported.good }), data),
      button('cancelImport', text('card.import.cancel'), data),
    );
  }
  if (imported.state === 'stopped' && left(imported) > 0)
    actions.push(button('confirmImport', text('card.import.goOn'), { importId: imported.id }));
  const { numbers, toCome, all } = numbersOf(text, outcomes);
  if (numbers.length > 0) body.splice(2, 0, figures(numbers), ...peopleOf(text, some, all, null));
  if (toCome > 0) actions.push(cancelBatch(text, imported.id));
  return card(text('card.import.summary', { title, state }), body, actions);
}

const left = ({ good, scheduled }: Import): number => good - scheduled;

function stateOf(text: Text, imported: Import): string {
  const { state, good, scheduled, mistakes: bad } = imported;
  if (state === 'checked' && good === 0) return text('card.import.noneGood');
  if (state === 'scheduling') return text('card.import.scheduling', { done: scheduled, count: good });
  if (state === 'stopped') {
    const key = left(imported) > 0 ? 'card.import.stopped' : 'card.import.stoppedForGood';
    return text(key, { done: scheduled, count: good });
  }
  if (state === 'checked' || state === 'done') {
    const said = text(`card.import.${state}`, { count: state === 'done' ? scheduled : good });
    return bad.length > 0 ? `${said} ${text('card.import.bad', { count: bad.length })}` : said;
  }
  return text(`card.import.${state}`);
}

function mistakes(text: Text, { state, mistakes: all }: Import): Element[] {
  if (all.length === 0 || state === 'cancelled' || state === 'expired') return [];
  const shown = all.slice(0, mostMistakes).map((mistake) => line(mistakeLine(text, mistake)));
  const more = all.length - shown.length;
  return [box([...shown, ...(more > 0 ? [quiet(text('card.import.more', { count: more }))] : [])])];
}

/** How the first rows were understood: a day and a month in the wrong order are seen before they ring. */
function sample(text: Text, { sample: rows, good }: Import): Element[] {
  const shown = rows.map((row) => line(rowLine(text, row)));
  const more = good - rows.length;
  return more > 0 ? [...shown, quiet(text('card.import.moreRows', { count: more }))] : shown;
}

function rowLine(text: Text, { line: number, to, due, every, text: said }: ImportRow): string {
  return text('card.import.row', {
    line: number,
    who: nameOf(text, to.name),
    when: [momentOf(text, due), ...(every ? [oftenOf(text, every)] : [])].join(', '),
    text: escaped(said, longestValue),
  });
}
