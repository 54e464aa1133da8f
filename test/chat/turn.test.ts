import assert from 'node:assert/strict';
import { readTurn } from '../../src/chat/turn.ts';

const said = (more: object) =>
  readTurn({ type: 'message', id: '1', from: { id: '29:a', name: 'Ann' }, ...more }, 'bot', 'Europe/Berlin');

describe('a turn', () => {
  it('has the zone of the client, or the configured one where there is none or it is none', () => {
    const entities = (timezone: unknown) => ({ entities: [{ type: 'clientInfo', timezone }] });
    assert.equal(said(entities('Asia/Tokyo')).zone, 'Asia/Tokyo');
    for (const none of ['', 'Nowhere/Atall', 7, null])
      assert.equal(said(entities(none)).zone, 'Europe/Berlin');
    assert.equal(said({}).zone, 'Europe/Berlin');
  });

  it('has the channel for its place, whichever thread it was said in', () => {
    const conversation = { id: '19:x@thread.tacv2;messageid=17', conversationType: 'channel' };
    const { place } = said({ conversation });
    assert.equal(place.id, '19:x@thread.tacv2');
    assert.equal(place.reference.conversation?.id, conversation.id, 'answers go to the thread');
  });

  it('has an id that no turn of another chat has, whatever its activity is called', () => {
    const [here, there] = ['one', 'other'].map((id) => said({ conversation: { id } }));
    assert.notEqual(here?.id, there?.id);
    assert.equal(here?.id, said({ conversation: { id: 'one' } }).id, 'the same when it is delivered again');
  });

  it('has the Entra id of the sender, and Teams’ own id where there is none', () => {
    assert.equal(said({ from: { id: '29:a', name: '', aadObjectId: 'ABC' } }).who.id, 'abc');
    assert.equal(said({}).who.id, '29:a');
  });

  it('takes nothing from the card that was pressed but the message it stands in', () => {
    const turn = said({ replyToId: '42', value: { action: { data: { tenantId: 'x', who: 'y' } } } });
    assert.equal(turn.cardActivityId, '42');
    assert.equal(turn.tenantId, '');
  });
});
