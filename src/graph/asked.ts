/** Answers of the calling API as calling/perform.ts wants them: a failure is a value, an operation in our own words. */
import type { CommsOperation } from '@microsoft/microsoft-graph-types';
import type { Operation } from '../calling/effect.ts';
import type { Failure } from '../calling/news.ts';
import type { Asked } from '../calling/perform.ts';
import { GraphError } from './errors.ts';

/** The fields of a Graph error that a call's machine, and its row, keep. */
export function failureOf({ status, code, message, reference, retryAfterMs }: GraphError): Failure {
  return { status, code, message, reference, ...(retryAfterMs === null ? {} : { retryAfterMs }) };
}

/** What a request gave: its value, or why Graph gave none. */
export async function asked<Value>(ask: () => Promise<Value>): Promise<Asked<Value>> {
  try {
    return { ok: true, value: await ask() };
  } catch (error) {
    // Anything else is a mistake of ours and must be seen as one.
    if (!(error instanceof GraphError)) throw error;
    return { ok: false, failure: failureOf(error) };
  }
}

/**
 * An operation as answered. The metadata spells the status `Completed`, pages and samples `completed`; the id can be
 * null in the body and stand in the Location alone.
 */
export function operationOf(operation: CommsOperation | undefined, location: string | null): Operation {
  const status = String(operation?.status ?? '').toLowerCase();
  const info = operation?.resultInfo;
  const named = location?.match(/\/operations\/([^/?]+)\/?$/)?.[1];
  return {
    operationId: operation?.id ?? (named ? decodeURIComponent(named) : null),
    ended: status === 'completed' || status === 'failed',
    ok: status === 'completed',
    result: info
      ? { code: Number(info.code ?? 0), subcode: Number(info.subcode ?? 0), message: info.message ?? '' }
      : null,
  };
}
