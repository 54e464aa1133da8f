import type { Incoming } from '../../src/calling/incoming.ts';
import type { Caller, FrontDesk } from '../../src/frontdesk/frontDesk.ts';
import type { route } from '../../src/frontdesk/route.ts';
import { readFrontDesk } from '../../src/frontdesk/rulesFile.ts';

/** Object ids that are as good as any. */
export const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

export const surroundings = { menus: ['helpdesk', 'afterHours'], mediaHost: false, botId: id(999) };

export const read = (text: string, has: Partial<Parameters<typeof readFrontDesk>[1]> = {}) =>
  readFrontDesk({ name: 'frontdesk.yaml', text }, { ...surroundings, ...has });

/** Rules in UTC; `rules` as they stand in the file, and below them one for everybody. */
export function desk(rules: string, more = ''): FrontDesk {
  const found = read(
    `zone: UTC\n${more}\nrules:\n${rules}\n  - name: everybody\n    then: { answer: helpdesk }\n`,
  );
  if ('mistakes' in found) throw new Error(JSON.stringify(found.mistakes));
  return found.desk;
}

export const adele: Caller = {
  ...{ kind: 'user', id: id(1), name: 'Adele Vance', tenantId: id(100), languageId: 'en-US' },
};

/** A Wednesday, 10:30 in UTC. */
export const now = Date.parse('2026-11-18T10:30:00Z');

type Told = Parameters<typeof route>[1];

export const facts = (changes: Partial<Told> = {}): Told => ({
  caller: adele,
  group: false,
  callee: { id: id(999), phone: null },
  now,
  waiting: 0,
  presence: {},
  blocked: false,
  recent: [],
  flood: false,
  agentsChat: true,
  ...changes,
});

/** What a call that came in knows of itself. */
export const cameIn = (changes: Partial<Incoming>): Incoming => ({
  ...{ caller: adele, callee: { id: null, phone: null }, receivedAt: now, group: false, video: false },
  ...{ rule: null, outcome: null, asking: null, chosen: null, effectId: null, sent: null, became: null },
  ...changes,
});
