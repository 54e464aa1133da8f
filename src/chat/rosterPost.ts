import type { Call } from '../calling/call.ts';
import { missing, others } from '../calling/roster.ts';
import type { Answer } from './answer.ts';
import type { Card } from './cards/card.ts';
import { rosterCard } from './cards/rosterCard.ts';
import type { Services } from './services.ts';
import type { Turn } from './turn.ts';
import type { VerbData } from './verbs.ts';

/** What a press was about, to be shown on the card it changes. */
export interface Shown {
  /** The control just asked for: a line per person. */
  controlId?: string;
  /** Key of a sentence on top. */
  notice?: string;
  /** A sentence on those who were not rung, in its place. */
  leftOut?: string | null;
}

type Choices = Pick<VerbData<'refreshRoster'>, 'show' | 'letters' | 'chosen'>;

function render(turn: Turn, call: Call, choices: Choices, shown: Shown, services: Services): Card {
  const text = services.text(turn.locale);
  return rosterCard(text, {
    callId: call.id,
    subject: call.subject,
    asOf: call.roster.asOf ?? services.clock.now(),
    zone: turn.place.kind === 'personal' ? turn.zone : null,
    participants: others(call),
    missing: missing(call),
    show: choices.show ?? 'all',
    letters: choices.letters ?? null,
    chosen: (choices.chosen ?? '').split(',').filter(Boolean),
    control: call.controls.find(({ id }) => id === shown.controlId) ?? call.controls.at(-1) ?? null,
    notice: shown.leftOut ?? (shown.notice ? text(shown.notice) : null),
    ended: call.phase === 'ended',
  });
}

/** Posts the roster as a message of its own. */
export async function postRoster(turn: Turn, call: Call, services: Services): Promise<void> {
  await services.reply(turn, { card: render(turn, call, {}, {}, services) });
}

/** The roster after a press: for the presser at once, and for everyone else in the chat right after. */
export async function rosterAnswer(
  turn: Turn,
  call: Call,
  choices: Choices,
  shown: Shown,
  services: Services,
): Promise<Answer> {
  const card = render(turn, call, choices, shown, services);
  if (turn.cardActivityId && turn.place.kind !== 'personal') {
    services.connector
      .update(turn.place.reference, turn.cardActivityId, { card })
      .catch((error) => services.log.warn({ err: error }, 'a roster card could not be updated for everyone'));
  }
  return { card };
}
