import type { Target } from '../../calling/call.ts';
import type { Text } from '../../locales/text.ts';
import { button, link } from './button.ts';
import { type Action, type Card, card, type Element } from './card.ts';
import { box, facts, figures, heading, line, quiet, strong } from './elements.ts';
import { endedSentence } from './ended.ts';
import { escaped } from './escape.ts';
import { nameOf, namesOf, titleOf } from './names.ts';
import { outcomeSentenceBy } from './outcome.ts';
import { timeOf } from './time.ts';
import type { LiveView } from './views.ts';

/** Lines of those who were rung. */
const mostRungShown = 12;
/** How somebody took being rung without pressing a key, as far as there is a word of its own. */
const took = ['declined', 'noAnswer', 'busy', 'unreachable'] as const;

/**
 * The one live card of a call. It has no inputs, so that updating it in place never wipes anybody's half-made
 * choice; the same view gives the same card, so that nothing is sent in vain.
 */
export function liveCard(text: Text, view: LiveView): Card {
  const body = [heading(titleOf(text, view.subject)), ...state(text, view)];
  if (view.teamsAway && view.phase !== 'ended') body.push(box([line(text('card.live.teamsAway'))]));
  // Those who were rung have lines of their own.
  if (view.control && view.control.verb !== 'ringMissing') {
    const said = [line(outcomeSentenceBy(text, view.control)), quiet(timeOf(view.control.at))];
    body.push(box(said));
  }
  return card(text('card.live.summary', { subject: titleOf(text, view.subject) }), body, actions(text, view));
}

function state(text: Text, view: LiveView): Element[] {
  switch (view.phase) {
    case 'joining':
      return view.unheard
        ? [
            strong(text('card.live.joining')),
            box([line(text('card.live.unheard')), quiet(text('card.live.check'))]),
          ]
        : [strong(text('card.live.joining')), line(text('card.live.promise')), brought(text, view)];
    case 'lobby':
      return [
        strong(text('card.live.lobby')),
        line(text('card.live.admit')),
        ...notCalledBack(text, view),
        brought(text, view),
      ];
    case 'leaving':
      return [strong(text('card.live.leaving')), line(text('card.live.goesOn'))];
    case 'ended':
      return ended(text, view);
    // A call of a meeting never rings.
    case 'ringing':
    case 'established':
      return established(text, view);
  }
}

/** Graph's answers say where the call is, but no news of it arrives here: people come and go unseen for a while. */
const notCalledBack = (text: Text, view: LiveView): Element[] =>
  view.unheard ? [box([line(text('card.live.notCalledBack')), quiet(text('card.live.check'))])] : [];

const brought = (text: Text, view: LiveView): Element =>
  quiet(text('card.live.brought', { who: nameOf(text, view.broughtBy) }));

function established(text: Text, view: LiveView): Element[] {
  const since = view.establishedAt ?? view.createdAt;
  const body = [strong(text('card.live.here', { count: view.here, since: timeOf(since) }))];
  if (view.doubtSince !== null) {
    body.push(box([line(text('card.live.reconnecting', { time: timeOf(view.asOf ?? view.doubtSince) }))]));
  }
  body.push(...notCalledBack(text, view));
  const counts: [number, string][] = [
    [view.here, text('card.live.hereWord')],
    [view.inLobby.length, text('card.live.inLobby')],
    [view.unmuted, text('card.live.unmuted')],
  ];
  if (view.missing) counts.push([view.missing.length, text('card.live.missing')]);
  body.push(figures(counts));
  const who: [string, string][] = [];
  if (view.inLobby.length > 0) who.push([text('card.live.inLobbyNames'), namesOf(text, view.inLobby)]);
  if (view.missing?.length) who.push([text('card.live.missingNames'), namesOf(text, view.missing)]);
  if (who.length > 0) body.push(facts(who));
  // Beside the names rather than among the buttons below, of which clients show five.
  if (view.missing?.length) {
    const ring = button('ringMissing', text('card.live.ringMissing'), { callId: view.callId });
    body.push({ type: 'ActionSet', actions: [ring] });
  }
  if (view.rung) body.push(rungList(text, view.rung));
  body.push(quiet(text('card.live.promise')));
  return body;
}

/** How each of those who were rung took it: "Adele: coming". */
function rungList(text: Text, { at, targets }: NonNullable<LiveView['rung']>): Element {
  const shown = targets.slice(0, mostRungShown);
  const more = targets.length - shown.length;
  return box([
    line(text('card.live.rung', { time: timeOf(at) })),
    ...shown.map((to) => line(`**${nameOf(text, to.name)}** · ${answerWord(text, to)}`)),
    ...(more > 0 ? [quiet(text('card.live.rungMore', { count: more }))] : []),
  ]);
}

function answerWord(text: Text, { answer, outcome, reason }: Target): string {
  if (answer === 'join' && outcome === 'done') return text('card.live.answer.joined');
  if (answer === 'join' && outcome === 'failed') return text('card.live.answer.notMoved');
  if (answer) return text(`card.live.answer.${answer}`);
  if (outcome === 'waiting') return text('card.live.answer.ringing');
  if (outcome === 'done') return text('card.live.answer.here');
  const told = took.find((each) => each === reason);
  return text(`card.live.took.${told ?? 'failed'}`);
}

function ended(text: Text, view: LiveView): Element[] {
  if (!view.ending) return [strong(text('card.live.ended'))];
  const when =
    view.endedAt === null ? [] : [quiet(text('card.live.endedAt', { time: timeOf(view.endedAt) }))];
  const reference = view.ending.reference
    ? [quiet(text('card.live.reference', { reference: escaped(view.ending.reference, 60) }))]
    : [];
  return [strong(text('card.live.ended')), line(endedSentence(text, view.ending)), ...when, ...reference];
}

function actions(text: Text, view: LiveView): Action[] {
  const { callId, phase } = view;
  const made: Action[] = [];
  if (view.joinUrl && phase !== 'ended') made.push(link(text('card.join'), view.joinUrl));
  if (phase === 'ended' || phase === 'leaving') return made;
  if (phase === 'established') {
    made.push(button('showRoster', text('card.live.showRoster'), { callId }));
    if (view.control?.verb === 'invite' && view.control.targets.some((to) => to.outcome === 'failed')) {
      made.push(button('retryInvite', text('card.live.retry'), { callId, controlId: view.control.id }));
    }
  }
  made.push(
    button(
      'leaveCall',
      text('card.live.leave'),
      { callId },
      {
        confirm: { question: text('card.live.leaveQuestion'), title: text('card.live.leaveYes') },
      },
    ),
  );
  if (phase === 'established') {
    made.push(
      button(
        'removeEveryone',
        text('card.live.removeEveryone'),
        { callId },
        {
          confirm: {
            question: text('card.live.removeEveryoneQuestion', { count: view.here }),
            title: text('card.live.removeEveryoneYes'),
          },
        },
      ),
    );
  }
  return made;
}
