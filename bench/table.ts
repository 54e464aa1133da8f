/** The rows that measures come to, and how they are printed. Pure. */

/** What one figure is, what it stands beside, and what it must come to. */
export interface Row {
  /** 1 to 7, as the measures are numbered. */
  measure: number;
  what: string;
  unit: string;
  /** What the floor needs for it; null where nothing stands beside. */
  floor: number | null;
  rollcall: number;
  /**
   * `ratio`: Rollcall's figure through the floor's; `value`: Rollcall's figure itself. Neither limit: told, not judged.
   */
  target: { of: 'ratio' | 'value'; atLeast?: number; atMost?: number } | null;
}

/** Rollcall's figure through the floor's; null where there is no floor. */
export const ratioOf = ({ floor, rollcall }: Row): number | null =>
  floor === null ? null : rollcall / floor;

/** Whether the target is met; null where there is none. */
export function isHeld(row: Row): boolean | null {
  const { target } = row;
  if (!target) return null;
  const figure = target.of === 'ratio' ? ratioOf(row) : row.rollcall;
  if (figure === null) return false;
  return figure >= (target.atLeast ?? -Infinity) && figure <= (target.atMost ?? Infinity);
}

/** Three digits that count, and no more. */
function figure(value: number | null, unit = ''): string {
  if (value === null) return '';
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  const text = Number.isInteger(value) ? String(value) : value.toFixed(digits);
  return unit ? `${text} ${unit}` : text;
}

function targetText({ target, unit }: Row): string {
  if (!target) return '';
  const of = target.of === 'ratio' ? '×' : unit && ` ${unit}`;
  return [
    ...(target.atLeast === undefined ? [] : [`≥ ${target.atLeast}${of}`]),
    ...(target.atMost === undefined ? [] : [`≤ ${target.atMost}${of}`]),
  ].join(', ');
}

const verdict = (row: Row): string =>
  ({ true: 'held', false: 'MISSED', null: '' })[String(isHeld(row))] ?? '';

const heads = ['', 'measure', 'floor', 'Rollcall', 'ratio', 'target', ''] as const;

const cells = (row: Row): string[] => {
  const ratio = ratioOf(row);
  return [
    String(row.measure),
    row.what,
    figure(row.floor, row.unit),
    figure(row.rollcall, row.unit),
    ratio === null ? '' : `${ratio.toFixed(2)}×`,
    targetText(row),
    verdict(row),
  ];
};

/** The rows as a table in Markdown whose columns also line up in a terminal. */
export function table(rows: readonly Row[]): string {
  const lines = [[...heads], ...rows.map(cells)];
  const widths = heads.map((_, at) => Math.max(3, ...lines.map((line) => (line[at] ?? '').length)));
  const rule = widths.map((width) => '-'.repeat(width));
  const [head = [], ...body] = lines.map((line) => line.map((cell, at) => cell.padEnd(widths[at] ?? 0)));
  return [head, rule, ...body].map((line) => `| ${line.join(' | ')} |`).join('\n');
}
