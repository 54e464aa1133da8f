import assert from 'node:assert/strict';
import { isZone } from '../../src/lib/zone.ts';

describe('a time zone', () => {
  it('is one that Intl knows, by an older name or as an offset too', () => {
    for (const name of ['UTC', 'Europe/Berlin', 'US/Pacific', '+02:00']) assert.ok(isZone(name), name);
    for (const name of ['', 'Berlin', 'Europe/Atlantis', 'now']) assert.ok(!isZone(name), name);
  });
});
