import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readPhone } from '../../src/people/phone.ts';

describe('a phone number', () => {
  it('is read from what people put between its digits', () => {
    for (const typed of ['+4930123456', '+49 30 12 34-56', ' +49 (30) 123.456 ', '+49 (0)30/123456'])
      assert.deepEqual(readPhone(typed), { number: '+4930123456' });
  });

  it('is none without its country, or with too few or too many digits', () => {
    for (const typed of ['030 123456', '0049 30 123456', '+49 30', '+0 30 123456', `+${'1'.repeat(16)}`])
      assert.deepEqual(readPhone(typed), { number: null });
  });

  it('is not what has letters', () => {
    for (const typed of ['Adele', 'room 12345', 'adele@contoso.com', '', '+'])
      assert.equal(readPhone(typed), null);
  });

  it('is what it was, written in E.164', () => {
    fc.assert(
      fc.property(fc.bigInt(10_000_000n, 999_999_999_999_999n), (digits) => {
        assert.deepEqual(readPhone(`+${digits}`), { number: `+${digits}` });
      }),
    );
  });
});
