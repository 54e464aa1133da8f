/**
 * The agents of the front desk are asked about a call: while it rings (`ask`), or while the caller holds the line
 * (`hold`). The first press counts; nobody pressing is an answer, too. Pure.
 */
import type { Outcome } from '../frontdesk/frontDesk.ts';
import { languageOf } from '../ivr/language.ts';
import type { Person } from '../people/person.ts';
import { cancelTimer, type Draft, setTimer } from './draft.ts';
import type { AgentChoice } from './incoming.ts';
import { sayOneMoment } from './ownMenus.ts';
import { answer, answerWith, carryOut, menuOf } from './reception.ts';
import { beginTalk } from './talk.ts';
import { askTransfer } from './transfer.ts';
import { leave } from './upkeep.ts';

type Ask = Extract<Outcome, { do: 'ask' }>;
type Hold = Extract<Outcome, { do: 'hold' }>;

/** Seconds that an agent who takes a caller is rung for. */
const ringing = 90;

/** Asks the agents while the call rings; the seconds count from its receipt. */
export function askAgents(draft: Draft, { seconds, otherwise }: Ask) {
  const { call, now } = draft;
  if (!call.incoming) return;
  const until = call.incoming.receivedAt + seconds * 1_000;
  if (until <= now) return carryOut(draft, otherwise);
  call.incoming = { ...call.incoming, asking: { until, otherwise, answered: false } };
  setTimer(draft, 'asking', until - now);
}

/** Answers with "one moment, please", and asks the agents meanwhile. */
export function holdForAgents(draft: Draft, { seconds, otherwise }: Hold) {
  const { call, now } = draft;
  answer(draft, 'service');
  // Long enough for an agent's phone to ring after that.
  sayOneMoment(draft, seconds + ringing);
  if (!call.incoming) return;
  const until = now + seconds * 1_000;
  call.incoming = { ...call.incoming, asking: { until, otherwise, answered: true } };
  setTimer(draft, 'asking', seconds * 1_000);
}

/** Nobody pressed in time. */
export function askedLongEnough(draft: Draft) {
  const asking = noLongerAsking(draft);
  if (!asking) return;
  if (asking.answered) goOn(draft, menuOf(asking.otherwise));
  else carryOut(draft, asking.otherwise);
}

/** An agent pressed. What cannot be done for this call becomes what would follow without a press. */
export function agentChose(draft: Draft, by: Person, choice: AgentChoice) {
  const { call, now } = draft;
  const { incoming } = call;
  if (!incoming?.asking || incoming.chosen) return;
  const asking = noLongerAsking(draft);
  if (!asking || !call.incoming) return;
  call.incoming = { ...call.incoming, chosen: { by, choice }, chosenAt: now };
  const { outcome } = incoming;
  const menu = outcome?.do === 'ask' && outcome.menu ? outcome.menu : menuOf(asking.otherwise);
  if (asking.answered) {
    if (choice === 'take') return askTransfer(draft, { to: by.id, consult: false, seconds: 0 }, 'frontDesk');
    if (choice === 'reject') leave(draft, 'left');
    else goOn(draft, menu);
    return;
  }
  const voicemail = outcome?.do === 'ask' ? outcome.voicemail : undefined;
  switch (choice) {
    case 'take':
      return carryOut(draft, { do: 'redirect', targets: [{ kind: 'user', id: by.id }], seconds: null });
    case 'voicemail':
      if (!voicemail) return carryOut(draft, asking.otherwise);
      return carryOut(draft, {
        do: 'redirect',
        targets: [{ kind: 'voicemail', id: voicemail }],
        seconds: null,
      });
    case 'reject':
      return carryOut(draft, { do: 'reject', reason: 'busy' });
    case 'menu':
      return answerWith(draft, menu);
  }
}

/** Whoever took a caller on hold did not pick up: on with the menu. */
export function agentNotReached(draft: Draft) {
  goOn(draft, menuOf(draft.call.incoming?.outcome ?? null));
}

/** From "one moment, please" into a menu. */
function goOn(draft: Draft, menu: string) {
  beginTalk(draft, menu, null, languageOf(draft.call.locale, 'en'));
}

function noLongerAsking(draft: Draft) {
  const { call } = draft;
  const asking = call.incoming?.asking ?? null;
  cancelTimer(draft, 'asking');
  if (call.incoming && asking) call.incoming = { ...call.incoming, asking: null };
  return asking;
}
