import { Refusal } from '../../lib/errors.ts';
import type { Person } from '../../people/person.ts';
import { readPhone } from '../../people/phone.ts';
import { audited } from '../audited.ts';
import { namesOf } from '../cards/names.ts';
import { say } from '../say.ts';
import type { Blocked, Services } from '../services.ts';
import { inviteesMeant } from '../targets.ts';
import type { Turn } from '../turn.ts';

/** As many as a message lists. */
const mostListed = 30;
const theLast = /^(?:the )?last(?: caller)?$/i;

/** `/block <name, number or "last">`: their calls are turned away. Alone: who is blocked. */
export async function block(turn: Turn, rest: string, services: Services): Promise<void> {
  await services.access.require('blockCallers', turn, { meeting: null, call: null });
  if (!rest.trim() && turn.mentions.length === 0) return list(turn, services);
  const callers = theLast.test(rest.trim())
    ? [await lastCaller(turn, services)]
    : await callersMeant(turn, rest, services);
  await audited(turn, 'blockCaller', deedOf(callers), services, async () => {
    for (const caller of callers) await services.frontDesk.block(caller, turn.who, services.clock.now());
  });
  const who = namesIn(callers);
  await services.reply(turn, { text: say(services.text(turn.locale), 'block.blocked', { who }) });
}

/** `/unblock <name or number>`: their calls come through again. */
export async function unblock(turn: Turn, rest: string, services: Services): Promise<void> {
  await services.access.require('blockCallers', turn, { meeting: null, call: null });
  if (!rest.trim() && turn.mentions.length === 0) return list(turn, services);
  const callers = await callersMeant(turn, rest, services);
  const undone = await audited(turn, 'unblockCaller', deedOf(callers), services, async () => {
    const each = await Promise.all(callers.map((caller) => services.frontDesk.unblock(caller)));
    return each.includes(true);
  });
  const key = undone ? 'block.unblocked' : 'block.wasNot';
  await services.reply(turn, { text: say(services.text(turn.locale), key, { who: namesIn(callers) }) });
}

async function list(turn: Turn, services: Services): Promise<void> {
  const text = services.text(turn.locale);
  const blocked = distinct(await services.frontDesk.blocked());
  const names = namesOf(
    text,
    blocked.map(({ name, id }) => name || id),
    mostListed,
  );
  await services.reply(turn, {
    text: blocked.length > 0 ? text('block.list', { names }) : text('block.none'),
  });
}

/** A guest calls as a guest or as a user: both are the same person. */
const distinct = (blocked: readonly Blocked[]): Blocked[] => [
  ...new Map(blocked.map((caller) => [caller.id, caller])).values(),
];

/** Who called last, waiting or missed. @throws Refusal where nobody did or nobody can tell who it was */
async function lastCaller(turn: Turn, services: Services): Promise<Blocked> {
  const calls = await services.calls.incomingLive(turn.tenantId);
  const last = calls.toSorted((one, other) => other.createdAt - one.createdAt)[0]?.incoming?.caller;
  if (!last) throw new Refusal('error.nobodyCalled');
  const { kind, id, name } = last;
  if (id === null || (kind !== 'user' && kind !== 'guest' && kind !== 'phone'))
    throw new Refusal('error.callerHidden');
  return { kind, id, name: name || id };
}

/** Numbers, or people of the tenant by mention, name or address; as a guest they are known by the same id. */
async function callersMeant(turn: Turn, rest: string, services: Services): Promise<Blocked[]> {
  const read = readPhone(rest);
  if (read && !read.number) throw new Refusal('error.phoneWrong', { number: rest.trim() });
  if (read?.number) return [{ kind: 'phone', id: read.number, name: read.number }];
  const meant = await inviteesMeant(services.directory, turn, rest);
  if ('several' in meant) {
    const names = meant.several.map(({ name }) => name).join(', ');
    throw new Refusal('error.personAmbiguous', { name: meant.name, names });
  }
  return meant.people.flatMap(({ id, name }): Blocked[] => [
    { kind: 'user', id, name },
    { kind: 'guest', id, name },
  ]);
}

const namesIn = (callers: readonly Blocked[]): string =>
  distinct(callers)
    .map(({ name }) => name)
    .join(', ');

const deedOf = (callers: readonly Blocked[]): { id: string; invited: Person[] } => ({
  id: callers.map(({ id }) => id).join(','),
  invited: distinct(callers).map(({ id, name }) => ({ id, name })),
});
