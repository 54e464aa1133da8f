import type { Side } from '../../calling/placed.ts';
import type { Text } from '../../locales/text.ts';
import { button } from './button.ts';
import { type Action, type Card, card, type Element } from './card.ts';
import { box, facts, heading, line, quiet, strong } from './elements.ts';
import { placedEndedSentence } from './ended.ts';
import { escaped } from './escape.ts';
import { nameOf, namesOf, titleOf } from './names.ts';
import { outcomeSentenceBy } from './outcome.ts';
import { timeOf } from './time.ts';
import type { PlacedView } from './views.ts';

/**
 * The one live card of a call that Rollcall placed. Two people have no roster in Graph: they are shown as its state and
 * the two sides tell; a group as its roster does. Without inputs, as the card of a meeting's call.
 */
export function placedCard(text: Text, view: PlacedView): Card {
  const title = titleOf(text, view.subject);
  const body: Element[] = [heading(title), strong(state(text, view))];
  if (view.ending) body.push(line(placedEndedSentence(text, view.ending, view)));
  const rows = sides(text, view);
  if (rows.length > 0) body.push(facts(rows));
  if (view.say !== null) body.push(quiet(text('card.placed.says', { said: escaped(view.say, 300) })));
  if (view.others.length > 0) {
    body.push(line(text('card.placed.others', { names: namesOf(text, view.others, 12) })));
  }
  if (view.phase !== 'ended') body.push(...doubts(text, view));
  if (view.control)
    body.push(box([line(outcomeSentenceBy(text, view.control)), quiet(timeOf(view.control.at))]));
  body.push(...footer(text, view));
  return card(text('card.placed.summary', { subject: title }), body, actions(text, view));
}

function state(text: Text, view: PlacedView): string {
  if (view.waiting) return text(view.waiting === 'paused' ? 'card.placed.paused' : 'card.placed.waiting');
  switch (view.phase) {
    case 'leaving':
      return text(view.group ? 'card.live.leaving' : 'card.placed.leaving');
    case 'ended':
      return text(view.group && view.ending?.reason === 'left' ? 'card.placed.left' : 'card.placed.ended');
    case 'established':
      // A group call stands as soon as Rollcall is in it.
      if (view.group && view.sides.every((side) => side.state === 'ringing'))
        return text('card.placed.ringing');
      return text('card.placed.established', { since: timeOf(view.establishedAt ?? view.createdAt) });
    default:
      return text('card.placed.ringing');
  }
}

/** Rollcall is the other side only while two are: in a group the people speak with each other. */
function sides(text: Text, view: PlacedView): [string, string][] {
  const rows = view.sides.map((side): [string, string] => [nameOf(text, side.name), word(text, view, side)]);
  if (view.group || view.waiting || view.phase === 'ended' || view.phase === 'leaving') return rows;
  return [
    ['Rollcall', text(`card.placed.side.${view.phase === 'established' ? 'there' : 'calling'}`)],
    ...rows,
  ];
}

/** Nobody rings any more in a call that is over, and it is told who had picked up. */
function word(text: Text, { phase, waiting }: PlacedView, { state: took }: Side): string {
  if (waiting) return text('card.placed.side.waiting');
  const over = phase === 'ended';
  if (over && took === 'ringing') return text('card.placed.side.noAnswer');
  if (over && (took === 'there' || took === 'left')) return text('card.placed.side.answered');
  return text(`card.placed.side.${took}`);
}

function doubts(text: Text, view: PlacedView): Element[] {
  const said: Element[] = [];
  if (view.teamsAway) said.push(box([line(text('card.live.teamsAway'))]));
  if (view.escalated) said.push(quiet(text('card.placed.escalated')));
  if (view.doubtSince !== null) {
    const time = timeOf(view.asOf ?? view.doubtSince);
    said.push(box([line(text('card.live.reconnecting', { time }))]));
  }
  if (view.unheard) said.push(box([line(text('card.live.notCalledBack')), quiet(text('card.live.check'))]));
  return said;
}

/** Ends that need no support. */
const ordinary: ReadonlySet<string> = new Set([
  ...['left', 'alone', 'ended', 'everyoneLeft', 'transferred', 'declined', 'noAnswer', 'busyLine'],
]);

function footer(text: Text, view: PlacedView): Element[] {
  if (view.phase !== 'ended') return [quiet(text('card.placed.by', { who: nameOf(text, view.by) }))];
  const { reference = '', reason = '' } = view.ending ?? {};
  const which = view.group && reason === 'left' ? 'leftAt' : 'endedAt';
  const when =
    view.endedAt === null ? [] : [quiet(text(`card.placed.${which}`, { time: timeOf(view.endedAt) }))];
  return [
    ...when,
    ...(reference && !ordinary.has(reason)
      ? [quiet(text('card.live.reference', { reference: escaped(reference, 60) }))]
      : []),
  ];
}

function actions(text: Text, view: PlacedView): Action[] {
  const data = { callId: view.callId };
  if (view.phase === 'ended') return [button('callAgain', text('card.placed.again'), data)];
  if (view.phase === 'leaving') return [];
  const hangUp = button('leaveCall', text('card.placed.hangUp'), data);
  if (view.phase !== 'established') return [hangUp];
  const add = button('addForm', text('card.placed.add'), data);
  if (view.group) {
    const leave = button('leaveCall', text('card.live.leave'), data);
    return [button('showRoster', text('card.live.showRoster'), data), add, leave];
  }
  return [button('transferForm', text('card.placed.transfer'), data), add, hangUp];
}
