/**
 * From the wire to events: what a body posted to `callbackUri` says.
 * https://learn.microsoft.com/graph/api/resources/commsnotification
 * Nothing here throws; a caller that proved to be Graph may still send what we do not know yet.
 */
import { z } from 'zod';
import { normalGuid } from '../lib/ids.ts';
import { type Arrival, arrivalOf } from './arrival.ts';
import type { CallEvent, Participant } from './call.ts';
import { recordingText, wireRecording } from './recording.ts';
import { callNews, participantOf, wireResult } from './wire.ts';

/**
 * One piece of news: for the call with this id of Graph's (normalised), or of a kind that we do not know. `arrival`: it is
 * the first of a call that comes in.
 */
export type Notification = { callKey: string; event: CallEvent; arrival?: Arrival } | { unknown: string };

const envelope = z.object({
  '@odata.type': z
    .string()
    .regex(/commsNotifications$/i)
    .optional(),
  value: z.array(z.unknown()),
});

const item = z.object({
  changeType: z.string().catch('updated'),
  resource: z.string().nullish().catch(null),
  resourceUrl: z.string().nullish().catch(null),
  resourceData: z.unknown().optional(),
});
type Item = z.infer<typeof item>;

/** Seals a text about a call (Graph's id, normalised). */
export type SealAbout = (text: string, about: string) => string;

/** `/app/calls/{id}/participants`, `communications/calls/{id}`, with or without a host and version before it. */
const place = /(?:^|\/)(?:app|communications)\/calls\/([^/?]+)(?:\/([^/?]+))?(?:\/([^/?]+))?/i;

/**
 * The news in a parsed JSON body, in the order it was sent. 'legacy': no commsNotifications at all, the old Skype
 * format of a first delivery; answered with 204, it comes again in Graph's format.
 * @param seal hides from who reads the database where a recording is and the key to it
 */
export function readNotifications(body: unknown, seal: SealAbout): Notification[] | 'legacy' {
  const outer = envelope.safeParse(body);
  if (!outer.success) return 'legacy';
  return outer.data.value.flatMap((entry) => {
    const one = item.safeParse(entry);
    return one.success ? readItem(one.data, seal) : [{ unknown: 'malformed' }];
  });
}

function readItem(news: Item, seal: SealAbout): Notification[] {
  const path = place.exec(news.resourceUrl ?? '') ?? place.exec(news.resource ?? '');
  const [, callId, part, partId] = path ?? [];
  // An id goes into a query as it is, and PostgreSQL takes no NUL.
  if (!callId || !/^[\x21-\x7e]{1,200}$/.test(callId)) return [{ unknown: 'notAboutACall' }];
  const callKey = normalGuid(callId);
  switch (part?.toLowerCase()) {
    case undefined: {
      const arrival = news.changeType.toLowerCase() === 'created' ? arrivalOf(news.resourceData) : null;
      if (arrival) return [{ callKey, event: { kind: 'incomingCall' }, arrival }];
      const kind = news.changeType.toLowerCase() === 'deleted' ? 'callDeleted' : 'callUpdated';
      return [{ callKey, event: { kind, news: callNews(callKey, news.resourceData) } }];
    }
    case 'participants':
      return [{ callKey, event: roster(callKey, news.resourceData, partId) }];
    case 'operations':
      return operation(callKey, { news, partId, seal }).map((event) => ({ callKey, event }));
    default:
      // The last word of a path of Graph's, never its content.
      return [{ unknown: part?.slice(0, 40) ?? '' }];
  }
}

/** The whole roster; news of one participant alone, or none at all, only tells us to ask. */
function roster(graphId: string, data: unknown, partId: string | undefined): CallEvent {
  if (partId !== undefined || data === null || typeof data !== 'object') return { kind: 'doubted' };
  const entries: unknown[] = Array.isArray(data) ? data : [data];
  if (!Array.isArray(data) && /deltaParticipants$/i.test(String(Reflect.get(data, '@odata.type')))) {
    return { kind: 'doubted' };
  }
  const participants = entries.map(participantOf).filter((one): one is Participant => one !== null);
  if (entries.length > 0 && participants.length === 0) return { kind: 'doubted' };
  return { kind: 'rosterUpdated', graphId, participants, sequence: highestSequence(entries) };
}

const sequenced = z.object({ rosterSequenceNumber: z.coerce.number().int() });

function highestSequence(entries: unknown[]): number | null {
  const numbers = entries.flatMap((entry) => sequenced.safeParse(entry).data?.rosterSequenceNumber ?? []);
  return numbers.length > 0 ? Math.max(...numbers) : null;
}

const wireOperation = z.object({
  id: z.string().nullish().catch(null),
  status: z.string().nullish().catch(null),
  clientContext: z.string().nullish().catch(null),
  resultInfo: wireResult.nullish().catch(null),
  /** Of sendDtmfTones, whose status is `completed` even when it failed. */
  completionReason: z.string().nullish().catch(null),
});

/** Only an ended operation is news: `deleted`, or a status that says so. */
function operation(
  graphId: string,
  { news, partId, seal }: { news: Item; partId: string | undefined; seal: SealAbout },
): CallEvent[] {
  const found = wireOperation.safeParse(news.resourceData).data;
  const status = found?.status?.toLowerCase();
  const ended = news.changeType.toLowerCase() === 'deleted' || status === 'completed' || status === 'failed';
  if (!ended) return [];
  const result = found?.resultInfo ?? null;
  const succeeded = /^(completedSuccessfully)?$/i.test(found?.completionReason ?? '');
  const recording = wireRecording.safeParse(news.resourceData).data;
  return [
    {
      kind: 'operationEnded',
      graphId,
      operationId: found?.id ?? partId ?? '',
      context: found?.clientContext ?? null,
      ok: status !== 'failed' && (result?.code ?? 200) < 400 && succeeded,
      result,
      ...(recording && { recording: seal(recordingText(recording), graphId) }),
    },
  ];
}
