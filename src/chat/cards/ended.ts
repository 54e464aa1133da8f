import type { Ending } from '../../calling/call.ts';
import { endingReasons } from '../../calling/ending.ts';
import type { Text } from '../../locales/text.ts';

const known: ReadonlySet<string> = new Set(endingReasons);

/** Why a call ended and what to do next, in words; a reason we cannot name gets the text of an unknown one. */
export const endedSentence = (text: Text, ending: Ending): string =>
  text(`call.ended.${known.has(ending.reason) ? ending.reason : 'unknown'}`);

/** Reasons that end a call which Rollcall placed; those of meetings alone are none of them. */
const ofPlaced: ReadonlySet<string> = new Set([
  ...['left', 'alone', 'ended', 'removed', 'everyoneLeft', 'transferred', 'gone', 'escalationRefused'],
  ...['declined', 'noAnswer', 'busyLine', 'notReachable', 'unroutable', 'meetingNotFound', 'wrongTenant'],
  ...['consentMissing', 'notRegistered', 'refused', 'busy', 'unreachable'],
  ...['mediaFailed', 'noSignaling', 'keepAliveTimeout'],
]);

/** The same for a call that Rollcall placed: whom it rang, rather than a meeting it was in. */
export const placedEndedSentence = (text: Text, ending: Ending): string =>
  text(`call.over.${ofPlaced.has(ending.reason) ? ending.reason : 'unknown'}`);
