/** What becomes of a call that comes in: the rules, read from the top. Pure. */
import { apologyMenuName } from '../ivr/builtIn.ts';
import type { Caller, Conditions, Facts, FrontDesk, Outcome, RedirectTarget, Settled } from './frontDesk.ts';
import { isWithin } from './hours.ts';

/**
 * What must be found out before the rules can be read.
 * @returns Entra object ids, each once; empty where no rule asks for presence
 */
export function wanted(desk: FrontDesk): { presenceOf: string[] } {
  const asked = desk.rules.flatMap(({ when, unless }) => [when?.presence?.of, unless?.presence?.of]);
  return { presenceOf: [...new Set(asked.filter((person) => person !== undefined))] };
}

/** In no file: who is sent to a menu that is not there hears an apology and is hung up. */
export const apology = { do: 'answer', menu: apologyMenuName } as const satisfies Settled;

/** Rollcall is there, and says nothing to a meeting under rules that were written for callers. */
export const joinSilently = { do: 'answer', media: 'silent' } as const satisfies Settled;

/** `group`: Rollcall is invited into a meeting or another call of several. */
type Told = Facts & { group: boolean };

/**
 * What is to be done with a call, by the first rule that holds and can be followed. Always an outcome: whom no rule
 * takes hears an apology. An invitation into a call of several is for rules with `group` alone; else it is followed
 * silently, or turned away where somebody blocked invites.
 * @returns `rule`: its name, for the log and the agents' card
 */
export function route(desk: FrontDesk, facts: Told): { outcome: Outcome; rule: string } {
  if (facts.blocked) {
    if (facts.group) return { outcome: { do: 'reject', reason: 'busy' }, rule: 'blocked callers' };
    return { outcome: withoutCaller(desk.blocked, facts.caller) ?? apology, rule: 'blocked callers' };
  }
  for (const { name, when, unless, outcome } of desk.rules) {
    if (facts.group && when?.group !== true) continue;
    if (when && !holds(when, desk, facts)) continue;
    if (unless && holds(unless, desk, facts)) continue;
    const possible = feasible(outcome, facts);
    if (possible) return { outcome: possible, rule: name };
  }
  return { outcome: facts.group ? joinSilently : apology, rule: 'no rule' };
}

function holds(conditions: Conditions, desk: FrontDesk, facts: Told): boolean {
  const { caller, group, callee, time, presence, waiting, shortCalls } = conditions;
  return (
    (!caller || isOne(caller, desk, facts.caller)) &&
    (group === undefined || group === facts.group) &&
    (!callee ||
      callee.ids.includes(facts.callee.id?.toLowerCase() ?? '') ||
      beginsWith(callee.phones, facts.callee.phone)) &&
    (!time || isWithin(time, facts.now, desk)) &&
    (!presence || presence.is.includes(facts.presence[presence.of] ?? 'PresenceUnknown')) &&
    (!waiting || facts.waiting >= waiting.atLeast) &&
    (!shortCalls || shortOnes(shortCalls, facts) >= shortCalls.atLeast)
  );
}

function isOne(wantedCaller: NonNullable<Conditions['caller']>, desk: FrontDesk, caller: Caller): boolean {
  const { users, lists, tenants, phones, kinds } = wantedCaller;
  const known = caller.kind === 'anonymous' || caller.kind === 'encrypted' ? null : caller.id?.toLowerCase();
  return (
    kinds.includes(caller.kind) ||
    (Boolean(known) &&
      [users, ...lists.map((name) => desk.lists[name] ?? [])].flat().includes(known ?? '')) ||
    tenants.includes(caller.tenantId?.toLowerCase() ?? '') ||
    (caller.kind === 'phone' && beginsWith(phones, caller.id))
  );
}

const beginsWith = (prefixes: string[], phone: string | null): boolean =>
  phone !== null && prefixes.some((prefix) => phone.startsWith(prefix));

const shortOnes = (
  { withinMs, shorterMs }: NonNullable<Conditions['shortCalls']>,
  { recent, now }: Facts,
): number => recent.filter(({ at, ms }) => at > now - withinMs && at <= now && ms < shorterMs).length;

/** The outcome as it can be followed now; null where it would ring the caller themselves alone. */
function feasible(outcome: Outcome, { caller, agentsChat, flood }: Facts): Outcome | null {
  const canAsk = agentsChat && !flood;
  if (outcome.do === 'hold') return canAsk ? outcome : outcome.otherwise;
  if (outcome.do !== 'ask') return withoutCaller(outcome, caller);
  const otherwise = withoutCaller(outcome.otherwise, caller);
  return otherwise && canAsk ? { ...outcome, otherwise } : otherwise;
}

/** Nobody is rung by their own call; their own voicemail they may reach. */
function withoutCaller(settled: Settled, caller: Caller): Settled | null {
  if (settled.do !== 'redirect') return settled;
  const self = caller.id?.toLowerCase();
  const others = settled.targets.filter(
    ({ kind, id }: RedirectTarget) => kind === 'voicemail' || id !== self,
  );
  return others.length > 0 ? { ...settled, targets: others } : null;
}
