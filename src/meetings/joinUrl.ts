/**
 * Finds and reads a Teams join link, or a meeting ID with its passcode, anywhere in a sentence. Pure.
 * Long form: https://teams.microsoft.com/l/meetup-join/{threadId}/{messageId}?context={"Tid","Oid"[,"MessageId"]},
 * percent-encoded once or twice (https://learn.microsoft.com/graph/api/resources/call). Short form:
 * https://teams.microsoft.com/meet/{id}?p={passcode}, which names no thread, organizer or tenant.
 */
import { isGuid } from '../lib/guid.ts';
import { looksLikeTeams } from './lookalike.ts';

export type JoinLink =
  | {
      kind: 'long';
      threadId: string;
      /** "0" for a scheduled meeting, the post's id in a channel. */
      messageId: string;
      /** Entra object ids, lower case. */
      organizerId: string;
      tenantId: string;
      replyChainMessageId?: string;
      /** As Teams writes it: encoded once, in small letters, without the safelink around it. */
      url: string;
    }
  | { kind: 'short'; joinMeetingId: string; passcode: string | null; url: string }
  | { kind: 'meetingId'; joinMeetingId: string; passcode: string | null }
  /** teams.live.com: a personal account's meeting, which no app can join. */
  | { kind: 'consumer' }
  /** A Teams address that is no meeting, or one that was cut off. */
  | { kind: 'broken'; host: string }
  | { kind: 'notTeams'; host: string }
  /** An address that wants to be taken for Teams'. */
  | { kind: 'lookalike'; host: string }
  | { kind: 'none' };

