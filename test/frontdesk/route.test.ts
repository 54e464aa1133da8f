import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Caller } from '../../src/frontdesk/frontDesk.ts';
import { route, wanted } from '../../src/frontdesk/route.ts';
import { adele, desk, facts, id, now } from './fixtures.ts';

const helpdesk = { do: 'answer', menu: 'helpdesk' } as const;
const phone = (number: string): Caller => ({
  ...{ kind: 'phone', id: number, name: '', tenantId: null, languageId: null },
});
const hidden: Caller = { kind: 'encrypted', id: id(1), name: '', tenantId: null, languageId: null };
const anonymous: Caller = { ...hidden, kind: 'anonymous', id: null };

/** The name of the rule that decides. */
const ruleFor = (rules: string, changes: Parameters<typeof facts>[0], more = ''): string =>
  route(desk(rules, more), facts(changes)).rule;

/** One rule with these conditions; whether it is the one that decides. */
const matches = (conditions: string, changes: Parameters<typeof facts>[0], more = ''): boolean =>
  ruleFor(`  - name: this\n    ${conditions}\n    then: { reject: busy }`, changes, more) === 'this';

describe('route', () => {
  it('takes the first rule that holds', () => {
    const rules = `
  - { name: phones, when: { caller: { kinds: phone } }, then: { reject: none } }
  - { name: germans, when: { caller: { phones: "+49" } }, then: { reject: busy } }`;
    assert.equal(ruleFor(rules, { caller: phone('+4930123456') }), 'phones');
    assert.deepEqual(route(desk(rules), facts()), { outcome: helpdesk, rule: 'everybody' });
  });

  it('knows callers by user, list, tenant, prefix and kind, any one of them', () => {
    const list = `lists: { vip: [${id(1)}, ${id(2)}] }`;
    assert.ok(matches(`when: { caller: { users: ${id(1)} } }`, {}));
    assert.ok(
      matches(`when: { caller: { users: ${id(1)} } }`, { caller: { ...adele, id: id(1).toUpperCase() } }),
    );
    assert.ok(!matches(`when: { caller: { users: ${id(2)} } }`, {}));
    assert.ok(matches('when: { caller: { lists: vip } }', {}, list));
    assert.ok(!matches('when: { caller: { lists: vip } }', { caller: { ...adele, id: id(3) } }, list));
    assert.ok(matches(`when: { caller: { tenants: ${id(100)} } }`, {}));
    assert.ok(!matches(`when: { caller: { tenants: ${id(101)} } }`, {}));
    assert.ok(matches('when: { caller: { phones: ["+1", "+4930"] } }', { caller: phone('+4930123456') }));
    assert.ok(!matches('when: { caller: { phones: ["+1", "+4930"] } }', { caller: phone('+4940123456') }));
    assert.ok(matches('when: { caller: { kinds: [anonymous, encrypted] } }', { caller: hidden }));
    assert.ok(matches('when: { caller: { kinds: [anonymous, encrypted] } }', { caller: anonymous }));
    assert.ok(matches('when: { caller: { phones: "+1", kinds: user } }', {}));
  });

  it('takes an encrypted id for nobody', () => {
    assert.ok(!matches(`when: { caller: { users: ${id(1)} } }`, { caller: hidden }));
  });

  it('follows an invitation into a meeting silently, unless a rule is about those', () => {
    const rules = `
  - { name: strangers, when: { group: true }, unless: { caller: { tenants: ${id(100)} } }, then: { reject: none } }
  - { name: callers, when: { caller: { kinds: user } }, then: { reject: busy } }`;
    const silently = { do: 'answer', media: 'silent' };
    assert.deepEqual(route(desk(rules), facts({ group: true })), { outcome: silently, rule: 'no rule' });
    const stranger = { ...adele, tenantId: id(101) };
    assert.equal(ruleFor(rules, { group: true, caller: stranger }), 'strangers');
    assert.equal(ruleFor(rules, { caller: stranger }), 'callers', 'who calls alone is no invitation');
    assert.ok(!matches('when: { group: false }', { group: true }));
    assert.ok(matches('when: { group: false }', {}));
    const kinder = desk('', 'blocked: { answer: afterHours }');
    const blocked = route(kinder, facts({ group: true, blocked: true }));
    assert.deepEqual(blocked, { outcome: { do: 'reject', reason: 'busy' }, rule: 'blocked callers' });
  });

  it('knows whom the caller wanted, by id or number', () => {
    assert.ok(matches(`when: { callee: { ids: ${id(999)} } }`, {}));
    assert.ok(!matches(`when: { callee: { ids: ${id(998)} } }`, {}));
    assert.ok(matches('when: { callee: { phones: "+4930" } }', { callee: { id: null, phone: '+49301' } }));
    assert.ok(!matches('when: { callee: { phones: "+4930" } }', { callee: { id: null, phone: null } }));
  });

  it('takes a presence that nobody told as unknown', () => {
    const busy = `when: { presence: { of: ${id(5)}, is: [busy, DoNotDisturb] } }`;
    assert.ok(matches(busy, { presence: { [id(5)]: 'Busy' } }));
    assert.ok(!matches(busy, { presence: { [id(5)]: 'Available' } }));
    assert.ok(!matches(busy, {}));
    assert.ok(matches(`when: { presence: { of: ${id(5)}, is: PresenceUnknown } }`, {}));
  });

  it('asks for the presence of those in the rules, each once', () => {
    const rules = [5, 6, 5].map(
      (n, at) => `  - { ${at % 2 ? 'unless' : 'when'}: { waiting: { atLeast: ${at + 1} },
        presence: { of: ${id(n)}, is: Busy } }, then: { reject: busy } }`,
    );
    assert.deepEqual(wanted(desk(rules.join('\n'))), { presenceOf: [id(5), id(6)] });
    assert.deepEqual(wanted(desk('')), { presenceOf: [] });
  });

  it('counts those who wait, and the short calls of one caller within the window', () => {
    assert.ok(matches('when: { waiting: { atLeast: 3 } }', { waiting: 3 }));
    assert.ok(!matches('when: { waiting: { atLeast: 3 } }', { waiting: 2 }));
    const spam = 'when: { shortCalls: { atLeast: 2, withinMinutes: 10, shorterThanSeconds: 8 } }';
    const call = (minutesAgo: number, seconds: number) => ({
      at: now - minutesAgo * 60_000,
      ms: seconds * 1_000,
    });
    assert.ok(matches(spam, { recent: [call(1, 2), call(9, 7.9)] }));
    assert.ok(!matches(spam, { recent: [call(1, 2), call(10, 2)] }), 'one is out of the window');
    assert.ok(!matches(spam, { recent: [call(1, 2), call(9, 8)] }), 'one was long enough');
  });

  it('passes a rule over where all of its exceptions hold', () => {
    const rule = `unless: { caller: { kinds: user }, waiting: { atLeast: 1 } }`;
    assert.ok(!matches(rule, { waiting: 1 }));
    assert.ok(matches(rule, { waiting: 0 }));
    assert.ok(matches(rule, { waiting: 1, caller: anonymous }));
  });

  it('rejects a blocked caller before any rule, as the file says', () => {
    const everybody = '  - { name: all, when: { caller: { kinds: user } }, then: { reject: none } }';
    const blocked = facts({ blocked: true });
    assert.deepEqual(route(desk(everybody), blocked), {
      outcome: { do: 'reject', reason: 'busy' },
      rule: 'blocked callers',
    });
    const kinder = desk(everybody, 'blocked: { answer: afterHours }');
    assert.deepEqual(route(kinder, blocked).outcome, { do: 'answer', menu: 'afterHours' });
  });

  it('asks nobody without an agents’ chat or under a flood', () => {
    const asking = desk(`  - then: { ask: { otherwise: { reject: none } } }
    when: { caller: { kinds: user } }
  - then: { hold: { otherwise: { answer: afterHours } } }
    when: { caller: { kinds: anonymous } }`);
    assert.deepEqual(route(asking, facts()).outcome, {
      ...{ do: 'ask', seconds: 8, otherwise: { do: 'reject', reason: 'none' } },
    });
    assert.deepEqual(route(asking, facts({ caller: anonymous })).outcome, {
      ...{ do: 'hold', seconds: 30, otherwise: { do: 'answer', menu: 'afterHours' } },
    });
    for (const changes of [{ agentsChat: false }, { flood: true }]) {
      assert.deepEqual(route(asking, facts(changes)).outcome, { do: 'reject', reason: 'none' });
      assert.deepEqual(route(asking, facts({ ...changes, caller: anonymous })).outcome, {
        ...{ do: 'answer', menu: 'afterHours' },
      });
    }
  });

  it('offers the agents the menu that is the default, or the one that is named', () => {
    const outcome = (ask: string) =>
      route(desk(`  - { when: { waiting: { atLeast: 1 } }, then: { ask: ${ask} } }`), facts({ waiting: 1 }))
        .outcome;
    assert.deepEqual(outcome('{ otherwise: { answer: helpdesk } }'), {
      ...{ do: 'ask', seconds: 8, otherwise: helpdesk, menu: 'helpdesk' },
    });
    assert.deepEqual(
      outcome(`{ seconds: 5, menu: afterHours, voicemail: ${id(7)}, otherwise: { reject: busy } }`),
      {
        ...{ do: 'ask', seconds: 5, menu: 'afterHours', voicemail: id(7) },
        otherwise: { do: 'reject', reason: 'busy' },
      },
    );
  });

  it('never rings the caller by their own call', () => {
    const both = `  - name: both
    when: { caller: { kinds: user } }
    then: { redirect: { to: [{ user: ${id(1)} }, { user: ${id(2)} }] } }`;
    assert.deepEqual(route(desk(both), facts()).outcome, {
      ...{ do: 'redirect', targets: [{ kind: 'user', id: id(2) }], seconds: null },
    });
    assert.equal(ruleFor(both.replace(`, { user: ${id(2)} }`, ''), {}), 'everybody');
    assert.equal(ruleFor(both.replace(/to: .*\]/, `to: { voicemail: ${id(1)} }`), {}), 'both');
    const asked = `  - name: asked
    when: { caller: { kinds: user } }
    then: { ask: { otherwise: { redirect: { to: { user: ${id(1)} } } } } }`;
    assert.equal(ruleFor(asked, {}), 'everybody');
  });

  it('has an apology for whom no rule takes', () => {
    const none = { ...desk(''), rules: [] };
    assert.deepEqual(route(none, facts()), { outcome: { do: 'answer', menu: 'apology' }, rule: 'no rule' });
  });

  it('always has an outcome that can be followed, whatever the facts', () => {
    const many = desk(
      `  - { when: { shortCalls: { atLeast: 2, withinMinutes: 5, shorterThanSeconds: 5 } }, then: { reject: busy } }
  - { when: { caller: { lists: vip } }, then: { ask: { otherwise: { redirect: { to: { list: vip } } } } } }
  - { unless: { time: { days: mon-fri, from: "22:00", to: "06:00", holiday: false } }, then: { redirect: { to: { phone: "+4930123456" } } } }
  - { when: { presence: { of: ${id(2)}, is: Available } }, then: { redirect: { to: { user: ${id(2)} } } } }
  - { when: { waiting: { atLeast: 2 } }, then: { hold: { otherwise: { answer: afterHours } } } }`,
      `holidays: [12-25]\nlists: { vip: [${id(1)}, ${id(2)}] }`,
    );
    const anId = fc.option(fc.oneof(fc.constantFrom(id(1), id(2), '+4930123456'), fc.string()), {
      nil: null,
    });
    const anyFacts: fc.Arbitrary<ReturnType<typeof facts>> = fc.record({
      group: fc.boolean(),
      caller: fc.record({
        kind: fc.constantFrom('user', 'guest', 'phone', 'application', 'anonymous', 'encrypted'),
        id: anId,
        name: fc.string(),
        tenantId: anId,
        languageId: fc.option(fc.string(), { nil: null }),
      }),
      callee: fc.record({ id: anId, phone: anId }),
      now: fc.integer({ min: 0, max: 4e12 }),
      waiting: fc.nat(5),
      presence: fc.dictionary(fc.constantFrom(id(2), '__proto__'), fc.constantFrom('Available', 'Busy', '?')),
      blocked: fc.boolean(),
      recent: fc.array(fc.record({ at: fc.integer(), ms: fc.integer() })),
      flood: fc.boolean(),
      agentsChat: fc.boolean(),
    });
    fc.assert(
      fc.property(anyFacts, (given) => {
        const { outcome, rule } = route(many, given);
        assert.ok(rule);
        if (outcome.do === 'ask' || outcome.do === 'hold') assert.ok(given.agentsChat && !given.flood);
        if (outcome.do !== 'redirect') return;
        assert.ok(outcome.targets.length > 0);
        assert.ok(!outcome.targets.some((target) => target.id === given.caller.id?.toLowerCase()));
      }),
    );
  });
});
