import assert from 'node:assert/strict';
import { liveCard } from '../../../src/chat/cards/liveCard.ts';
import { placedCard } from '../../../src/chat/cards/placedCard.ts';
import type { PlacedView } from '../../../src/chat/cards/views.ts';
import { liveView, placedView } from '../../../src/chat/present.ts';
import { call } from './calls.ts';
import { control, participant, placed, target, text } from './samples.ts';

const shown = (more: Partial<PlacedView>) => {
  const card = placedCard(text, { ...placed, ...more });
  const facts = card.body.flatMap(({ facts = [] }) => facts as { title: string; value: string }[]);
  return {
    said: JSON.stringify(card.body),
    sides: facts.map(({ title, value }) => `${title}: ${value}`),
    buttons: card.actions?.map(({ title }) => title) ?? [],
  };
};
const side = (state: PlacedView['sides'][number]['state']): PlacedView['sides'] => [
  { id: 'a', name: 'Adele', kind: 'user', state },
];
const over = (reason: string): Partial<PlacedView> => ({
  phase: 'ended',
  ending: { reason, code: 1, subcode: 1, reference: 'r' },
});

describe('the card of a placed call', () => {
  it('shows the two sides of a call between two, and what works there', () => {
    assert.deepEqual(shown({ phase: 'joining', sides: side('ringing') }).sides, [
      'Rollcall: calling',
      'Adele: ringing',
    ]);
    assert.deepEqual(shown({ phase: 'joining' }).buttons, ['Hang up']);
    assert.deepEqual(shown({}).buttons, ['Transfer…', 'Add…', 'Hang up']);
  });

  it('shows everybody who was rung in a group, and hands nobody over', () => {
    const { sides, buttons } = shown({ group: true, sides: [...side('there'), ...side('declined')] });
    assert.deepEqual(sides, ['Adele: in the call', 'Adele: declined']);
    assert.deepEqual(buttons, ['Show roster', 'Add…', 'Rollcall leaves']);
  });

  it('rings until the first of a group has picked up', () => {
    const state = (...sides: PlacedView['sides']) => shown({ group: true, sides }).said;
    assert.match(state(...side('ringing'), ...side('ringing')), /"Ringing"/);
    assert.match(state(...side('ringing'), ...side('there')), /"In the call since/);
  });

  it('tells how each took it once it is over, and offers to call again', () => {
    for (const [state, reason, words, sentence] of [
      ['declined', 'declined', 'declined', /was declined/],
      ['noAnswer', 'noAnswer', "didn't answer", /Nobody answered/],
      ['busy', 'busyLine', 'busy', /line is busy/],
      ['unreachable', 'notReachable', "can't be reached", /could be reached/],
      ['ringing', 'left', "didn't answer", /Rollcall hung up/],
      ['left', 'ended', 'answered', /other side hung up/],
    ] as const) {
      const { said, sides, buttons } = shown({ ...over(reason), sides: side(state) });
      assert.deepEqual(sides, [`Adele: ${words}`]);
      assert.match(said, sentence);
      assert.deepEqual(buttons, ['Call again']);
    }
  });

  it('says of a group that Rollcall left, since the others go on', () => {
    assert.match(shown({ group: true, phase: 'leaving' }).said, /Rollcall is leaving/);
    const { said, sides } = shown({ ...over('left'), group: true, sides: side('left') });
    assert.match(said, /Rollcall left the call.*The others can go on talking/);
    assert.doesNotMatch(said, /call is over/);
    assert.deepEqual(sides, ['Adele: answered']);
  });

  it('gives a reference where something went wrong, and only there', () => {
    assert.match(shown(over('mediaFailed')).said, /Reference for support: r/);
    assert.doesNotMatch(shown(over('declined')).said, /Reference/);
  });

  it('explains a call that was lost because somebody was added', () => {
    assert.match(shown(over('escalationRefused')).said, /may not be in group calls.*Ask your admin/);
    assert.match(shown({ group: true, escalated: true }).said, /may not tell Rollcall everyone/);
    assert.match(shown(over('nobody knows')).said, /without a reason we know/);
  });

  it('is made of the call: who came besides those rung, and the last control but hanging up', () => {
    const own = call({
      placed: { sides: [...side('there')], group: true, purpose: { kind: 'say', text: 'Hello' } },
      roster: {
        participants: [participant('Adele', { personId: 'a' }), participant('Lee', { personId: 'l' })],
        asOf: 1,
        sequence: null,
      },
      controls: [control('transfer', [target('Lee', 'failed', 'noAnswer')]), control('leave', [])],
    });
    assert.ok(own.placed);
    const view = placedView(own, own.placed);
    assert.deepEqual([view.others, view.escalated, view.say], [['Lee'], true, 'Hello']);
    assert.equal(view.control?.verb, 'transfer');
  });
});

describe('the card of a meeting after the missing were rung', () => {
  it('tells how each took it', () => {
    const rang = control('ringMissing', [
      { ...target('Adele', 'done'), answer: 'late' },
      { ...target('Lee', 'waiting'), answer: 'join' },
      target('Joni', 'failed', 'noAnswer'),
      target('Pat', 'failed', 'teamsSilent'),
    ]);
    const card = liveCard(text, liveView(call({ controls: [rang, control('mute', [])] }), null));
    const said = JSON.stringify(card.body);
    for (const line of [
      '**Adele** · comes late',
      '**Lee** · coming',
      "**Joni** · didn't answer",
      "**Pat** · couldn't be rung",
    ])
      assert.ok(said.includes(line), line);
  });

  it('offers to ring while somebody is missing', () => {
    const asks = (invited: { id: string; name: string }[]) =>
      JSON.stringify(liveCard(text, liveView(call({ invited }), null)).body).includes('"ringMissing"');
    assert.ok(asks([{ id: 'x', name: 'Adele' }]));
    assert.ok(!asks([]));
  });
});
