/** How a file of the front desk spells days, hours and holidays. Pure. */
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { anyOf, some, truth } from '../lib/yamlWords.ts';
import type { TimeCondition } from './frontDesk.ts';

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const aDay = weekdays.join('|');
const daysShape = new RegExp(`^(${aDay})(?:-(${aDay}))?$`);
const daysRule = 'must be days such as mon, or mon-fri';

/** `fri-mon` is Friday to Monday. */
const days = z
  .string({ error: daysRule })
  .toLowerCase()
  .regex(daysShape, { error: daysRule })
  .transform((written) => {
    const [, first = '', last = first] = daysShape.exec(written) ?? [];
    const from = weekdays.indexOf(first);
    const length = (weekdays.indexOf(last) - from + 7) % 7;
    return Array.from({ length: length + 1 }, (_, step) => ((from + step) % 7) + 1);
  });

const hourRule = 'must be a time of day such as "08:30", in quotes';
const timeOfDay = z
  .string({ error: hourRule })
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, { error: hourRule })
  .transform((written) => Number(written.slice(0, 2)) * 60 + Number(written.slice(3)));

/** @param holidays whether the file names any */
export const timeCondition = (holidays: boolean) =>
  anyOf({
    days: some(days, 'names no day').optional(),
    from: timeOfDay.optional(),
    to: timeOfDay.optional(),
    holiday: truth.optional(),
  }).transform((given, context): TimeCondition => {
    const wrong = (key: string, message: string) =>
      context.addIssue({ code: 'custom', path: [key], message });
    const { from, to } = given;
    if (from !== undefined && to === undefined) wrong('from', 'needs a `to` beside it');
    if (to !== undefined && from === undefined) wrong('to', 'needs a `from` beside it');
    if (from !== undefined && from === to)
      wrong('to', 'is the same as `from`; leave both out for a whole day');
    if (from === 24 * 60) wrong('from', 'cannot be 24:00; write "00:00" and the day after');
    if (given.holiday !== undefined && !holidays) wrong('holiday', 'needs `holidays` at the top of the file');
    return {
      days: given.days ? [...new Set(given.days.flat())].sort() : null,
      hours: from === undefined || to === undefined ? null : { from, to },
      holiday: given.holiday ?? null,
    };
  });

const holidayRule = 'must have dates such as 2026-12-25, or 12-25 for each year';
export const holiday = z.string({ error: holidayRule }).refine(
  (written) => {
    try {
      if (/^\d{2}-\d{2}$/.test(written)) return Boolean(Temporal.PlainMonthDay.from(written));
      return /^\d{4}-\d{2}-\d{2}$/.test(written) && Boolean(Temporal.PlainDate.from(written));
    } catch {
      return false;
    }
  },
  { error: holidayRule },
);
