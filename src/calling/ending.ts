/** Why a call ended, or could not be joined, in words: each reason names the text `call.ended.<reason>`. Pure. */
import { type Meaning, meaningOf } from '../graph/errors.ts';
import type { Ending, Failure, ResultInfo } from './call.ts';

/** By the subcode of resultInfo (the table of https://learn.microsoft.com/graph/api/call-delete). */
const bySubcode: Record<number, string> = {
  1005: 'mediaFailed',
  1106: 'noSignaling',
  4097: 'ended',
  4521: 'ended',
  5000: 'removed',
  5001: 'ended',
  5002: 'everyoneLeft',
  5003: 'ended',
  5007: 'everyoneLeft',
  5010: 'everyoneLeft',
  5012: 'everyoneLeft',
  5013: 'nobodyJoined',
  5014: 'noHost',
  5020: 'everyoneLeft',
  5030: 'ended',
  5300: 'removed',
  5855: 'lobbyTimeout',
  8537: 'keepAliveTimeout',
  10037: 'unroutable',
  10057: 'noSignaling',
  10076: 'unroutable',
  10134: 'unroutable',
  10199: 'refused',
  10550: 'left',
  301005: 'mediaFailed',
};

/** By what Graph's refusal of the join means. */
const byMeaning: Record<Meaning, string> = {
  accessPolicyMissing: 'refused',
  consentMissing: 'consentMissing',
  removalNotAllowed: 'refused',
  callingNotRegistered: 'notRegistered',
  tenantMismatch: 'wrongTenant',
  tokenRefused: 'refused',
  notFound: 'meetingNotFound',
  badRequest: 'refused',
  conflict: 'refused',
  throttled: 'busy',
  unavailable: 'unreachable',
  unknown: 'refused',
};

/** Every reason there is: what the locale files must have a text for. */
export const endingReasons: readonly string[] = [
  ...new Set([...Object.values(bySubcode), ...Object.values(byMeaning), ...['alone', 'gone', 'unknown']]),
];

/** Why Graph says that a call ended. */
export function endingOf(result: ResultInfo | undefined, reference: string): Ending {
  const reason = (result && bySubcode[result.subcode]) ?? 'unknown';
  return { reason, code: result?.code ?? null, subcode: result?.subcode ?? null, reference };
}

/** Why Rollcall could not join. */
export const endingOfJoin = (failure: Failure): Ending => ({
  reason: byMeaning[meaningOf(failure)],
  code: failure.status,
  subcode: null,
  reference: failure.reference,
});

/** An end that nobody told us the reason of. */
export const endingWithout = (reason: string, reference: string): Ending => ({
  reason,
  code: null,
  subcode: null,
  reference,
});
