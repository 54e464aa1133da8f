import assert from 'node:assert/strict';
import fc from 'fast-check';
import { rosterCard } from '../../../src/chat/cards/rosterCard.ts';
import { rosterConfirmCard } from '../../../src/chat/cards/rosterConfirmCard.ts';
import { rosterPage } from '../../../src/chat/cards/rosterPage.ts';
import type { RosterView } from '../../../src/chat/cards/views.ts';
import { liveView } from '../../../src/chat/present.ts';
import { shows } from '../../../src/chat/verbs.ts';
import { call } from './calls.ts';
import { confirmView, crowd, participant, roster, text } from './samples.ts';

const json = (view: Partial<RosterView>) => JSON.stringify(rosterCard(text, { ...roster, ...view }));

describe('the roster card', () => {
  it('says how many are here as of when, in seconds for one reader, without those in the lobby', () => {
    assert.match(json({}), /6 here, as of 15:21:40/);
    assert.match(json({ zone: 'America/New_York' }), /6 here, as of 09:21:40/);
    assert.match(json({ zone: null }), /6 here, as of \{\{TIME\(2026-11-20T14:21:40Z\)\}\}/);
  });

  it('puts those first who need attention, and folds the others', () => {
    const { body } = rosterCard(text, roster);
    const lines = body.map((element) => String(element.text ?? ''));
    const at = (part: string) => lines.findIndex((line) => line.includes(part));
    assert.ok(at('Pat Fabrikam** · in the lobby, guest') < at('Adele Vance** · unmuted'));
    assert.ok(at('Adele Vance** · unmuted') < at('Lee Gu** · guest'));
    assert.ok(at('Lee Gu') < at('2 others, muted: Alex Wilber and Nestor Wilke'));
  });

  it('stays under 28 KB for 1000 people, whatever their names', () => {
    const name = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 80 }),
      fc.constantFrom('漢'.repeat(60), '*'.repeat(60), '"'.repeat(60), '👩‍👩‍👧'.repeat(20), 'Alex Smith'),
    );
    const crowdOf = fc
      .array(name, { minLength: 1, maxLength: 8 })
      .map((names) => crowd(1000).map((one, index) => ({ ...one, name: names[index % names.length] ?? '' })));
    fc.assert(
      fc.property(crowdOf, fc.constantFrom(...shows), (participants, show) => {
        const missing = participants.map(({ id, name: named }) => ({ id, name: named }));
        assert.ok(Buffer.byteLength(json({ participants, missing, show })) < 28_000);
      }),
      { numRuns: 25 },
    );
  });

  it('lets everybody be chosen by their letters', () => {
    const participants = crowd(1000);
    const view = { ...roster, participants, show: 'letters' as const };
    const { ranges } = rosterPage(view, 60);
    const reached = ranges.flatMap(({ range }) => rosterPage({ ...view, letters: range }, 60).people);
    assert.equal(new Set(reached.map(({ id }) => id)).size, 1000);
    assert.ok(ranges.every(({ count, range }) => count <= 60 && range.length <= 10));
  });

  it('shows the letters in which a range lies now, where people came and went meanwhile', () => {
    const view = { ...roster, participants: crowd(300), show: 'letters' as const };
    const page = rosterPage({ ...view, letters: 'm-m' }, 30);
    assert.ok(page.range && page.range <= 'm-z');
    assert.ok(page.people.length > 0);
    assert.equal(rosterPage({ ...view, letters: 'zz-zz' }, 30).range, page.ranges.at(-1)?.range);
  });

  it('has no buttons and no inputs once the call is over', () => {
    const over = rosterCard(text, { ...roster, ended: true });
    assert.equal(over.actions, undefined);
    assert.doesNotMatch(JSON.stringify(over), /Input\./);
  });

  it('forgets a choice of somebody who is no longer offered', () => {
    const chosen = [participant('Adele Vance').id, 'gone'];
    assert.match(json({ chosen }), new RegExp(`"value":"${chosen[0]}"`));
    assert.doesNotMatch(json({ chosen }), /gone/);
  });
});

describe('the confirmation', () => {
  it('asks with the names, and carries whom it is about', () => {
    const card = rosterConfirmCard(text, confirmView);
    assert.match(JSON.stringify(card.body), /Remove Pat Fabrikam and Lee Gu\? They may rejoin\./);
    const [yes, back] = card.actions ?? [];
    const ids = confirmView.people.map(({ id }) => id).join(',');
    assert.deepEqual(yes?.data, {
      callId: confirmView.callId,
      show: 'unmuted',
      chosen: ids,
      confirmed: true,
    });
    assert.equal(back?.verb, 'refreshRoster');
    assert.deepEqual(back?.data, { callId: confirmView.callId, show: 'unmuted', chosen: ids });
  });
});

describe('the live view of a call', () => {
  it('counts neither Rollcall nor the lobby, and knows who is missing', () => {
    const [adele, pat] = [
      participant('Adele Vance', { muted: false }),
      participant('Pat', { inLobby: true }),
    ];
    const bot = participant('Rollcall', { id: 'me', kind: 'application', muted: false });
    const invited = ['Adele Vance', 'Pat', 'Lee'].map((name) => ({
      id: participant(name).personId ?? '',
      name,
    }));
    const view = liveView(
      call({ invited, roster: { participants: [adele, pat, bot], asOf: 1, sequence: null } }),
      null,
    );
    assert.deepEqual([view.here, view.inLobby, view.unmuted, view.missing], [1, ['Pat'], 1, ['Lee']]);
  });

  it('says nothing of missing people where nobody is known to be invited', () => {
    assert.equal(liveView(call(), null).missing, null);
  });
});
