/** Why a call ended, or could not be joined, in words: each reason names the text `call.ended.<reason>`. Pure. */
import { type Meaning, meaningOf } from '../graph/errors.ts';
import type { Ending } from './call.ts';
import type { Failure, ResultInfo } from './news.ts';

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
  7000: 'left',
  7015: 'transferred',
  8537: 'keepAliveTimeout',
  10037: 'unroutable',
  10057: 'noSignaling',
  10076: 'unroutable',
  10134: 'unroutable',
  10199: 'refused',
  10550: 'left',
  18503: 'ended',
  301005: 'mediaFailed',
  540000: 'ended',
  560000: 'ended',
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

/** By our own codes of failures before Graph was asked (graph/mediaHost.ts, performBeginning.ts). */
const byCode: Record<string, string> = { mediaHost: 'mediaHostDown', noMediaHost: 'mediaHostDown' };

/** Reasons that no table of Graph's has: our own, and how somebody took being rung. */
const outright = [
  ...['alone', 'gone', 'unknown', 'redirected', 'rejected', 'missed', 'escalationRefused'],
  ...['declined', 'noAnswer', 'busyLine', 'notReachable', 'noLine', 'monthUsedUp'],
];

/** Every reason there is: what the locale files must have a text for. */
export const endingReasons: readonly string[] = [
  ...new Set([
    ...Object.values(bySubcode),
    ...Object.values(byMeaning),
    ...Object.values(byCode),
    ...outright,
  ]),
];

/** Why Graph says that a call ended. */
export function endingOf(result: ResultInfo | undefined, reference: string): Ending {
  const reason = (result && bySubcode[result.subcode]) ?? 'unknown';
  return { reason, code: result?.code ?? null, subcode: result?.subcode ?? null, reference };
}

/**
 * Why a call that nobody had picked up is over, by the SIP code that Graph passes on; no page lists those.
 * @param rangMs how long it rang: 480 at once is nobody there, 480 after a while is nobody picking up
 */
export function endingOfRinging(result: ResultInfo | undefined, reference: string, rangMs: number): Ending {
  const reason = result && ringingReason(result.code, rangMs);
  const usual = endingOf(result, reference);
  return reason ? { ...usual, reason } : usual;
}

/** A phone rings for longer than Graph needs to find that there is none. */
const certainlyRang = 15_000;

function ringingReason(code: number, rangMs: number): string | null {
  switch (code) {
    case 603:
      return 'declined';
    case 486:
    case 600:
      return 'busyLine';
    case 408:
    case 487:
      return 'noAnswer';
    case 404:
    case 410:
    case 480:
      return rangMs >= certainlyRang ? 'noAnswer' : 'notReachable';
    default:
      return null;
  }
}

/** Why Rollcall could not join. */
export const endingOfJoin = (failure: Failure): Ending => ({
  reason: byCode[failure.code] ?? byMeaning[meaningOf(failure)],
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
