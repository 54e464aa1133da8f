/**
 * A call that Rollcall places waits for a line: the store lets waiting calls go in fair order below the caps of Graph
 * (store/outgoing.ts), and says so with `lineFree`; only that rings anybody. Pure.
 */
import { cancelTimer, type Draft, end, isSet, plan, setTimer } from './draft.ts';
import { endingWithout } from './ending.ts';
import { sayWhatFor } from './ownMenus.ts';
import { patience } from './placed.ts';
import { tellReminder } from './reminderCalls.ts';
import { intervals } from './upkeep.ts';

/** How long somebody is rung before they count as not answering. */
const ringing = 60_000;

/** What Graph allows an application: its throttling page, or what an operator has agreed on with Microsoft. */
export interface Caps {
  /** Calls under way at once, those that Rollcall joined or answered included. */
  callsAtOnce: number;
  /** Calls that Rollcall makes in a calendar month (UTC), joins included. */
  callsPerMonth: number;
  /** Requests in fifteen seconds. */
  requestsPerWindow: number;
}

/** What was asked of the line: who was let go, whether others wait still. */
export interface Admitted {
  /** Our ids of calls that were told something: that a line is free, or that there will be none this month. */
  told: string[];
  waiting: boolean;
}

/** The first event of a call that Rollcall places: it waits. */
export function placeRequested(draft: Draft) {
  const { call, now } = draft;
  if (!call.placed?.waiting || call.effectCount > 0) return;
  setTimer(draft, 'line', Math.max(0, (call.placed.waitUntil ?? now) - now));
}

/** A line is free: now they are rung. */
export function lineFree(draft: Draft) {
  const { call, now } = draft;
  if (!call.placed?.waiting) return;
  const { waiting: _, ...placed } = call.placed;
  call.placed = { ...placed, ringingSince: now };
  cancelTimer(draft, 'line');
  plan(draft, 'controls', { kind: 'place', placed: call.placed, subject: call.subject });
  setTimer(draft, 'noCallback', intervals.noCallback);
  setTimer(draft, 'ringing', ringing);
  tellReminder(draft, 'ringing');
  sayWhatFor(draft, call.placed.purpose);
}

/** It was not rung yet when all were paused: it waits again, and as long as at first. */
export function linePaused(draft: Draft) {
  const { call, now } = draft;
  if (!call.placed || call.placed.waiting || call.graphId !== null) return;
  const { ringingSince: _, ...placed } = call.placed;
  const waitUntil = Math.max(placed.waitUntil ?? now, now + patience);
  call.placed = { ...placed, waiting: true, waitUntil };
  for (const name of ['noCallback', 'ringing', 'talk']) cancelTimer(draft, name);
  delete call.talk;
  if (call.leaving) {
    const { reason } = call.leaving;
    return end(draft, endingWithout(reason === 'noAnswer' ? 'noLine' : reason, call.id));
  }
  setTimer(draft, 'line', waitUntil - now);
  tellReminder(draft, 'waiting');
}

/** Graph has taken the call: whoever is rung has their minute from here, however long it took to ask. */
export function ringsFromNow(draft: Draft) {
  const { call, now } = draft;
  if (!call.placed || !isSet(call, 'ringing')) return;
  call.placed = { ...call.placed, ringingSince: now };
  setTimer(draft, 'ringing', ringing);
}

/** Nobody was rung, and will not be. */
export function noLine(draft: Draft, reason: 'noLine' | 'monthUsedUp') {
  const { call } = draft;
  if (call.placed?.waiting) end(draft, endingWithout(reason, call.id));
}

/** What is asked of Graph for one call from its first ring to its end, generously: it is paced by that. */
const requestsPerCall = 10;

/** The milliseconds that Graph counts requests in. */
const windowMs = 15_000;

/** What the line is asked: who may go now. */
export interface Asked {
  now: number;
  /** The priority up to which calls may go; see placed.ts. */
  lowest: 0 | 1;
  callsAtOnce: number;
  callsPerMonth: number;
  /** Calls that may be placed after `windowFrom`, epoch milliseconds. */
  callsInWindow: number;
  windowFrom: number;
}

/** The question that follows from the caps. */
export const askedOf = (caps: Caps, now: number, lowest: 0 | 1): Asked => ({
  ...{ now, lowest, callsAtOnce: caps.callsAtOnce, callsPerMonth: caps.callsPerMonth },
  callsInWindow: Math.max(1, Math.floor(caps.requestsPerWindow / requestsPerCall)),
  windowFrom: now - windowMs,
});
