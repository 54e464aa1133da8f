/** Where a recording is, and the key to it: never in a row, an event or a log but sealed, as one text. Pure. */
import { z } from 'zod';

/** Of Graph's recordOperation, once it has ended: https://learn.microsoft.com/graph/api/resources/recordoperation */
export const wireRecording = z.object({
  recordingLocation: z.string().min(1),
  recordingAccessToken: z.string().min(1),
});
export type Recording = z.infer<typeof wireRecording>;

/** What is to be sealed. */
export const recordingText = ({ recordingLocation, recordingAccessToken }: Recording): string =>
  JSON.stringify({ recordingLocation, recordingAccessToken });

/** Back from what was unsealed; null where that is none. */
export function recordingOf(text: string | null): Recording | null {
  try {
    return wireRecording.safeParse(JSON.parse(text ?? 'null')).data ?? null;
  } catch {
    return null;
  }
}
