/** Which of the people in a call a roster card shows and offers to choose. Pure. */
import type { Participant } from '../../calling/call.ts';
import { inRange, letterRanges } from '../../calling/letters.ts';
import { byAttention } from '../../calling/roster.ts';
import type { RosterView } from './views.ts';

/** What is worth saying of a person, in words. */
export type Note = 'lobby' | 'unmuted' | 'phone' | 'guest' | 'application' | 'unknown';

/** What is worth saying of one person. Nobody in the lobby can be heard, so muted or not says nothing there. */
export function notesOn(person: Participant): Note[] {
  const found: Note[] = [];
  if (person.inLobby) found.push('lobby');
  else if (!person.muted) found.push('unmuted');
  if (person.kind !== 'user') found.push(person.kind);
  return found;
}

export interface RosterPage {
  /** Everybody whom the Show choice means, those who need attention first. */
  all: Participant[];
  /** Those who can be chosen on this card, no more than the page size. */
  people: Participant[];
  /** The ranges of first letters with how many are in each, and which is shown; empty unless show = letters. */
  ranges: { range: string; count: number }[];
  range: string | null;
}

/** What a roster card shows of its view, no more than `size` people to choose from. */
export function rosterPage(view: RosterView, size: number): RosterPage {
  const everybody = byAttention([...view.participants]);
  const whole = (all: Participant[]) => ({ all, people: all.slice(0, size), ranges: [], range: null });
  switch (view.show) {
    case 'all':
      return whole(everybody);
    case 'lobby':
      return whole(everybody.filter((person) => person.inLobby));
    case 'unmuted':
      return whole(everybody.filter((person) => !person.inLobby && !person.muted));
    case 'missing':
      return whole([]);
    case 'letters':
      return byLetters(everybody, view.letters, size);
  }
}

function byLetters(everybody: Participant[], wanted: string | null, size: number): RosterPage {
  const within = (range: string) => everybody.filter((person) => inRange(person.name, range));
  const found = letterRanges(
    everybody.map((person) => person.name),
    size,
  );
  const ranges = found.map((range) => ({ range, count: within(range).length }));
  const range = rangeNow(found, wanted);
  const all = range ? within(range) : [];
  return { all, people: all.slice(0, size), ranges, range };
}

/** The range that a choice means; where people came and went meanwhile, the one in which its first letters lie now. */
function rangeNow(ranges: readonly string[], wanted: string | null): string | null {
  if (wanted && ranges.includes(wanted)) return wanted;
  const [from = ''] = (wanted ?? '').split('-');
  return ranges.findLast((range) => range <= from) ?? ranges[0] ?? null;
}
