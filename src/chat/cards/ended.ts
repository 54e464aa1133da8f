import type { Ending } from '../../calling/call.ts';
import type { Text } from '../../locales/text.ts';

/** Why calls end, as far as we can name it; each has a text under `call.ended`. */
export const endingReasons = [
  'left',
  'ended',
  'removed',
  'everyoneLeft',
  'lobbyTimeout',
  'keepAliveTimeout',
  'gone',
  'unreachable',
  'notRegistered',
  'consentMissing',
  'wrongTenant',
  'meetingNotFound',
  'refused',
  'busy',
  'mediaFailed',
  'noSignaling',
  'unknown',
] as const;

const known: ReadonlySet<string> = new Set(endingReasons);

/** Why a call ended and what to do next, in words; a reason we cannot name gets the text of an unknown one. */
export const endedSentence = (text: Text, ending: Ending): string =>
  text(`call.ended.${known.has(ending.reason) ? ending.reason : 'unknown'}`);