const teamsHosts = [
  'teams.microsoft.com',
  'teams.microsoft.us',
  'gov.teams.microsoft.us',
  'dod.teams.microsoft.us',
  'teams.cloud.microsoft',
];
const consumerHosts = ['teams.live.com'];
const thread = /^19:[^\s/?#]{1,300}@[a-z0-9.]{1,40}$/i;
const longestText = 20_000;

/** The first link that is a meeting's; without one, what is wrong with the first link; then a meeting ID in words. */
export function readJoinLink(text: string): JoinLink {
  const said = text.slice(0, longestText).replace(/&amp;/gi, '&');
  const links = [
    ...said.matchAll(
      /(?:https?:\/\/|(?<![\p{L}\p{N}@./-])(?=[\w.-]*teams[\w.-]*\.[a-z]{2,}\/))(?:[^\s<>"{]|\{[^{}\s]{0,400}\}|\{)+/giu,
    ),
  ];
  const read = links.map(([address]) => readAddress(unwrapped(trimmed(address)), 3));
  const good = read.find(({ kind }) => kind === 'long' || kind === 'short');
  return good ?? read[0] ?? readMeetingId(said);
}

/** A link ends before the punctuation of the sentence around it. */
const trimmed = (address: string): string => address.replace(/[),.;:!?'”’»\]>]+$/u, '');

const unwrapped = (address: string): string => (/^https?:/i.test(address) ? address : `https://${address}`);

function readAddress(address: string, depth: number): JoinLink {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return { kind: 'broken', host: '' };
  }
  const host = url.hostname.toLowerCase().replace(/\.$/, '');
  if (host.endsWith('.safelinks.protection.outlook.com')) {
    const inner = decodings(url.searchParams.get('url') ?? '').find((text) => /^https?:\/\//i.test(text));
    return inner && depth > 0 ? readAddress(inner, depth - 1) : { kind: 'broken', host };
  }
  if (consumerHosts.includes(host)) return { kind: 'consumer' };
  const teams = teamsHosts.includes(host);
  // https://teams.microsoft.com@evil.example and https://me@teams.microsoft.com are both no link that Teams made.
  if (url.username || url.password || (teams && url.port)) return { kind: 'lookalike', host };
  if (!teams) return { kind: looksLikeTeams(host) ? 'lookalike' : 'notTeams', host };
  return readShort(url) ?? readLong(url, depth) ?? { kind: 'broken', host };
}

function readShort(url: URL): JoinLink | null {
  const id = /^\/(?:v2\/)?meet\/(\d{6,20})\/?$/.exec(url.pathname)?.[1];
  if (!id) return null;
  const passcode = url.searchParams.get('p') || null;
  const query = passcode ? `?p=${encodeURIComponent(passcode)}` : '';
  return { kind: 'short', joinMeetingId: id, passcode, url: `https://${url.hostname}/meet/${id}${query}` };
}

function readLong(url: URL, depth: number): JoinLink | null {
  const whole = url.pathname + url.search;
  // Teams' own launcher carries the address in a parameter.
  const inner = url.pathname.startsWith('/dl/launcher/') ? url.searchParams.get('url') : null;
  if (inner && depth > 0) return readLauncher(url, inner, depth);
  for (const path of decodings(whole)) {
    const match = /^\/(?:_#\/)?l\/meetup-join\/([^/?]+)\/([^/?]+)\/?\?(?:.*&)?context=([^&]*)/.exec(path);
    const found = match && coordinates(match[1] ?? '', match[2] ?? '', match[3] ?? '');
    if (found) return { ...found, url: canonical(url.hostname, found) };
  }
  return null;
}

function readLauncher(url: URL, inner: string, depth: number): JoinLink | null {
  const path = decodings(inner)
    .map((text) => text.replace(/^\/_#/, ''))
    .find((text) => text.startsWith('/'));
  return path ? readAddress(`https://${url.hostname}${path}`, depth - 1) : null;
}

/** The text as it is and with percent-encoding taken off once and twice. */
function decodings(text: string): string[] {
  const all = [text];
  for (let times = 0; times < 3; times += 1) {
    try {
      all.push(decodeURIComponent(all.at(-1) ?? ''));
    } catch {
      break;
    }
  }
  return all;
}

type Coordinates = Omit<Extract<JoinLink, { kind: 'long' }>, 'url'>;

function coordinates(thread_: string, message: string, context: string): Coordinates | null {
  const threadId = decodings(thread_).find((text) => thread.test(text));
  const messageId = decodings(message).find((text) => /^\d{1,20}$/.test(text));
  if (!threadId || !messageId) return null;
  for (const text of decodings(context)) {
    try {
      const { Tid, Oid, MessageId } = JSON.parse(text) as Record<string, unknown>;
      if (typeof Tid !== 'string' || typeof Oid !== 'string' || !isGuid(Tid) || !isGuid(Oid)) continue;
      const reply = typeof MessageId === 'string' && /^\d{1,20}$/.test(MessageId) ? MessageId : null;
      return {
        kind: 'long',
        threadId,
        messageId,
        organizerId: Oid.toLowerCase(),
        tenantId: Tid.toLowerCase(),
        ...(reply && { replyChainMessageId: reply }),
      };
    } catch {
      // Still encoded, or no JSON at all.
    }
  }
  return null;
}

function canonical(host: string, found: Coordinates): string {
  const { threadId, messageId, tenantId, organizerId, replyChainMessageId } = found;
  const reply = replyChainMessageId ? { MessageId: replyChainMessageId } : {};
  const context = encoded(JSON.stringify({ Tid: tenantId, Oid: organizerId, ...reply }));
  return `https://${host}/l/meetup-join/${encoded(threadId)}/${messageId}?context=${context}`;
}

const spokenId = /(?<![\p{L}\p{N}+])(\d(?:[ \u00a0-]?\d){8,14})(?![\p{L}\p{N}])/u;
const spokenPasscode =
  /^[\s,;(]*(?:and\s+|with\s+)?(?:the\s+)?(?:(?:pass\s?code|password|pin|code)(?:\s+is)?\s*[:=]?|p\s*[:=])\s*([A-Za-z0-9]{4,16})(?![\p{L}\p{N}])/iu;
/** Without a word before it only what is no ordinary word: digits in it, or capitals inside. */
const barePasscode =
  /^[\s,;/]+(?=[A-Za-z]*\d|[A-Za-z]*[a-z][A-Z]|[A-Za-z]*[A-Z]{2})([A-Za-z0-9]{4,16})(?![\p{L}\p{N}])/u;

/** Teams writes the digits small, and a filter of Graph may compare letter by letter. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase());

/** "Meeting ID: 123 456 789 012 Passcode: Ab3xYz" as invitations write it, and shorter ways to say it. */
function readMeetingId(text: string): JoinLink {
  const id = spokenId.exec(text);
  if (!id?.[1]) return { kind: 'none' };
  const after = text.slice(id.index + id[0].length);
  const passcode = spokenPasscode.exec(after)?.[1] ?? barePasscode.exec(after)?.[1] ?? null;
  return { kind: 'meetingId', joinMeetingId: id[1].replace(/\D/g, ''), passcode };
}

/**
 * What makes two joins the same meeting, whichever way it was named. The thread where it is known: it is the
 * meeting's own, while a meeting ID is known only from some links. A channel is one thread for all of its meetings,
 * so there the message counts too.
 * @throws RangeError where neither is known
 */
export function meetingKey(known: {
  threadId?: string | null;
  messageId?: string | null;
  joinMeetingId?: string | null;
}): string {
  const message = known.messageId && known.messageId !== '0' ? `;${known.messageId}` : '';
  if (known.threadId) return `thread:${known.threadId.toLowerCase()}${message}`;
  if (known.joinMeetingId) return `id:${known.joinMeetingId.replace(/\D/g, '')}`;
  throw new RangeError('A meeting is known by its thread or its meeting ID; neither was given.');
}
