import assert from 'node:assert/strict';
import { endingOfJoin } from '../../src/calling/ending.ts';
import { endedSentence } from '../../src/chat/cards/ended.ts';
import { textFor } from '../../src/locales/text.ts';

describe('why Rollcall could not join', () => {
  const failed = (status: number, code: string) =>
    endingOfJoin({ status, code, message: '', reference: 'a reference' });

  it('is the media host where that gave nothing, and not Teams, which nobody asked', () => {
    for (const code of ['mediaHost', 'noMediaHost']) {
      const ending = failed(424, code);
      assert.equal(ending.reason, 'mediaHostDown');
      assert.match(endedSentence(textFor('en'), ending), /media host.*again/);
    }
    assert.equal(failed(403, 'Forbidden').reason, 'consentMissing');
    assert.equal(failed(400, 'BadRequest').reason, 'refused');
  });
});
