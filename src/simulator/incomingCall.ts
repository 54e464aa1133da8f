/** Somebody calls the bot: who they are to it, whom they asked for, and the leg that comes of it. */
import type { Context } from './context.ts';
import type { Attendance, SimulatedCall, SimulatedMeeting } from './model.ts';
import { makeRoom } from './newMeeting.ts';
import type { Json } from './shape.ts';

export interface IncomingCall {
  /** An id, UPN or name of the cast, a number in E.164, another application's id, or `anonymous`. */
  from: string;
  /** The bot's id, or the id or the number of its resource account; the bot's when left out. */
  to?: string;
  /** `['audio']` when left out; a video call has `video` too. */
  modalities?: string[];
  /** By id, thread, link or number: the bot is invited into this meeting. */
  meeting?: string;
  /** BCP 47; the caller's own when left out. */
  languageId?: string;
  /** Hides the source even from an application with the permissions to see it. */
  encrypted?: boolean;
  /** The first delivery is in Skype's format. */
  legacyFirst?: boolean;
}

/** With one of them the source comes decrypted (learn.microsoft.com/graph/api/call-answer). */
const decrypting = [
  'Calls.AccessMedia.All',
  'Calls.Initiate.All',
  'Calls.InitiateGroupCall.All',
  'Calls.JoinGroupCall.All',
  'Calls.JoinGroupCallAsGuest.All',
];

const tag = (name: string) => `#microsoft.graph.${name}`;
const identity = (id: string, displayName: string | null, more: Json = {}): Json => ({
  '@odata.type': tag('identity'),
  id,
  displayName,
  ...more,
});

type Caller = Attendance['person'] & { languageId: string };

/** @throws RangeError for somebody who is neither of the cast nor a number, an application or `anonymous`. */
function callerOf({ world }: Context, from: string): Caller {
  const person = world.person(from);
  if (person) return person;
  const languageId = 'en-US';
  // Teams hands a suppressed number on under this name; no page of Graph shows one.
  if (from === 'anonymous') return { id: 'anonymous', name: 'Anonymous', kind: 'phone', languageId };
  if (/^\+[1-9]\d{1,14}$/.test(from)) return { id: from, name: from, kind: 'phone', languageId };
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(from)) {
    return { id: from.toLowerCase(), name: 'Another bot', kind: 'application', languageId };
  }
  throw new RangeError(`Nobody is called "${from}": an id, UPN, name, number or "anonymous".`);
}

function sourceOf(context: Context, caller: Caller, wanted: IncomingCall): Json {
  const { options, permissions } = context;
  const { id, name, kind } = caller;
  const hidden = wanted.encrypted || !decrypting.some((permission) => permissions.has(permission));
  const sealed = Buffer.from(`${options.tenantId}/${id}`).toString('base64url');
  const set = hidden
    ? { encrypted: identity(sealed, null) }
    : { [kind]: identity(id, name, kind === 'user' ? { tenantId: options.tenantId } : {}) };
  return {
    '@odata.type': tag('participantInfo'),
    identity: { '@odata.type': tag('identitySet'), ...set },
    endpointType: 'default',
    region: 'emea',
    languageId: wanted.languageId ?? caller.languageId,
  };
}

/** The bot, or the resource account through which it is reached. @throws RangeError for neither. */
function calleeOf({ options, settings }: Context, to = options.botId): { id: string; instance: boolean } {
  const { applicationInstanceId, applicationInstancePhone } = settings;
  const id = to.toLowerCase();
  if (id === options.botId.toLowerCase()) return { id: options.botId, instance: false };
  if (id && (id === applicationInstanceId.toLowerCase() || id === applicationInstancePhone)) {
    return { id: applicationInstanceId, instance: true };
  }
  throw new RangeError(`"${to}" is neither the bot nor its resource account.`);
}

function meetingOf({ world }: Context, key: string): SimulatedMeeting {
  const meeting = world.meeting(key);
  if (!meeting) throw new RangeError(`There is no meeting "${key}".`);
  return meeting;
}

/** How a bot that is invited learns where: as it would join by itself. */
const coordinatesOf = (
  { options: { tenantId } }: Context,
  { threadId, messageId, organizerId }: SimulatedMeeting,
): Json => ({
  chatInfo: { '@odata.type': tag('chatInfo'), threadId, messageId },
  meetingInfo: {
    '@odata.type': tag('organizerMeetingInfo'),
    organizer: { '@odata.type': tag('identitySet'), user: identity(organizerId, null, { tenantId }) },
  },
});

/** Rings the bot at its registration webhook. @throws RangeError for a caller, callee or meeting there is none of. */
export function callBot(context: Context, wanted: IncomingCall): SimulatedCall {
  const caller = callerOf(context, wanted.from);
  const { id, instance } = calleeOf(context, wanted.to);
  const { world, url, calls, settings } = context;
  const meeting = wanted.meeting === undefined ? null : meetingOf(context, wanted.meeting);
  const room = meeting?.room ?? makeRoom(null, true);
  if (!meeting) world.enter(room, caller);
  const slot = instance ? 'applicationInstance' : 'application';
  const target = {
    '@odata.type': tag('invitationParticipantInfo'),
    identity: { '@odata.type': tag('identitySet'), [slot]: identity(id, 'Rollcall') },
    endpointType: 'default',
  };
  const leg = {
    room,
    callbackUri: new URL(settings.callsWebhook, url).href,
    request: {
      targets: [target],
      requestedModalities: wanted.modalities ?? ['audio'],
      ...(meeting ? coordinatesOf(context, meeting) : {}),
    },
    inLobby: false,
    incoming: { source: sourceOf(context, caller, wanted) },
    applicationInstanceId: instance ? id : null,
  };
  return calls.receive(leg, wanted.legacyFirst ?? false);
}
