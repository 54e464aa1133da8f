/** A call that Rollcall places, for the tests of such calls: to people of these names, and what Graph says of it. */
import type { CallEvent, GraphCallState } from '../../src/calling/call.ts';
import type { CallNews } from '../../src/calling/news.ts';
import { newPlacedCall, type Purpose } from '../../src/calling/placed.ts';
import { adele, botId, graphId, Life, request, start } from './fixtures.ts';

const sideOf = (name: string) => ({ id: `id-${name}`.toLowerCase(), name, kind: 'user' as const });

/** One for which a line is free at once. */
export const placed = (names: string[], purpose?: Purpose): Life =>
  waiting(names, purpose).tell({ kind: 'lineFree' });

export function waiting(names: string[], purpose: Purpose = { kind: 'talk' }): Life {
  const { id, tenantId, subject, conversationId, locale } = request;
  const asked = {
    ...{ id, tenantId, subject, conversationId, locale, purpose },
    by: adele,
    sides: names.map(sideOf),
  };
  return new Life({}, { call: newPlacedCall(asked, id, botId, start), first: { kind: 'placeRequested' } });
}

export const ringing = (names: string[], purpose?: Purpose): Life =>
  placed(names, purpose).done({ kind: 'place', news: { graphId, state: 'establishing' } });

export const said = (state: GraphCallState, more: Partial<CallNews> = {}): CallEvent => ({
  kind: 'callUpdated',
  news: { graphId, state, ...more },
});

export const ended = (code: number, subcode: number): CallEvent => ({
  kind: 'callDeleted',
  news: { graphId, state: 'terminated', result: { code, subcode, message: '' } },
});

/** The effects of the last decision. */
export const effects = (life: Life) => life.last.effects.map(({ effect }) => effect);

/** Graph's id of a call that was placed for another. */
export const child = 'c411d000-0000-4000-8000-000000000001';
