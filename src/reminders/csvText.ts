/** The bytes of a file as text, or what the file is instead. Pure. */
import type { ImportProblem } from './import.ts';

/** How other files begin. */
const beginnings: readonly [why: string, bytes: readonly number[]][] = [
  // A zip, as every .xlsx is, and the older .xls.
  ['workbook', [0x50, 0x4b, 0x03, 0x04]],
  ['workbook', [0xd0, 0xcf, 0x11, 0xe0]],
  ['utf16', [0xff, 0xfe]],
  ['utf16', [0xfe, 0xff]],
];

/** The text, a line always ended by \n, a byte order mark left out; or why it is none in UTF-8. Never throws. */
export function decoded(bytes: Uint8Array): string | { problem: ImportProblem } {
  const begins = beginnings.find(([, start]) => start.every((byte, index) => bytes[index] === byte));
  if (begins) return { problem: { key: `import.file.${begins[0]}` } };
  if (bytes.includes(0)) return { problem: { key: 'import.file.binary' } };
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/\r\n?/g, '\n');
    return text.trim() ? text : { problem: { key: 'import.file.empty' } };
  } catch {
    return { problem: { key: 'import.file.notUtf8' } };
  }
}
