/**
 * Reading a roster: who is there without Rollcall, who needs attention, who is missing, who is meant by a name. Pure.
 */
import type { Person } from '../people/person.ts';
import type { Call, Participant } from './call.ts';
import { nameKey } from './letters.ts';

export interface Counts {
  /** In the meeting, Rollcall not counted, those in the lobby neither. */
  here: number;
  lobby: number;
  unmuted: number;
  missing: number;
}

/** Whether this is Rollcall itself: by the id Graph gave it in this call, or by its application. */
export function isRollcall(call: Pick<Call, 'myParticipantId' | 'botId'>, one: Participant): boolean {
  if (one.id === call.myParticipantId) return true;
  return one.kind === 'application' && one.personId === call.botId.toLowerCase();
}

/** Everybody but Rollcall, those in the lobby included. */
export const others = (call: Call): Participant[] =>
  call.roster.participants.filter((one) => !isRollcall(call, one));

/** Those expected who are neither in the meeting nor in its lobby. */
export function missing(call: Call): Person[] {
  const there = new Set(others(call).flatMap((one) => one.personId?.toLowerCase() ?? []));
  return call.invited.filter((person) => !there.has(person.id.toLowerCase()));
}

export function counts(call: Call): Counts {
  const everybody = others(call);
  const here = everybody.filter((one) => !one.inLobby);
  return {
    here: here.length,
    lobby: everybody.length - here.length,
    unmuted: here.filter((one) => !one.muted).length,
    missing: missing(call).length,
  };
}

/** Waiting in the lobby, then unmuted, then on the phone, then guests and the unnamed, then everybody else. */
function attention(one: Participant): number {
  if (one.inLobby) return 0;
  if (!one.muted) return 1;
  if (one.kind === 'phone') return 2;
  return one.kind === 'guest' || one.kind === 'unknown' ? 3 : 4;
}

const byName = (a: { name: string }, b: { name: string }): number => {
  const [left, right] = [nameKey(a.name), nameKey(b.name)];
  return left < right ? -1 : left > right ? 1 : 0;
};

/** Whether somebody stands out of the crowd: in the lobby, unmuted, on the phone, a guest. */
export const needsAttention = (one: Participant): boolean => attention(one) < 4;

/** Those who need attention first, by name within each sort. */
export const byAttention = (participants: Participant[]): Participant[] =>
  [...participants].sort((a, b) => attention(a) - attention(b) || byName(a, b));

/**
 * Everybody in the call, Rollcall aside, whom a name can mean: those named exactly so, else those with a word of
 * their name beginning with each word of the text. Several matches: all of them, to be asked back.
 */
export function find(call: Call, text: string): Participant[] {
  const wanted = words(text);
  if (wanted.length === 0) return [];
  const everybody = others(call);
  const exact = everybody.filter((one) => words(one.name).join(' ') === wanted.join(' '));
  if (exact.length > 0) return exact;
  return everybody
    .filter((one) => wanted.every((word) => words(one.name).some((part) => part.startsWith(word))))
    .sort(byName);
}

const words = (text: string): string[] =>
  nameKey(text)
    .split(/[\s,.;]+/)
    .filter(Boolean);
