/** How a file of the front desk spells the conditions of a rule. Pure. */
import type { z } from 'zod';
import { anyOf, choice, count, id, mapping, phonePrefix, some, truth } from '../lib/yamlWords.ts';
import type { Conditions } from './frontDesk.ts';
import { timeCondition } from './timeWords.ts';

/** https://learn.microsoft.com/graph/api/resources/presence */
const availabilities = [
  'Available',
  'AvailableIdle',
  'Away',
  'BeRightBack',
  'Busy',
  'BusyIdle',
  'DoNotDisturb',
  'Offline',
  'PresenceUnknown',
] as const;
const callerKinds = ['user', 'guest', 'phone', 'application', 'anonymous', 'encrypted'] as const;

const atMost = 1_000;

/**
 * @param listName the schema of the name of a list that the file has
 * @param holidays whether the file names any
 */
export const conditions = (listName: z.ZodType<string>, holidays: boolean): z.ZodType<Conditions> =>
  anyOf({
    caller: anyOf({
      users: some(id, 'names nobody').optional(),
      lists: some(listName, 'names no list').optional(),
      tenants: some(id, 'names no tenant').optional(),
      phones: some(phonePrefix, 'names no number').optional(),
      kinds: some(choice(callerKinds), 'names no kind').optional(),
    })
      .transform(({ users = [], lists = [], tenants = [], phones = [], kinds = [] }) => ({
        ...{ users, lists, tenants, phones, kinds },
      }))
      .optional(),
    group: truth.optional(),
    callee: anyOf({
      ids: some(id, 'names nobody').optional(),
      phones: some(phonePrefix, 'names no number').optional(),
    })
      .transform(({ ids = [], phones = [] }) => ({ ids, phones }))
      .optional(),
    time: timeCondition(holidays).optional(),
    presence: mapping({ of: id, is: some(choice(availabilities), 'names no presence') }).optional(),
    waiting: mapping({ atLeast: count(1, atMost) }).optional(),
    shortCalls: mapping({
      atLeast: count(1, atMost),
      withinMinutes: count(1, 24 * 60, 'since nothing older is kept'),
      shorterThanSeconds: count(1, 3_600),
    })
      .transform(({ atLeast, withinMinutes, shorterThanSeconds }) => ({
        ...{ atLeast, withinMs: withinMinutes * 60_000, shorterMs: shorterThanSeconds * 1_000 },
      }))
      .optional(),
  });
