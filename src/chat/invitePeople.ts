import type { Call, Control } from '../calling/call.ts';
import { mostInCall } from '../calling/placed.ts';
import { others } from '../calling/roster.ts';
import { Refusal } from '../lib/errors.ts';
import type { Person } from '../people/person.ts';
import { outcomeSentence } from './cards/outcome.ts';
import { ringable } from './ringable.ts';
import type { Services } from './services.ts';
import type { Turn } from './turn.ts';

/** What came of ringing people into a call so far: the call, the control, and who was left out. */
export interface Invited {
  call: Call;
  control: Control | undefined;
  /** A sentence on those who were not rung; null where all were. */
  leftOut: string | null;
}

/**
 * Rings people into a call, as far as they may be rung. The same `id` rings them once.
 * @throws Refusal where none of them may be, or a call that Rollcall made would hold more than Graph allows
 */
export async function ringIn(
  turn: Turn,
  call: Call,
  id: string,
  people: readonly Person[],
  services: Services,
): Promise<Invited> {
  const done = call.controls.find((control) => control.id === id);
  if (done) return { call, control: done, leftOut: null };
  const { people: rung, leftOut } = await ringable(turn, people, services);
  if (overfull(call, rung)) throw new Refusal('error.callFull', { max: mostInCall });
  await services.rings.note(id, turn.who, rung, services.clock.now());
  const after = await services.calls.control(call.id, id, turn.who, { verb: 'invite', people: rung });
  return { call: after, control: after.controls.find((control) => control.id === id), leftOut };
}

/** A meeting has room for all; a call that Rollcall made does not. */
function overfull(call: Call, people: readonly Person[]): boolean {
  if (!call.placed) return false;
  const sides = call.placed.sides.filter(({ state }) => state === 'ringing' || state === 'there');
  const there = [...sides.map(({ id }) => id), ...others(call).flatMap(({ personId }) => personId ?? [])];
  return new Set([...there, ...people.map(({ id }) => id)].map((id) => id.toLowerCase())).size > mostInCall;
}

/** The same, told in words. */
export async function invitePeople(
  turn: Turn,
  call: Call,
  id: string,
  people: readonly Person[],
  services: Services,
): Promise<string> {
  const text = services.text(turn.locale);
  const { control, leftOut } = await ringIn(turn, call, id, people, services);
  const said = control ? outcomeSentence(text, control) : text('control.nothing');
  return leftOut ? `${said} ${leftOut}` : said;
}
