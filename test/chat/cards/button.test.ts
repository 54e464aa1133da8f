import assert from 'node:assert/strict';
import { button } from '../../../src/chat/cards/button.ts';
import { liveCard } from '../../../src/chat/cards/liveCard.ts';
import { meetingCard } from '../../../src/chat/cards/meetingCard.ts';
import { liveView } from '../../../src/chat/present.ts';
import { call } from './calls.ts';
import { control, meeting, target, text } from './samples.ts';

const titles = (card: { actions?: { title: string }[] }) => card.actions?.map(({ title }) => title) ?? [];
const shown = (more: Partial<typeof meeting>, live: { here: number } | null = null) =>
  meetingCard(text, { meeting: { ...meeting, ...more }, live, newMeetingUrl: null });

describe('a button', () => {
  it('is a plain Action.Execute that takes no inputs unless told to', () => {
    assert.deepEqual(button('showRoster', 'Show', { callId: meeting.id }), {
      type: 'Action.Execute',
      title: 'Show',
      verb: 'showRoster',
      data: { callId: meeting.id },
      associatedInputs: 'none',
    });
  });

  it('only opens the question where it must be confirmed', () => {
    const made = button(
      'leaveCall',
      'Leave',
      { callId: meeting.id },
      {
        confirm: { question: 'Sure?', title: 'Yes' },
      },
    );
    assert.equal(made.type, 'Action.ShowCard');
    assert.equal(made.verb, undefined);
    const { body, actions } = made.card as {
      body: { text: string }[];
      actions: { verb: string; title: string }[];
    };
    assert.equal(body[0]?.text, 'Sure?');
    assert.deepEqual([actions[0]?.verb, actions[0]?.title], ['leaveCall', 'Yes']);
  });
});

describe('the buttons of a card', () => {
  it('of a meeting are those that its state allows', () => {
    assert.deepEqual(titles(shown({})), ['Join', 'Bring Rollcall in', 'Reschedule', 'Cancel meeting']);
    assert.deepEqual(titles(shown({ learned: true, eventId: null })), ['Join', 'Bring Rollcall in']);
    assert.deepEqual(titles(shown({ state: 'draft' })), ['Send to 6', 'Change']);
    assert.deepEqual(titles(shown({}, { here: 57 })), ['Join']);
    assert.deepEqual(titles(shown({ state: 'cancelled' })), []);
    assert.deepEqual(titles(shown({ state: 'ended' })), []);
  });

  it('of a call include inviting again only after an invitation failed', () => {
    const buttonsAfter = (outcome: 'done' | 'failed') =>
      titles(
        liveCard(text, liveView(call({ controls: [control('invite', [target('Dana', outcome)])] }), null)),
      );
    assert.ok(buttonsAfter('failed').includes('Invite again'));
    assert.ok(!buttonsAfter('done').includes('Invite again'));
  });

  it('of a call that is over are none', () => {
    assert.deepEqual(titles(liveCard(text, liveView(call({ phase: 'ended' }), meeting))), []);
  });

  it('cannot leave or remove everyone without a question', () => {
    const { actions = [] } = liveCard(text, liveView(call(), null));
    assert.deepEqual(
      actions.filter(({ type }) => type === 'Action.Execute').map(({ verb }) => verb),
      ['showRoster'],
    );
  });
});
