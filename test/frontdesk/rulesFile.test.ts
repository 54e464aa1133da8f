import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { route } from '../../src/frontdesk/route.ts';
import { adele, facts, id, read } from './fixtures.ts';

const sample = readFileSync(new URL('../../config/frontdesk.yaml', import.meta.url), 'utf8');

/** "line: message" of each mistake; empty where there is none. */
function mistakesIn(text: string, has?: Parameters<typeof read>[1]): string[] {
  const found = read(text, has);
  return 'mistakes' in found ? found.mistakes.map(({ line, message }) => `${line}: ${message}`) : [];
}

/** A file with one rule before the last, from line 4 on; `rule` as YAML writes it in braces. */
const withRule = (rule: string): string =>
  `zone: UTC\nlists: { vip: ${id(1)} }\nrules:\n  - ${rule}\n  - then: { answer: helpdesk }\n`;
const when = (conditions: string) => withRule(`{ when: { ${conditions} }, then: { reject: busy } }`);
const then = (outcome: string) => withRule(`{ when: { waiting: { atLeast: 1 } }, then: { ${outcome} } }`);
const many = (count: number) => `[${Array.from({ length: count }, (_, n) => `{ user: ${id(n + 1)} }`)}]`;

describe('frontdesk.yaml', () => {
  it('as it comes answers everybody at any hour, and asks for the board', () => {
    const found = read(sample);
    assert.ok('desk' in found, JSON.stringify(found));
    for (let hour = 0; hour < 24 * 7; hour += 1) {
      const now = Date.parse('2026-12-24T00:00:00Z') + hour * 3_600_000;
      for (const kind of ['user', 'guest', 'phone', 'anonymous', 'encrypted'] as const) {
        const { outcome, rule } = route(found.desk, facts({ now, caller: { ...adele, kind } }));
        const day = new Date(now).getUTCDate();
        const closed = (day === 25 || day === 26) && (kind === 'phone' || kind === 'anonymous');
        assert.deepEqual(outcome, { do: 'answer', menu: closed ? 'afterHours' : 'helpdesk' }, rule);
      }
    }
    const patti = { ...adele, id: 'c0a80000-7e57-4c0d-a000-000000000012' };
    assert.equal(route(found.desk, facts({ caller: patti })).outcome.do, 'ask');
  });

  it('as it comes works with what is taken out of its comments', () => {
    const whole = sample.replace(/^ {2}# (- name: (?:after|from)| {2})/gm, '  $1');
    const found = read(whole);
    assert.ok('desk' in found, JSON.stringify(found));
    assert.equal(found.desk.rules.length, (sample.match(/^ {2}(# )?- name/gm) ?? []).length);
    const at = (instant: string) => route(found.desk, facts({ now: Date.parse(instant) })).outcome;
    assert.deepEqual(at('2026-11-18T10:00:00Z'), { do: 'answer', menu: 'helpdesk' });
    assert.deepEqual(at('2026-11-18T19:00:00Z'), { do: 'answer', menu: 'afterHours' });
    assert.deepEqual(at('2026-12-25T10:00:00Z'), { do: 'answer', menu: 'afterHours' });
  });

  it('names a rule by its line where it has no name', () => {
    const found = read(withRule('{ when: { waiting: { atLeast: 2 } }, then: { reject: none } }'));
    assert.ok('desk' in found);
    assert.deepEqual(
      found.desk.rules.map(({ name, line }) => [name, line]),
      [
        ['the rule in line 4', 4],
        ['the rule in line 5', 5],
      ],
    );
  });

  const wrong: Record<string, { text: string; says: RegExp[]; has?: Parameters<typeof read>[1] }> = {
    'a menu that is not there': {
      text: then('answer: nowhere'),
      says: [/^4: .*menu that is not there: nowhere; there are helpdesk, afterHours$/],
    },
    'a redirect to nobody': { text: then('redirect: { to: [] }'), says: [/^4: `to` names nobody/] },
    'a redirect without anybody': { text: then('redirect: { seconds: 20 }'), says: [/^4: `to` is missing$/] },
    'a redirect to too many': {
      text: then(`redirect: { to: ${many(26)} }`),
      says: [/^4: `to` rings 26 at once; Graph rings 25 at most$/],
    },
    'a number without a plus': {
      text: then('redirect: { to: { phone: "004930" } }'),
      says: [/^4: `phone` .*E\.164/],
    },
    'a number that YAML takes for one': {
      text: then('redirect: { to: { phone: +4930123456 } }'),
      says: [/^4: `phone` .*in quotes/],
    },
    'a redirect to Rollcall': {
      text: then(`redirect: { to: { bot: ${id(999)} } }`),
      says: [/^4: `bot` is Rollcall itself/],
    },
    'a voicemail among others': {
      text: then(`redirect: { to: [{ user: ${id(2)} }, { voicemail: ${id(1)} }] }`),
      says: [/^4: `to` has a voicemail among others/],
    },
    'a ringing that Graph does not know': {
      text: then(`redirect: { to: { list: vip }, seconds: 5 }`),
      says: [/^4: `seconds` must be a whole number from 15 to 90/],
    },
    'a reason that Graph does not know': {
      text: then('reject: later'),
      says: [/^4: `reject` must be one of busy, forb/],
    },
    'an ask that is too long': {
      text: then('ask: { seconds: 15, otherwise: { answer: helpdesk } }'),
      says: [/^4: `seconds` must be a whole number from 1 to 12, as Graph waits 15/],
    },
    'an ask with nothing after it': { text: then('ask: {}'), says: [/^4: `otherwise` is missing$/] },
    'a hold that ends in a redirect': {
      text: then('hold: { otherwise: { redirect: { to: { list: vip } } } }'),
      says: [/^4: `redirect` is not known here; what is: answer$/],
    },
    'two outcomes': {
      text: then('answer: helpdesk, reject: busy'),
      says: [/^4: `then` must be exactly one of these/],
    },
    'no outcome': {
      text: withRule('{ when: { waiting: { atLeast: 1 } } }'),
      says: [/^4: `then` is missing$/],
    },
    'a media host that is not there': {
      text: then('answer: { media: host }'),
      says: [/^4: `media` needs a media host/],
    },
    'an unknown list': {
      text: when('caller: { lists: vips }'),
      says: [/^4: .*list of users that is not there: vips; .*vip$/],
    },
    'a name for an id': {
      text: when('caller: { users: bob }'),
      says: [/^4: `users` must be an id of Entra/],
    },
    'an unknown word': {
      text: when('caler: { users: bob }'),
      says: [/^4: `caler` is not known here; what is: caller, group, callee/],
    },
    'a condition that says nothing': { text: when('caller: {}'), says: [/^4: `caller` says nothing/] },
    'an invitation that is neither': {
      text: when('group: maybe'),
      says: [/^4: `group` must be true or false$/],
    },
    'an unknown kind': {
      text: when('caller: { kinds: robot }'),
      says: [/^4: `kinds` must be one of user, guest/],
    },
    'a prefix that is none': {
      text: when('caller: { phones: "+0" }'),
      says: [/^4: `phones` must be the beginning/],
    },
    'an unknown presence': {
      text: when(`presence: { of: ${id(1)}, is: Asleep }`),
      says: [/^4: `is` must be one of Avail/],
    },
    'nobody waiting': {
      text: when('waiting: { atLeast: 0 }'),
      says: [/^4: `atLeast` must be a whole number from 1/],
    },
    'a window longer than what is kept': {
      text: when('shortCalls: { atLeast: 2, withinMinutes: 2000, shorterThanSeconds: 5 }'),
      says: [/^4: `withinMinutes` .*nothing older is kept$/],
    },
    'days that are none': {
      text: when('time: { days: [mon-fri, noday] }'),
      says: [/^4: `days` must be days/],
    },
    'an hour that is none': {
      text: when('time: { from: "25:00", to: 18 }'),
      says: [/^4: `from` must be a time of day/, /^4: `to` must be a time of day/],
    },
    'a range without an end': {
      text: when('time: { from: "08:00" }'),
      says: [/^4: `from` needs a `to` beside it$/],
    },
    'a range of nothing': {
      text: when('time: { from: "08:00", to: "08:00" }'),
      says: [/^4: `to` is the same as `from`/],
    },
    'holidays without any': {
      text: when('time: { holiday: true }'),
      says: [/^4: `holiday` needs `holidays` at the top/],
    },
    'a day in no calendar': {
      text: 'zone: UTC\nholidays:\n  - 2026-02-28\n  - 2026-02-30\n  - 02-30\nrules:\n  - then: { answer: helpdesk }',
      says: [/^4: `holidays` must have dates/, /^5: `holidays` must have dates/],
    },
    'an unknown zone': {
      text: 'rules:\n  - then: { answer: helpdesk }\nzone: Mars/Olympus',
      says: [/^3: `zone` must be an IANA time zone/],
    },
    'an offset for a zone': {
      text: 'zone: "+02:00"\nrules:\n  - then: { answer: helpdesk }',
      says: [/^1: `zone` must be an IANA time zone/],
    },
    'a list of nobody': {
      text: 'zone: UTC\nlists:\n  vip: []\nrules:\n  - then: { answer: helpdesk }',
      says: [/^3: `vip` names nobody$/],
    },
    'rules after one for everybody': {
      text: 'zone: UTC\nrules:\n  - then: { answer: helpdesk }\n  - when: { waiting: { atLeast: 1 } }\n    then: { reject: busy }',
      says: [/^4: .*never read: rule 1 is for every call$/],
    },
    'two rules with the same conditions': {
      text: 'zone: UTC\nrules:\n  - { when: { waiting: { atLeast: 1 } }, then: { reject: none } }\n  - { when: { waiting: { atLeast: 1 } }, then: { reject: busy } }\n  - then: { answer: helpdesk }',
      says: [/^4: .*never read: rule 1 has the same conditions$/],
    },
    'no rule for everybody': {
      text: 'zone: UTC\nrules:\n  - when: { waiting: { atLeast: 1 } }\n    then: { reject: busy }',
      says: [/^3: `rules` must end with a rule for every call/],
    },
    'no rules': { text: 'zone: UTC', says: [/^1: `rules` must be a list/] },
    'an empty file': { text: '', says: [/^1: The file must have/] },
    'a key that is there twice': {
      text: 'zone: UTC\nzone: UTC',
      says: [/^2: This is not YAML: Map keys must be unique/],
    },
    'no YAML': { text: 'zone: UTC\nrules: [', says: [/^2: This is not YAML/] },
    'an alias of nothing': { text: 'zone: *x', says: [/^1: This file cannot be read/] },
    'a nesting that no stack holds': { text: '['.repeat(20_000), says: [/^1: /] },
  };
  for (const [name, { text, says, has }] of Object.entries(wrong)) {
    it(`tells of ${name}, and where`, () => {
      const told = mistakesIn(text, has);
      assert.equal(told.length, says.length, told.join('\n'));
      for (const [at, each] of says.entries()) assert.match(told[at] ?? '', each);
    });
  }

  it('tells of all mistakes at once, in the order of the lines', () => {
    const told = mistakesIn(
      'zone: X\nblockd: 1\nlists:\n  a: [b]\nrules:\n  - when: {}\n    then: { answer: x }\n  - whn: 1',
    );
    assert.deepEqual(
      told.map((line) => Number.parseInt(line, 10)),
      [1, 2, 4, 6, 7, 8, 8],
    );
  });

  it('says nothing of menus while their own mistakes keep them unknown', () => {
    assert.deepEqual(mistakesIn(then('answer: nowhere'), { menus: null }), []);
    assert.deepEqual(mistakesIn(then('answer: { media: host }'), { mediaHost: true }), []);
  });

  it('is read or refused with lines that it has, whatever is in it', () => {
    const lines = sample.split('\n');
    const broken = fc
      .tuple(
        fc.array(fc.tuple(fc.nat(lines.length - 1), fc.string()), { maxLength: 4 }),
        fc.nat(lines.length),
      )
      .map(([changes, cut]) => {
        const changed = [...lines];
        for (const [at, text] of changes) changed[at] = `${changed[at]?.slice(0, text.length * 2)}${text}`;
        return changed.slice(0, cut + 1).join('\n');
      });
    const yaml = fc.oneof(
      broken,
      fc.string(),
      fc.json(),
      fc.array(fc.constantFrom(...lines)).map((all) => all.join('\n')),
    );
    fc.assert(
      fc.property(yaml, (text) => {
        const found = read(text);
        if ('desk' in found) {
          assert.ok(route(found.desk, facts()).outcome);
          return;
        }
        assert.ok(found.mistakes.length > 0);
        for (const { line, message } of found.mistakes) {
          assert.ok(line >= 1 && line <= text.split(/\r\n|\n/).length, `${line} ${message}`);
          // The words of the YAML library are its own; those of zod are never shown.
          if (!message.startsWith('This is not YAML')) assert.doesNotMatch(message, /Invalid|expected/);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('docs/front-desk.md', () => {
  const docs = readFileSync(new URL('../../docs/front-desk.md', import.meta.url), 'utf8');

  it('has an example that works', () => {
    const [, example = ''] = /```yaml\n([\s\S]*?)```/.exec(docs) ?? [];
    const found = read(example);
    assert.ok('desk' in found, JSON.stringify(found));
    assert.equal(found.desk.rules.length, 3);
  });

  it('has every word of the file', () => {
    const known = [
      '{ x: 1, rules: [{ x: 1, when: { x: 1, caller: { x: 1 }, callee: { x: 1 }, time: { x: 1 } } }] }',
    ];
    known.push('{ rules: [{ when: { presence: { x: 1 }, waiting: { x: 1 }, shortCalls: { x: 1 } } }] }');
    known.push(
      ...['answer', 'redirect', 'ask', 'hold'].map(
        (word) => `{ rules: [{ then: { x: 1, ${word}: { x: 1 } } }] }`,
      ),
    );
    const words = known
      .flatMap((text) => mistakesIn(text))
      .flatMap((line) => /what is: (.*)$/.exec(line)?.[1]?.split(', ') ?? []);
    assert.ok(words.length > 40, String(words.length));
    const named = (word: string) => new RegExp(`\\b${word}\\b`).test(docs);
    assert.deepEqual(
      words.filter((word) => !named(word)),
      [],
    );
  });
});
