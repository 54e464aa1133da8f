/** The forms of ids and links that Teams and Graph use. */
import { createHash, randomInt, randomUUID } from 'node:crypto';

/** `19:meeting_<base64 of a guid>@thread.v2`, the chat of a private meeting. */
export function meetingThread(): string {
  return `19:meeting_${Buffer.from(randomUUID()).toString('base64').replaceAll('=', '')}@thread.v2`;
}

/** An onlineMeeting id: base64 of `1*{organizer}*{messageId}**{threadId}`, as Graph's own decode. */
export function onlineMeetingId(organizerId: string, messageId: string, threadId: string): string {
  return Buffer.from(`1*${organizerId}*${messageId}**${threadId}`).toString('base64');
}

/** The number people type to join, twelve digits. */
export const newJoinMeetingId = (): string =>
  `2${randomInt(10 ** 11)
    .toString()
    .padStart(11, '0')}`;

export function newPasscode(): string {
  const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789';
  return Array.from({ length: 8 }, () => letters[randomInt(letters.length)]).join('');
}

/** A calendar event's id: long, url-safe base64 starting with AAMk, as Exchange's. */
export function newEventId(): string {
  const random = createHash('sha512').update(randomUUID()).digest('base64url');
  return `AAMkAG${random}${random.slice(0, 20)}AAA=`;
}

/** The long form of a join link, percent-encoded in lower case as Teams writes it. */
export function longJoinUrl(
  threadId: string,
  messageId: string,
  tenantId: string,
  organizerId: string,
): string {
  const encode = (text: string) =>
    encodeURIComponent(text).replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase());
  const context = encode(JSON.stringify({ Tid: tenantId, Oid: organizerId }));
  return `https://teams.microsoft.com/l/meetup-join/${encode(threadId)}/${messageId}?context=${context}`;
}

export function shortJoinUrl(joinMeetingId: string, passcode: string | null): string {
  return `https://teams.microsoft.com/meet/${joinMeetingId}${passcode ? `?p=${passcode}` : ''}`;
}

/** A join link with whatever percent-encoding it carries taken off, for comparing. */
export function plainUrl(url: string): string {
  let plain = url.trim();
  for (let round = 0; round < 3; round++) {
    try {
      const decoded = decodeURIComponent(plain);
      if (decoded === plain) break;
      plain = decoded;
    } catch {
      break;
    }
  }
  return plain.toLowerCase();
}
