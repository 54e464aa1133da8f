import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mayRing } from '../../src/people/ringing.ts';

const limits = { perPerson: 6, perSender: 10 };
const fresh = { off: false, rung: 0 };

describe('mayRing', () => {
  it('says why not, what somebody chose themselves first', () => {
    const people = [fresh, { off: true, rung: 9 }, { off: false, rung: 6 }, { off: false, rung: 5 }];
    assert.deepEqual(mayRing(people, 0, limits), ['yes', 'off', 'oftenRung', 'yes']);
    assert.deepEqual(mayRing(people, 10, limits), ['ringsTooMuch', 'off', 'oftenRung', 'ringsTooMuch']);
  });

  it('lets a sender ring as many as are left, and spends none on those who may not be rung', () => {
    const person = fc.record({ off: fc.boolean(), rung: fc.nat(12) });
    fc.assert(
      fc.property(fc.array(person, { maxLength: 30 }), fc.nat(20), (people, before) => {
        const answers = mayRing(people, before, limits);
        const willing = people.filter(({ off, rung }) => !off && rung < limits.perPerson).length;
        const yes = answers.filter((answer) => answer === 'yes').length;
        assert.equal(yes, Math.min(willing, Math.max(0, limits.perSender - before)));
        assert.equal(answers.length, people.length);
      }),
    );
  });
});
