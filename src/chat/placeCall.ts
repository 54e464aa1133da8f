import type { Call } from '../calling/call.ts';
import { mostInCall, type Purpose } from '../calling/placed.ts';
import { Refusal } from '../lib/errors.ts';
import { isGuid } from '../lib/guid.ts';
import { derivedId } from '../lib/ids.ts';
import { audited } from './audited.ts';
import type { Callee } from './callees.ts';
import { plain } from './cards/escape.ts';
import { ringable } from './ringable.ts';
import type { Services } from './services.ts';
import { tellCalled } from './tellCalled.ts';
import type { Turn } from './turn.ts';

/** About a minute of speech. */
const longestSay = 600;

/** A call that somebody asks for. */
export interface Wanted {
  /** Makes it one call however often it is asked for. */
  id: string;
  callees: readonly Callee[];
  /** What Rollcall says to the only callee and hangs up; null where people speak with each other. */
  say: string | null;
}

/** Whether they are more than Rollcall rings at once; these are offered a meeting. */
export const tooMany = ({ callees, say }: Omit<Wanted, 'id'>): boolean =>
  say === null && callees.length >= mostInCall;

/**
 * Rings people: the sender and all of them together, or one of them alone to hear what is to be said. Its card is
 * shown in this chat, and each is told who calls. What was placed before is only shown.
 * @throws Refusal for an empty or long message, one to several people, or nobody who may be rung
 */
export async function placeCall(turn: Turn, wanted: Wanted, services: Services): Promise<Call> {
  const there = await services.calls.get(wanted.id);
  if (there) {
    // The id of a form is in its card: it opens nothing in another chat.
    if (there.conversationId !== turn.place.id) throw new Refusal('error.actionBroken');
    await show(turn, there, services);
    return there;
  }
  // An anonymous guest of a meeting has no phone of this organization.
  if (!isGuid(turn.who.id)) throw new Refusal('error.notOurTenant');
  const purpose = purposeOf(wanted);
  const { people, leftOut } = await ringable(turn, wanted.callees, services);
  const own: Callee = { id: turn.who.id, name: turn.who.name, kind: 'user' };
  const sides = purpose.kind === 'say' ? people : [own, ...people];
  const names = people.map(({ name }) => name);
  const text = services.text(turn.locale);
  const request = {
    id: wanted.id,
    tenantId: turn.tenantId,
    sides: sides.map(({ id, name, kind }) => ({ id, name, kind })),
    purpose,
    subject: text(`call.subject.${purpose.kind}`, { names: names.join(', ') }),
    by: turn.who,
    conversationId: turn.place.id,
    locale: turn.locale,
  };
  const { call, placed } = await audited(
    turn,
    'placeCall',
    { id: wanted.id, invited: people },
    services,
    async () => {
      await services.rings.note(wanted.id, turn.who, people, services.clock.now());
      return services.calls.place(request);
    },
    (made) => (made.placed === 'new' ? null : 'alreadyThere'),
  );
  await show(turn, call, services);
  if (placed === 'already') return call;
  // Whoever is not rung at all hears nothing of it.
  if (!call.ending) await tellCalled(turn, people, call.placed?.waiting === true, services);
  if (leftOut) await services.reply(turn, { text: leftOut });
  return call;
}

/** @throws Refusal where there is nothing to say, too much, or not one to say it to */
function purposeOf({ callees, say }: Wanted): Extract<Purpose, { kind: 'talk' | 'say' }> {
  if (say === null) return { kind: 'talk' };
  if (!say) throw new Refusal('error.sayWhat');
  if (callees.length > 1) throw new Refusal('error.sayToOne');
  const count = [...say].length;
  if (count > longestSay) throw new Refusal('error.sayTooLong', { count, max: longestSay });
  return { kind: 'say', text: plain(say, longestSay) };
}

/** The call's one card in this chat. */
const show = (turn: Turn, call: Call, services: Services): Promise<void> =>
  services.liveCards.show(turn.place, `call:${call.id}`, derivedId('card', call.id, turn.place.id));
