import type { Participant } from '../../calling/call.ts';
import { needsAttention } from '../../calling/roster.ts';
import type { Text } from '../../locales/text.ts';
import { button } from './button.ts';
import { type Action, type Card, card, type Element } from './card.ts';
import { box, heading, line, quiet, strong } from './elements.ts';
import { nameOf, namesOf, titleOf } from './names.ts';
import { failureSentence, outcomeSentence } from './outcome.ts';
import { rosterInputs } from './rosterInputs.ts';
import { notesOn, type RosterPage, rosterPage } from './rosterPage.ts';
import { secondsOf, timeOf } from './time.ts';
import type { RosterView } from './views.ts';

/** Teams refuses larger cards from some surfaces; UTF-8 bytes of the JSON. */
const mostBytes = 27_000;
/** How many people can be chosen from at once, fewer where long names would make the card too large. */
const pageSizes = [60, 30, 15, 8] as const;
const mostRows = 20;
const mostResults = 6;
/** A sentence names up to two; more than that get a line each. */
const mostNamed = 2;

/**
 * The roster as of a moment, a message of its own that changes only when somebody presses on it. Those who need
 * attention come first and in words, the others are folded; never over 28 KB, however many people there are.
 */
export function rosterCard(text: Text, view: RosterView): Card {
  for (const size of pageSizes) {
    const made = build(text, view, size);
    if (new TextEncoder().encode(JSON.stringify(made)).length <= mostBytes || size === pageSizes.at(-1)) {
      return made;
    }
  }
  throw new Error('unreachable');
}

function build(text: Text, view: RosterView, size: number): Card {
  const page = rosterPage(view, size);
  const here = view.participants.filter((person) => !person.inLobby).length;
  const time = view.zone ? secondsOf(view.asOf, view.zone) : timeOf(view.asOf);
  const summary = text('card.roster.asOf', { count: here, time });
  const body: Element[] = [heading(titleOf(text, view.subject)), strong(summary)];
  if (view.ended) body.push(quiet(text('card.roster.ended')));
  if (view.notice) body.push(box([line(view.notice)]));
  body.push(...results(text, view), ...rows(text, view, page));
  if (!view.ended) body.push(...rosterInputs(text, view, page));
  return card(summary, body, view.ended ? [] : actions(text, view));
}

/** What became of the last control, with a line for each person where that says more than the sentence. */
function results(text: Text, view: RosterView): Element[] {
  if (!view.control) return [];
  const said = [line(outcomeSentence(text, view.control))];
  const open = view.control.targets.filter((to) => to.outcome === 'failed' || to.outcome === 'waiting');
  if (open.length > mostNamed) {
    for (const to of open.slice(0, mostResults)) {
      const who = nameOf(text, to.name);
      said.push(
        quiet(
          to.outcome === 'waiting' ? text('control.waiting', { who }) : failureSentence(text, to.reason, who),
        ),
      );
    }
    if (open.length > mostResults) {
      said.push(quiet(text('card.roster.moreResults', { count: open.length - mostResults })));
    }
  }
  return [box(said)];
}

function rows(text: Text, view: RosterView, page: RosterPage): Element[] {
  if (view.show === 'missing') {
    const names = view.missing.map((person) => person.name);
    return [
      names.length > 0
        ? line(text('card.roster.missing', { names: namesOf(text, names, mostRows), count: names.length }))
        : quiet(text('card.roster.noneMissing')),
    ];
  }
  if (page.people.length === 0) return [quiet(text(`card.roster.none.${view.show}`))];
  const special = page.all.filter(needsAttention);
  const others = page.all.filter((person) => !needsAttention(person));
  const body: Element[] = special
    .slice(0, mostRows)
    .map((person) => line(`**${nameOf(text, person.name)}** · ${words(text, person)}`));
  if (special.length > mostRows) {
    body.push(quiet(text('card.roster.moreRows', { count: special.length - mostRows })));
  }
  if (others.length > 0) {
    const names = others.map((person) => person.name);
    const key = special.length > 0 ? 'card.roster.others' : 'card.roster.muted';
    body.push(quiet(text(key, { count: names.length, names: namesOf(text, names) })));
  }
  return body;
}

const words = (text: Text, person: Participant): string =>
  notesOn(person)
    .map((note) => text(`card.roster.note.${note}`))
    .join(', ');

function actions(text: Text, view: RosterView): Action[] {
  const data = { callId: view.callId };
  const inputs = 'auto';
  return [
    button('muteChosen', text('card.roster.mute'), data, { inputs }),
    button('muteOthers', text('card.roster.muteOthers'), data, { inputs }),
    button('inviteChosen', text('card.roster.invite'), data, { inputs }),
    button('removeChosen', text('card.roster.remove'), data, { inputs }),
    button('refreshRoster', text('card.roster.refresh'), data, { inputs }),
  ];
}
