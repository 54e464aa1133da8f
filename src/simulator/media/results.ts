/**
 * How media operations end. 200/0, 200/8515 and 400/8508 are Graph's own pages; the other subcodes are those of
 * Azure's Call Automation, which runs on the same service (its table of generic subcodes).
 */
import type { ResultInfo } from '../model.ts';

const result = (code: number, subcode: number, message: string): ResultInfo => ({ code, subcode, message });

export const played = result(200, 0, 'Action completed successfully.');
export const fellSilent = result(200, 8509, 'Action completed, max silence timeout reached.');
export const stopped = result(200, 8514, 'Action completed, stop tone detected.');
export const lastedTooLong = result(200, 8515, 'Action completed, max record duration reached.');
export const cancelled = result(400, 8508, 'Action failed, the operation was cancelled.');
export const nothingSaid = result(400, 8510, 'Action failed, initial silence timeout reached.');
export const wrongFormat = (why: string) => result(400, 8535, `Action failed, invalid file format. ${why}`);
export const notFetched = (why: string) => result(400, 8536, `Action failed, file download failed. ${why}`);
