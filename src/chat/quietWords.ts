/** "22:00-7:00", "10pm to 7am": quiet hours as people type them. Pure. */

const time = '(\\d{1,2})(?:[:.h](\\d{2}))?\\s*([ap]\\.?m\\.?|h)?';
const range = new RegExp(`^(?:from\\s+|between\\s+)?${time}\\s*(?:[-–—]|to|till|until|and)\\s*${time}$`, 'i');

/** `from` and `to` as "22:00", or 'off'; null for words that say neither, and for no time at all between them. */
export function readQuietWords(rest: string): { from: string; to: string } | 'off' | null {
  const words = rest.trim().replace(/[.!]+$/, '');
  if (/^off$/i.test(words)) return 'off';
  const match = range.exec(words);
  const from = match && clock(match[1], match[2], match[3]);
  const to = match && clock(match[4], match[5], match[6]);
  return from && to && from !== to ? { from, to } : null;
}

function clock(hours = '', minutes = '00', half = ''): string | null {
  const said = Number(hours);
  const meridiem = /^[ap]/i.exec(half)?.[0].toLowerCase();
  if (meridiem && (said < 1 || said > 12)) return null;
  const hour = meridiem ? (said % 12) + (meridiem === 'p' ? 12 : 0) : said % 24;
  if (said > 24 || Number(minutes) > 59 || (said === 24 && Number(minutes) > 0)) return null;
  return `${String(hour).padStart(2, '0')}:${minutes}`;
}
