import assert from 'node:assert/strict';
import { namesIn, understandRows } from '../../src/chat/importRows.ts';
import type { Meant } from '../../src/people/manyPeople.ts';
import type { CsvRow } from '../../src/reminders/csv.ts';

const now = Date.parse('2026-11-18T10:30:00Z');
const by = { id: 'megan', name: 'Megan Bowen' };
const invitee = (name: string, outside = false) => ({
  ...{
    id: name.toLowerCase(),
    name,
    address: `${name.toLowerCase()}@contoso.com`,
    response: 'none' as const,
  },
  outside,
});
const meant = new Map<string, Meant>([
  ['Adele', { person: invitee('Adele') }],
  ['adele@contoso.com', { person: invitee('Adele') }],
  ['Alex', { several: [invitee('Alexw'), invitee('Alexk')] }],
  ['Robin', { person: invitee('Robin', true) }],
]);
const row = (more: Partial<CsvRow>): CsvRow => ({
  ...{ line: 2, who: 'Adele', text: 'Call home', when: '2026-12-01 14:00', every: '', how: '' },
  ...more,
});
const context = { by, now, zone: 'Europe/Berlin', locale: 'en-GB', phoneCalls: true };
const read = (...rows: Partial<CsvRow>[]) =>
  understandRows(
    rows.map((one, index) => row({ line: index + 2, ...one })),
    meant,
    context,
  );
const good = (more: Partial<CsvRow>) => {
  const { good: found, mistakes } = read(more);
  assert.deepEqual(mistakes, []);
  return found[0];
};
const mistake = (more: Partial<CsvRow>) => {
  const { good: found, mistakes } = read(more);
  assert.equal(found.length, 0, JSON.stringify(found));
  return mistakes[0]?.key.replace('import.row.', '');
};
const instant = (text: string) => new Date(good({ when: text })?.due ?? 0).toISOString();

describe('the rows of an import', () => {
  it('mean people, the sender and numbers', () => {
    assert.deepEqual(good({})?.to, { id: 'adele', name: 'Adele', kind: 'user' });
    assert.deepEqual(good({ who: 'Me' })?.to, { id: 'megan', name: 'Megan Bowen', kind: 'user' });
    assert.deepEqual(good({ who: '+49 (0)30 1234567' })?.to, {
      ...{ id: '+49301234567', name: '+49301234567', kind: 'phone' },
    });
    assert.deepEqual(namesIn([row({}), row({ who: 'me' }), row({ who: '+49301234567' }), row({})]), [
      'Adele',
    ]);
  });

  it('mean times in the zone of the sender, as ISO writes them and as people do', () => {
    assert.equal(instant('2026-12-01 14:00'), '2026-12-01T13:00:00.000Z');
    assert.equal(instant('2026-12-01T14:00:00Z'), '2026-12-01T14:00:00.000Z');
    assert.equal(instant('2026-07-01T14:00+09:00'.replace('2026', '2027')), '2027-07-01T05:00:00.000Z');
    assert.equal(instant('01.12.2026 14:00'), '2026-12-01T13:00:00.000Z');
    assert.equal(instant('tomorrow at 3pm'), '2026-11-19T14:00:00.000Z');
    assert.equal(instant('now'), '2026-11-18T10:30:00.000Z');
  });

  it('come again, first on a day that fits', () => {
    const first = (every: string) => {
      const found = good({ when: '2026-12-01 14:00', every });
      return [found?.every, new Date(found?.due ?? 0).toISOString().slice(0, 10)];
    };
    assert.deepEqual(first('Monday'), [{ kind: 'weekly', days: [1] }, '2026-12-07']);
    assert.deepEqual(first('every Mon, Thu'), [{ kind: 'weekly', days: [1, 4] }, '2026-12-03']);
    assert.deepEqual(first('week'), [{ kind: 'weekly', days: [2] }, '2026-12-01']);
    assert.deepEqual(first('daily'), [{ kind: 'daily' }, '2026-12-01']);
    assert.deepEqual(first('Weekdays'), [{ kind: 'weekdays' }, '2026-12-01']);
    assert.deepEqual(first('monthly'), [{ kind: 'monthly', day: 1 }, '2026-12-01']);
    assert.deepEqual(first('no'), [null, '2026-12-01']);
  });

  it('ring, or are written', () => {
    assert.equal(good({})?.how, 'ring');
    assert.equal(good({ how: 'Phone' })?.how, 'ring');
    assert.equal(good({ how: 'by chat' })?.how, 'chat');
  });

  it('are mistakes, each in words of its own', () => {
    assert.equal(mistake({ who: 'Nobody' }), 'unknown');
    assert.equal(mistake({ who: 'Alex' }), 'several');
    assert.equal(mistake({ who: 'Robin' }), 'outside');
    assert.equal(mistake({ who: '030 12' }), 'phone');
    assert.equal(mistake({ who: '+49301234567', how: 'chat' }), 'phoneChat');
    assert.equal(mistake({ when: '2020-01-01 10:00' }), 'past');
    assert.equal(mistake({ when: '2026-12-01' }), 'noTime');
    assert.equal(mistake({ when: '2027-03-28 02:30' }), 'gap');
    assert.equal(mistake({ when: 'soon' }), 'when');
    assert.equal(mistake({ when: 'tomorrow 3pm unless it rains' }), 'when');
    assert.equal(mistake({ when: 'x'.repeat(5_000) }), 'when');
    assert.equal(mistake({ every: 'other Monday' }), 'every');
    assert.equal(mistake({ every: 'Monday or so' }), 'every');
    assert.equal(mistake({ how: 'pigeon' }), 'how');
    const noPhones = { ...context, phoneCalls: false };
    const { mistakes } = understandRows([row({ who: '+49301234567' })], meant, noPhones);
    assert.equal(mistakes[0]?.key, 'import.row.noPhones');
  });

  it('count once where several say the same', () => {
    const { good: found, mistakes } = read(
      {},
      { text: 'Something else' },
      { who: 'adele@contoso.com', when: '1 Dec 2026 2pm' },
      { who: 'me' },
    );
    assert.deepEqual(
      found.map(({ line }) => line),
      [2, 3, 5],
    );
    assert.deepEqual(mistakes, [{ line: 4, key: 'import.row.same', values: { first: 2 } }]);
  });
});
