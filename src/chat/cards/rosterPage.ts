/** Which of the people in a call a roster card shows and offers to choose. Pure. */
import type { Participant } from '../../calling/call.ts';
import { byName, type Page, pageAt, pagesOf } from './letters.ts';
import type { RosterView } from './views.ts';

/** What is worth saying of a person, in words. */
export const notes = ['lobby', 'unmuted', 'phone', 'guest', 'application', 'unknown'] as const;
export type Note = (typeof notes)[number];

/** What needs attention in one person, the most urgent first. Nobody in the lobby can be heard, muted or not. */
export function notesOn(person: Participant): Note[] {
  const found: Note[] = [];
  if (person.inLobby) found.push('lobby');
  else if (!person.muted) found.push('unmuted');
  if (person.kind !== 'user') found.push(person.kind);
  return found;
}

export const isSpecial = (person: Participant): boolean => notesOn(person).length > 0;

/** In the lobby before unmuted before phones and guests, then by name. */
const urgency = (person: Participant): number => {
  const [first] = notesOn(person);
  return first ? notes.indexOf(first) : notes.length;
};

export interface RosterPage {
  /** Everybody whom the Show choice means. */
  all: Participant[];
  /** Those who can be chosen on this card, no more than the page size. */
  people: Participant[];
  /** The pages of the alphabet, and which one is shown; empty unless show = letters. */
  pages: Page<Participant>[];
  page: string | null;
}

/** What a roster card shows of its view, no more than `size` people to choose from. */
export function rosterPage(view: RosterView, size: number): RosterPage {
  const everybody = [...view.participants].sort(
    (one, other) => urgency(one) - urgency(other) || byName(one, other),
  );
  const whole = (all: Participant[]) => ({ all, people: all.slice(0, size), pages: [], page: null });
  switch (view.show) {
    case 'all':
      return whole(everybody);
    case 'lobby':
      return whole(everybody.filter((person) => person.inLobby));
    case 'unmuted':
      return whole(everybody.filter((person) => !person.inLobby && !person.muted));
    case 'missing':
      return whole([]);
    case 'letters': {
      const pages = pagesOf(everybody, size);
      const shown = pageAt(pages, view.letters);
      const all = shown?.people ?? [];
      return { all, people: all.slice(0, size), pages, page: shown?.value ?? null };
    }
  }
}
