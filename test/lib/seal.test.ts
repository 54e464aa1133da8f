import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { createSeal } from '../../src/lib/seal.ts';

const { seal, unseal } = createSeal('the secret of every instance', 'recordings');

describe('sealing', () => {
  it('gives back what was sealed, in every instance', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (plain, about) => {
        const other = createSeal('the secret of every instance', 'recordings');
        assert.equal(other.unseal(seal(plain, about), about), plain);
      }),
    );
  });

  it('never shows what it holds, nor that two are the same', () => {
    const plain = 'https://media.example/recordings/1';
    const [one, two] = [seal(plain, 'call'), seal(plain, 'call')];
    assert.notEqual(one, two);
    assert.ok(!Buffer.from(one, 'base64url').toString('latin1').includes('media.example'));
  });

  it('opens for nothing but what it was sealed for', () => {
    const sealed = seal('secret', 'call');
    assert.equal(unseal(sealed, 'another call'), null);
    assert.equal(createSeal('another secret', 'recordings').unseal(sealed, 'call'), null);
    assert.equal(createSeal('the secret of every instance', 'cards').unseal(sealed, 'call'), null);
  });

  it('takes nothing that was changed, cut short or made up', () => {
    const whole = Buffer.from(seal('secret', 'call'), 'base64url');
    for (let at = 0; at < whole.length; at += 1) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 1;
      assert.equal(unseal(changed.toString('base64url'), 'call'), null);
      assert.equal(unseal(whole.subarray(0, at).toString('base64url'), 'call'), null);
    }
    fc.assert(fc.property(fc.string(), (text) => unseal(text, 'call') === null));
  });
});
