import type { Participant } from '../../calling/call.ts';
import type { Text } from '../../locales/text.ts';
import { shows } from '../verbs.ts';
import type { Element } from './card.ts';
import { quiet } from './elements.ts';
import { plain } from './escape.ts';
import { longestName } from './names.ts';
import { peoplePicker } from './peoplePicker.ts';
import { notesOn, type RosterPage } from './rosterPage.ts';
import type { RosterView } from './views.ts';

const mostMissing = 15;

/** The inputs of the roster card: whom to choose, whom to invite, and what to show. */
export function rosterInputs(text: Text, view: RosterView, page: RosterPage): Element[] {
  const missing = view.missing.slice(0, mostMissing);
  return [
    ...people(text, view, page),
    peoplePicker(text, 'invitees', text('card.roster.inviteWhom'), missing, []),
    show(text, view),
    ...letters(text, view, page),
  ];
}

function people(text: Text, view: RosterView, page: RosterPage): Element[] {
  if (page.people.length === 0) return [];
  const offered = new Set(page.people.map((person) => person.id));
  const chosen = view.chosen.filter((id) => offered.has(id));
  const input = {
    type: 'Input.ChoiceSet',
    id: 'chosen',
    label: text('card.roster.choose'),
    placeholder: text('card.roster.nobodyChosen'),
    isMultiSelect: true,
    style: 'compact',
    wrap: true,
    choices: page.people.map((person) => ({ title: titleOf(text, person), value: person.id })),
    value: chosen.join(','),
  };
  const rest = page.all.length - page.people.length;
  const note = rest > 0 ? [quiet(text('card.roster.choosable', { count: page.people.length, rest }))] : [];
  return [input, ...note];
}

function titleOf(text: Text, person: Participant): string {
  const name = plain(person.name, longestName) || text('name.unknown');
  const notes = notesOn(person).map((note) => text(`card.roster.note.${note}`));
  return notes.length > 0 ? `${name} (${notes.join(', ')})` : name;
}

const show = (text: Text, view: RosterView): Element => ({
  type: 'Input.ChoiceSet',
  id: 'show',
  label: text('card.roster.show'),
  style: 'compact',
  choices: shows.map((value) => ({ title: text(`card.roster.shows.${value}`), value })),
  value: view.show,
});

function letters(text: Text, view: RosterView, page: RosterPage): Element[] {
  if (view.show !== 'letters' || page.ranges.length === 0) return [];
  const choices = page.ranges.map(({ range, count }) => ({
    title: text('card.roster.letterRange', { letters: rangeTitle(range), count }),
    value: range,
  }));
  return [
    {
      type: 'Input.ChoiceSet',
      id: 'letters',
      label: text('card.roster.letters'),
      style: 'compact',
      choices,
      value: page.range ?? '',
    },
  ];
}

/** "A – F" for "a-f", "M" for "m-m"; dots stand for spaces there. */
function rangeTitle(range: string): string {
  const [from = '', to = ''] = plain(range.replaceAll('.', ' ').toUpperCase()).split('-');
  return from === to ? from : `${from.trim()} – ${to.trim()}`;
}
