import type { Ending } from '../../calling/call.ts';
import { endingReasons } from '../../calling/ending.ts';
import type { Text } from '../../locales/text.ts';

const known: ReadonlySet<string> = new Set(endingReasons);

/** Why a call ended and what to do next, in words; a reason we cannot name gets the text of an unknown one. */
export const endedSentence = (text: Text, ending: Ending): string =>
  text(`call.ended.${known.has(ending.reason) ? ending.reason : 'unknown'}`);
