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
  ...['consentMissing', 'notRegistered', 'refused', 'busy', 'unreachable', 'noLine', 'monthUsedUp'],
  ...['mediaFailed', 'noSignaling', 'keepAliveTimeout'],
]);

/**
 * The same for a call that Rollcall placed: whom it rang, rather than a meeting it was in. Where Rollcall hung up by itself
 * after a message, whether all of it was spoken; that somebody heard it nobody can tell, as voicemail picks up, too.
 */
export function placedEndedSentence(
  text: Text,
  { reason }: Ending,
  { say, said, group }: { say: string | null; said: boolean; group: boolean },
): string {
  // As Microsoft's page on deleting a call says: the group call goes on without it.
  if (reason === 'left' && group) return text('call.over.leftGroup');
  if (reason === 'left' && say !== null) return text(said ? 'call.over.said' : 'call.over.unsaid');
  return text(`call.over.${ofPlaced.has(reason) ? reason : 'unknown'}`);
}
