import type { Call, Participant } from '../calling/call.ts';
import { find, others } from '../calling/roster.ts';
import { Refusal } from '../lib/errors.ts';
import type { Turn } from './turn.ts';

/** Names as people list them: "Adele, Alex and Lee". */
export const namesIn = (text: string): string[] =>
  text
    .split(/[,;&\n]|\band\b/i)
    .map((name) => name.replace(/^\s*@/, '').trim())
    .filter(Boolean);

/** Who was meant in a call: participants, or a name that fits several, which is asked back. */
export type Meant = { participants: Participant[] } | { name: string; several: Participant[] };

/**
 * The participants that mentions and names mean.
 * @param rest names, after the command word, the mentions taken out
 * @throws Refusal `error.personUnknown` for somebody who is not in the call, `error.nobodyNamed` for nobody at all
 */
export function participantsMeant(call: Call, turn: Turn, rest: string): Meant {
  const there = others(call);
  const meant = new Map<string, Participant>();
  for (const { id, name } of turn.mentions) {
    const found = there.find(({ personId }) => personId !== null && personId === id) ?? find(call, name)[0];
    if (!found) throw new Refusal('error.notInCall', { name });
    meant.set(found.id, found);
  }
  for (const name of namesIn(rest)) {
    const found = find(call, name);
    if (found.length === 0) throw new Refusal('error.notInCall', { name });
    if (found.length > 1) return { name, several: found };
    for (const one of found) meant.set(one.id, one);
  }
  if (meant.size === 0) throw new Refusal('error.nobodyNamed');
  return { participants: [...meant.values()] };
}
