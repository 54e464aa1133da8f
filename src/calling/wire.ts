/**
 * Graph's call, participant and resultInfo, as notifications and answers carry them, brought to our own words. Tolerant
 * where Microsoft's own samples disagree: ids dashed or not, enums in any case, numbers as strings, `subCode`.
 */
import { z } from 'zod';
import { tones } from '../ivr/tone.ts';
import { normalGuid } from '../lib/ids.ts';
import type { GraphCallState, Participant } from './call.ts';
import type { CallNews, ResultInfo } from './news.ts';

const states: readonly GraphCallState[] = [
  'incoming',
  'establishing',
  'established',
  'hold',
  'transferring',
  'transferAccepted',
  'redirecting',
  'terminating',
  'terminated',
];

const whole = z.coerce.number().int().catch(0);

export const wireResult = z
  .object({
    code: whole,
    subcode: whole.optional(),
    subCode: whole.optional(),
    message: z.string().nullish().catch(null),
  })
  .transform(
    (info): ResultInfo => ({
      code: info.code,
      subcode: info.subcode ?? info.subCode ?? 0,
      message: info.message ?? '',
    }),
  );

/** OData may write an Int64 as a string; a number that JSON cannot hold would come back from the database as none. */
const int64 = z.union([
  z.number().int(),
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
]);

/** A call resource; every field but the id may be missing, and what is missing says nothing. */
const wireCall = z.object({
  state: z.string().nullish().catch(null),
  myParticipantId: z.string().nullish().catch(null),
  resultInfo: wireResult.nullish().catch(null),
  mediaState: z
    .object({ audio: z.string().nullish().catch(null) })
    .nullish()
    .catch(null),
  toneInfo: z.object({ sequenceId: int64, tone: z.string() }).nullish().catch(null),
});

const audioStates = ['active', 'inactive'] as const;

/**
 * What a call resource says.
 * @param callId Graph's id of the call, in any spelling
 */
export function callNews(callId: string, data: unknown): CallNews {
  const call = wireCall.safeParse(data).data;
  const state = known(states, call?.state);
  const audio = known(audioStates, call?.mediaState?.audio);
  const tone = known(tones, call?.toneInfo?.tone);
  return {
    graphId: normalGuid(callId),
    ...(state && { state }),
    ...(call?.myParticipantId && { myParticipantId: call.myParticipantId }),
    ...(call?.resultInfo && { result: call.resultInfo }),
    ...(audio && { audio }),
    ...(tone && call?.toneInfo && { tone: { sequenceId: call.toneInfo.sequenceId, tone } }),
  };
}

/** The one of our words that Graph's is, in whatever case. */
const known = <Word extends string>(words: readonly Word[], word: string | null | undefined) =>
  words.find((one) => one.toLowerCase() === word?.toLowerCase());

const wireIdentity = z.object({
  id: z.string().nullish().catch(null),
  displayName: z.string().nullish().catch(null),
});
const identity = wireIdentity.nullish().catch(null);

/** Microsoft's sample writes `ApplicationType`, where Graph's own names begin with a small letter. */
const application = wireIdentity
  .extend({
    ApplicationType: z.string().nullish().catch(null),
    applicationType: z.string().nullish().catch(null),
  })
  .nullish()
  .catch(null);

const wireParticipant = z.object({
  id: z.string().min(1),
  info: z
    .object({
      identity: z
        .object({
          user: identity,
          guest: identity,
          phone: identity,
          application,
          applicationInstance: identity,
          encrypted: identity,
        })
        .nullish()
        .catch(null),
    })
    .nullish()
    .catch(null),
  isInLobby: z.boolean().nullish().catch(null),
  isMuted: z.boolean().nullish().catch(null),
  mediaStreams: z
    .array(z.object({ serverMuted: z.boolean().nullish().catch(null) }))
    .nullish()
    .catch(null),
  removedState: z.object({}).nullish().catch(null),
});

/**
 * A participant resource as Rollcall needs it; null for what is none, for one who was removed (`removedState` of
 * https://learn.microsoft.com/graph/api/resources/participant), and for the large gallery, which is a picture of everybody
 * and nobody (https://learn.microsoft.com/graph/cloud-communications-identifylargegalleryview).
 */
export function participantOf(data: unknown): Participant | null {
  const parsed = wireParticipant.safeParse(data);
  if (!parsed.success || parsed.data.removedState) return null;
  const { id, info, isInLobby, isMuted, mediaStreams } = parsed.data;
  const { ApplicationType, applicationType } = info?.identity?.application ?? {};
  if ((applicationType ?? ApplicationType)?.startsWith('LargeGallery')) return null;
  return {
    id,
    ...whoIs(info?.identity ?? {}),
    inLobby: isInLobby === true,
    muted: isMuted === true || (mediaStreams ?? []).some((stream) => stream.serverMuted === true),
  };
}

type Identity = z.infer<typeof identity>;
type IdentitySet = Partial<
  Record<'user' | 'guest' | 'phone' | 'application' | 'applicationInstance', Identity>
>;

function whoIs(set: IdentitySet): Pick<Participant, 'personId' | 'name' | 'kind'> {
  const named = (kind: Participant['kind'], found: NonNullable<Identity>) => ({
    kind,
    personId: found.id?.toLowerCase() ?? null,
    name: found.displayName ?? (kind === 'phone' ? (found.id ?? '') : ''),
  });
  if (set.user) return named('user', set.user);
  if (set.guest) return named('guest', set.guest);
  if (set.phone) return named('phone', set.phone);
  if (set.application) return named('application', set.application);
  if (set.applicationInstance) return named('application', set.applicationInstance);
  return { kind: 'unknown', personId: null, name: '' };
}
