import type { Call } from '../calling/call.ts';
import type { AgentChoice, Incoming } from '../calling/incoming.ts';
import type { Caller, Settled } from '../frontdesk/frontDesk.ts';
import { isGuid } from '../lib/guid.ts';
import type { Text } from '../locales/text.ts';
import { escaped } from './cards/escape.ts';
import { longestName } from './cards/names.ts';
import type { QueueCall, QueueView } from './cards/views.ts';

/** A caller in words, ready for Markdown; a number where there is no name, and a word for one whom nobody can tell. */
export function callerWords(text: Text, { kind, name, id }: Caller): string {
  if (kind === 'anonymous' || kind === 'encrypted') return text(`caller.${kind}`);
  return escaped(name || (kind === 'phone' ? (id ?? '') : ''), longestName) || text('name.unknown');
}

/** Whether somebody who called can be called: a person by their id, a number only where numbers can be called. */
export const canCallBack = ({ kind, id }: Caller, phoneCalls: boolean): boolean =>
  kind === 'phone'
    ? phoneCalls && id !== null
    : (kind === 'user' || kind === 'guest') && id !== null && isGuid(id);

/**
 * What agents can do for a call that waits, only what works: sending it on or away exists only before it is answered.
 */
export function choicesFor({ asking, outcome }: Pick<Incoming, 'asking' | 'outcome'>): AgentChoice[] {
  if (!asking) return [];
  if (asking.answered) return ['take', 'menu'];
  const asked = outcome?.do === 'ask' ? outcome : null;
  return [
    'take',
    ...(asked?.menu ? (['menu'] as const) : []),
    ...(asked?.voicemail ? (['voicemail'] as const) : []),
    'reject',
  ];
}

/** What the card of the front desk shows now. @param calls the tenant's incoming calls, the oldest first */
export function queueView(text: Text, calls: readonly Call[]): QueueView {
  const live = calls.flatMap((call) =>
    call.incoming && call.phase !== 'ended' ? [{ call, incoming: call.incoming }] : [],
  );
  return {
    waiting: live.flatMap(({ call, incoming }) => waiting(text, call, incoming) ?? []),
    underWay: live.flatMap(({ incoming: { caller, chosen, became } }): QueueView['underWay'] => {
      const who = callerWords(text, caller);
      // Whoever took a caller on hold and did not pick up has them no more.
      const came = became === 'answered' && chosen?.choice !== 'menu' ? null : chosen;
      if (came) return [{ who, state: came.choice, by: came.by.name }];
      return became === 'answered' ? [{ who, state: 'answered', by: '' }] : [];
    }),
    settled: calls.flatMap((call) => settled(text, call) ?? []),
  };
}

function waiting(text: Text, call: Call, incoming: Incoming): QueueCall | null {
  const { asking, caller, chosen, receivedAt, rule } = incoming;
  if (!asking || chosen || call.phase === 'leaving') return null;
  return {
    callId: call.id,
    who: callerWords(text, caller),
    rule: escaped(rule ?? '', longestName),
    since: receivedAt,
    answered: asking.answered,
    next: nextOf(asking.otherwise),
    until: asking.until,
    choices: choicesFor(incoming),
  };
}

/** What a call becomes when a choice is carried out; after the menu it is the menu's. */
const done = { take: 'taken', voicemail: 'redirected', reject: 'rejected' } as const;

/** A call that has left the front desk the way an agent chose. */
function settled(text: Text, { incoming, phase, endedAt }: Call): QueueView['settled'][number] | null {
  if (!incoming?.chosen || phase !== 'ended' || endedAt === null) return null;
  const { caller, became } = incoming;
  const { by, choice } = incoming.chosen;
  if (choice === 'menu' || became !== done[choice]) return null;
  return { who: callerWords(text, caller), choice, by: by.name, at: endedAt };
}

function nextOf(settled: Settled): QueueCall['next'] {
  if (settled.do === 'reject') return 'reject';
  if (settled.do === 'answer') return 'menu' in settled ? 'menu' : 'host';
  const [first] = settled.targets;
  if (first?.kind === 'voicemail') return 'voicemail';
  return settled.targets.length > 1 ? 'people' : 'person';
}
