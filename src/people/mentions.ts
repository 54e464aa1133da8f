/**
 * What a message says and whom it mentions: Teams writes mentions as `<at>Name</at>` in the text and describes them
 * in the entities. https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/channel-and-group-conversations
 */

import { mentionMark } from '../lib/mentionMark.ts';

export interface Mentioned {
  /** Entra object id, lower case, where Teams gives it; else Teams' own id for this bot (29:...). */
  id: string;
  /** Teams' own id for this bot. */
  mri: string;
  name: string;
}

/** The parts of a Bot Framework activity this reads; everything may be missing or malformed. */
export interface SaidActivity {
  text?: string;
  entities?: unknown;
  recipient?: { id?: string };
}

/**
 * The text without mentions and markup, a `mentionMark` where a person was mentioned, and those people in the order
 * of the text, each once. Mentions of the bot itself are dropped without a trace.
 * @param botId the bot's application id; its mention comes as "28:<id>"
 */
export function readMentions(activity: SaidActivity, botId: string): { text: string; people: Mentioned[] } {
  let text = (activity.text ?? '').replaceAll(mentionMark, ' ');
  const bot = botId.toLowerCase();
  const itself = (mri: string): boolean =>
    mri.toLowerCase().replace(/^28:/, '') === bot || (mri !== '' && mri === activity.recipient?.id);
  const people = new Map<string, Mentioned & { at: number }>();
  for (const mention of mentionsIn(activity.entities)) {
    const at = mention.text ? text.indexOf(mention.text) : -1;
    if (itself(mention.mri)) {
      if (mention.text) text = text.replaceAll(mention.text, ' ');
      continue;
    }
    // Same length, so that the places of the mentions still compare.
    if (at >= 0) text = splice(text, at, mention.text.length);
    const { id, mri, name } = mention;
    const known = people.get(id);
    if (!known) people.set(id, { id, mri, name, at: at < 0 ? Number.MAX_SAFE_INTEGER : at });
  }
  return {
    text: plain(text),
    people: [...people.values()]
      .sort((one, other) => one.at - other.at)
      .map(({ at: _at, ...person }) => person),
  };
}

const splice = (text: string, at: number, length: number): string =>
  text.slice(0, at) + mentionMark + '\u0000'.repeat(Math.max(0, length - 1)) + text.slice(at + length);

interface Raw extends Mentioned {
  text: string;
}

function mentionsIn(entities: unknown): Raw[] {
  if (!Array.isArray(entities)) return [];
  return entities.flatMap((entity) => {
    const { type, text, mentioned } = (entity ?? {}) as Record<string, unknown>;
    if (type !== 'mention' || typeof mentioned !== 'object' || mentioned === null) return [];
    const { id, name, aadObjectId } = mentioned as Record<string, unknown>;
    if (typeof id !== 'string' || !id) return [];
    const object = typeof aadObjectId === 'string' && aadObjectId ? aadObjectId.toLowerCase() : id;
    const said = typeof text === 'string' ? text : '';
    return [
      { id: object, mri: id, name: typeof name === 'string' && name ? name : inside(said), text: said },
    ];
  });
}

const inside = (text: string): string => plain(text).trim();

const named: Record<string, string> = { nbsp: ' ', lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

/** HTML entities read, tags and control characters taken out, white space (not the mention mark) made one space. */
function plain(text: string): string {
  return text
    .replace(/<\/?(?:at|p|div|span|br|b|i|u|strong|em|a|ul|ol|li|pre|code|blockquote)\b[^>]*>/gi, ' ')
    .replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,5}));/gi, (whole, decimal, hex, name) => {
      if (name) return named[String(name).toLowerCase()] ?? whole;
      const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ' ';
    })
    .replaceAll('\u0000', '')
    .replace(/[^\S\u205f]+/g, ' ')
    .replace(/^ +| +$/g, '');
}
