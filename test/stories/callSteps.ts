/** Steps of stories about calls: how people take being rung, and what Graph was asked for. */
import assert from 'node:assert/strict';
import type { Behaviour } from '../../src/simulator/people.ts';
import { person, type Story, wordsOf } from './harness.ts';
import { type LegView, legs } from './phone.ts';
import { ask, second } from './steps.ts';

/** From now on they take every ring like this. */
export const behaves = (story: Story, name: string, behaviour: Behaviour) =>
  story.control('PATCH', `/people/${person(name).id}`, { behaviour });

export const fault = (story: Story, kind: string, route: string, more: object = {}) =>
  story.control('POST', '/faults', { kind, route, ...more });

export const noFaults = (story: Story) => story.control('DELETE', '/faults');

/** `call @Adele Vance @Lee Gu …`, with mentions; gives everything the bot said at once. */
export const callPeople = (story: Story, chat: string, by: string, names: string[], rest = '', more = {}) => {
  const mentions = names.map((name) => person(name).id);
  const marks = names.map((name) => `@${person(name).name}`).join(' ');
  return ask(story, chat, by, `call ${marks} ${rest}`.trim(), { mentions, ...more });
};

/** How somebody took it, as the live card of a placed call shows. */
export function sideOf(card: unknown, name: string): string | null {
  const title = name === 'Rollcall' ? name : person(name).name;
  return new RegExp(`"title":"${title}","value":"([^"]*)"`).exec(wordsOf(card))?.[1] ?? null;
}

/** The legs that are not over. */
export const liveLegs = async (story: Story): Promise<LegView[]> =>
  (await legs(story)).filter(({ state }) => state !== 'terminated');

/** Request bodies that Graph got, in order. `what`: of "POST /communications/calls/{id}/redirect". */
export function bodiesTo(story: Story, what: RegExp): Record<string, unknown>[] {
  return story.simulator.traffic.list().flatMap((exchange) => {
    if (exchange.kind !== 'graph') return [];
    const asked = `${exchange.method} ${exchange.path.replace('/v1.0', '')}`;
    return what.test(asked) ? [(exchange.requestBody ?? {}) as Record<string, unknown>] : [];
  });
}

/** People whom Graph was asked to ring by calls of their own, by first names of the cast, in order. */
export const rungByCalls = (story: Story): string[] =>
  bodiesTo(story, /^POST \/communications\/calls$/).flatMap(({ targets }) =>
    ((targets ?? []) as { identity: Record<string, { id: string }> }[]).map(
      ({ identity }) => Object.values(identity).find((one) => one?.id)?.id ?? '',
    ),
  );

/** Moves the time in small steps until something is so; fails with `what` after `withinMs`. */
export async function until(story: Story, so: () => Promise<boolean>, what: string, withinMs = 30 * second) {
  for (let left = withinMs; left > 0; left -= 500) {
    if (await so()) return;
    await story.advance(500);
  }
  assert.ok(await so(), what);
}
