import assert from 'node:assert/strict';
import { createRings } from '../../src/people/rings.ts';
import { ringStore } from '../../src/store/rings.ts';
import { type FreshDatabase, freshDatabase } from '../fixtures/database.ts';

const person = (id: string) => ({ id, name: id });
const [megan, adele, alex, lee] = ['megan', 'adele', 'alex', 'lee'].map(person) as [P, P, P, P];
type P = ReturnType<typeof person>;

const hour = 3_600_000;
const now = Date.parse('2026-11-18T10:30:00Z');

describe('rings', () => {
  let database: FreshDatabase;
  beforeEach(async () => {
    database = await freshDatabase();
  });
  afterEach(() => database.close());

  const limited = () => createRings(ringStore(database.db), { perPerson: 2, perSender: 3 });

  it('are counted for an hour, by person and by sender, the same one once', async () => {
    const rings = limited();
    assert.deepEqual(await rings.mayRing(megan, [adele, alex], now), ['yes', 'yes']);
    await rings.note('one', megan, [adele, alex], now);
    await rings.note('one', megan, [adele, alex], now + 1);
    await rings.note('two', lee, [{ ...adele, id: 'ADELE' }], now + 2);
    assert.deepEqual(await rings.mayRing(megan, [adele, alex, lee], now + 3), [
      'oftenRung',
      'yes',
      'ringsTooMuch',
    ]);
    assert.deepEqual(await rings.mayRing(lee, [adele, alex, megan], now + 3), ['oftenRung', 'yes', 'yes']);
    assert.deepEqual(await rings.mayRing(megan, [adele, alex], now + hour), ['yes', 'yes']);
    assert.deepEqual(await rings.mayRing(megan, [], now), []);
    await rings.note('three', megan, [], now);
  });

  it('are nothing for who does not want them, until they do', async () => {
    const rings = limited();
    await rings.set(adele, false, now);
    await rings.set({ ...adele, id: 'ADELE' }, false, now);
    assert.deepEqual(await rings.mayRing(megan, [alex, adele], now), ['yes', 'off']);
    await rings.set(adele, true, now);
    assert.deepEqual(await rings.mayRing(megan, [alex, adele], now), ['yes', 'yes']);
  });
});
