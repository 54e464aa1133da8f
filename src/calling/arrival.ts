/**
 * A call that comes in, as its first notification tells it: who calls, whom they wanted, and how. Tolerant as wire.ts is:
 * a caller whom Graph does not name is nobody known, not a mistake.
 * https://learn.microsoft.com/graph/api/call-answer
 */
import { z } from 'zod';
import type { Caller, Facts } from '../frontdesk/frontDesk.ts';

/** What a `created` notification says of a call that comes in. */
export interface Arrival {
  caller: Caller;
  callee: Facts['callee'];
  video: boolean;
  /** Rollcall is invited into a call of several. */
  group: boolean;
  subject: string;
  myParticipantId: string | null;
}

/** Letters. No name or id is longer; an index takes no more than this, and what is spoken has its limit, too. */
const longest = 500;

const text = z
  .string()
  .transform((written) => written.slice(0, longest))
  .nullish()
  .catch(null);
const identity = z.object({ id: text, displayName: text, tenantId: text }).nullish().catch(null);
const kinds = [
  'user',
  'guest',
  'phone',
  'application',
  'applicationInstance',
  'anonymous',
  'encrypted',
] as const;
const identitySet = z
  .object(
    Object.fromEntries(kinds.map((kind) => [kind, identity])) as Record<
      (typeof kinds)[number],
      typeof identity
    >,
  )
  .nullish()
  .catch(null);

const wireArrival = z.object({
  state: text,
  direction: text,
  subject: text,
  myParticipantId: text,
  source: z.object({ identity: identitySet, languageId: text }).nullish().catch(null),
  targets: z
    .array(z.object({ identity: identitySet }).nullish().catch(null))
    .nullish()
    .catch(null),
  requestedModalities: z.array(z.string()).nullish().catch(null),
  chatInfo: z.object({}).nullish().catch(null),
  meetingInfo: z.object({}).nullish().catch(null),
});

/** What a call resource says of a call that comes in; null where it is about any other. */
export function arrivalOf(data: unknown): Arrival | null {
  const call = wireArrival.safeParse(data).data;
  if (call?.state?.toLowerCase() !== 'incoming' || call.direction?.toLowerCase() === 'outgoing') return null;
  const target = call.targets?.[0]?.identity;
  const wanted = target?.applicationInstance ?? target?.application ?? target?.user;
  return {
    caller: callerOf(call.source?.identity ?? null, call.source?.languageId ?? null),
    callee: { id: wanted?.id?.toLowerCase() ?? null, phone: target?.phone?.id ?? null },
    video: call.requestedModalities?.some((modality) => modality.toLowerCase() === 'video') ?? false,
    group: Boolean(call.chatInfo ?? call.meetingInfo),
    subject: call.subject ?? '',
    myParticipantId: call.myParticipantId ?? null,
  };
}

function callerOf(set: z.infer<typeof identitySet>, languageId: string | null): Caller {
  const found = kinds.find((kind) => set?.[kind]) ?? 'anonymous';
  const one = set?.[found];
  const id = one?.id?.toLowerCase() || null;
  // Teams hands a suppressed number on under this name.
  const hidden = found === 'anonymous' || id === null || id === 'anonymous';
  return {
    kind: hidden ? 'anonymous' : found === 'applicationInstance' ? 'application' : found,
    id: hidden ? null : id,
    name: one?.displayName ?? (found === 'phone' && !hidden ? (id ?? '') : ''),
    tenantId: one?.tenantId?.toLowerCase() ?? null,
    languageId,
  };
}
