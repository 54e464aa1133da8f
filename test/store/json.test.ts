import assert from 'node:assert/strict';
import fc from 'fast-check';
import { jsonText } from '../../src/store/json.ts';

describe('JSON for the database', () => {
  it('has no NUL and no lone surrogate, in values and names', () => {
    assert.equal(
      jsonText({ 'a\u0000': ['b\u0000', { c: '\ud800' }], d: 1 }),
      '{"a":["b",{"c":"\ufffd"}],"d":1}',
    );
  });

  it('is what JSON says wherever that can be stored', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        if (!text.includes('\\u0000') && !/\\ud[89a-f]/i.test(text)) assert.equal(jsonText(value), text);
      }),
    );
  });
});
