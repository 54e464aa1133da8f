/** What Graph says of a call, by notification or by answer, in our own words. Pure types. */
import type { GraphCallState } from './call.ts';
import type { ToneNews } from './talk.ts';

/** What one failed Graph request said. `status` 0: no answer at all (timeout, reset, refused). */
export interface Failure {
  status: number;
  code: string;
  message: string;
  /** Graph's request-id, or our client-request-id: the reference for support. */
  reference: string;
  /** The Retry-After header in milliseconds, where Graph sent one. */
  retryAfterMs?: number | null;
}

/** Graph's resultInfo. */
export interface ResultInfo {
  code: number;
  subcode: number;
  message: string;
}

/** The call resource of a notification or a GET, only what it really carried (a missing field says nothing). */
export interface CallNews {
  graphId: string;
  state?: GraphCallState;
  myParticipantId?: string;
  result?: ResultInfo;
  /** mediaState.audio, where it was told. */
  audio?: 'active' | 'inactive';
  tone?: ToneNews;
}
