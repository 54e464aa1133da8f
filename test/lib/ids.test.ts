import assert from 'node:assert/strict';
import fc from 'fast-check';
import { derivedId, newId, normalGuid } from '../../src/lib/ids.ts';

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

describe('ids', () => {
  it('makes new ones, each different', () => {
    assert.match(newId(), guid);
    assert.notEqual(newId(), newId());
  });

  it('derives the same id from the same parts, and another from other parts', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.array(fc.string()), (one, other) => {
        assert.match(derivedId(...one), guid);
        const same = JSON.stringify(one) === JSON.stringify(other);
        const joined = one.join('\u0000') === other.join('\u0000');
        if (!joined) assert.notEqual(derivedId(...one), derivedId(...other));
        if (same) assert.equal(derivedId(...one), derivedId(...other));
      }),
    );
    assert.notEqual(derivedId('ab', 'c'), derivedId('a', 'bc'));
  });

  it('reads every spelling of a GUID as one', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        const hex = id.replaceAll('-', '');
        for (const spelling of [id, id.toUpperCase(), hex, hex.toUpperCase()]) {
          assert.equal(normalGuid(spelling), id.toLowerCase());
        }
      }),
    );
  });

  it('leaves what is no GUID as it is, in lower case', () => {
    assert.equal(normalGuid('19:Meeting_X@thread.v2'), '19:meeting_x@thread.v2');
  });
});
