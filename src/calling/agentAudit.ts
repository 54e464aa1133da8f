/** What an agent chose for a call that came in, for the audit table, where every control stands too. Pure. */
import type { Draft } from './draft.ts';
import type { AgentChoice, Incoming } from './incoming.ts';

/** How the table calls what an agent does with a caller. */
const verbs = {
  take: 'takeCaller',
  menu: 'callerToMenu',
  voicemail: 'callerToVoicemail',
  reject: 'rejectCaller',
} as const satisfies Record<AgentChoice, string>;
export type AgentVerb = (typeof verbs)[AgentChoice];

/** What a call becomes where it goes as the agent chose. */
const meant = {
  take: 'taken',
  menu: 'answered',
  voicemail: 'redirected',
  reject: 'rejected',
} as const satisfies Record<AgentChoice, Incoming['became']>;

/** Writes a choice down when it is made, and once more when it is known what came of it. */
export function auditChoice({ before, call, now, audit }: Draft): void {
  const { incoming } = call;
  if (!incoming?.chosen) return;
  const known = before.incoming?.chosen ? before.incoming : null;
  if (known?.became || (known && !incoming.became)) return;
  const { caller, became } = incoming;
  const { by, choice } = incoming.chosen;
  audit.push({
    ...{ controlId: `desk/${call.id}`, verb: verbs[choice], by, at: incoming.chosenAt ?? now },
    targets: [
      { participantId: null, personId: caller.id, name: caller.name, ...outcomeOf(incoming, choice) },
    ],
    finishedAt: became ? now : null,
  });
}

function outcomeOf({ became, outcome }: Incoming, choice: AgentChoice) {
  if (became === null) return { outcome: 'waiting' } as const;
  if (became === meant[choice]) return { outcome: 'done' } as const;
  const instead = outcome?.do === 'hold' ? 'noAnswer' : 'refused';
  return { outcome: 'failed', reason: became === 'missed' ? 'callerGone' : instead } as const;
}
