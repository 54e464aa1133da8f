import assert from 'node:assert/strict';
import { isHeld, type Row, table } from '../../bench/table.ts';

const row = (more: Partial<Row>): Row => ({
  ...{ measure: 1, what: 'to 202', unit: '/s', floor: 1000, rollcall: 1500, target: null },
  ...more,
});

describe('table of the benchmark', () => {
  it('holds a ratio, or the value alone, against its limits', () => {
    assert.equal(isHeld(row({})), null);
    assert.equal(isHeld(row({ target: { of: 'ratio', atLeast: 1.5 } })), true);
    assert.equal(isHeld(row({ target: { of: 'ratio', atMost: 1.4 } })), false);
    assert.equal(isHeld(row({ target: { of: 'value', atMost: 1500 } })), true);
    assert.equal(isHeld(row({ floor: null, target: { of: 'ratio', atLeast: 0 } })), false);
  });

  it('prints every row with its verdict', () => {
    const lines = table([
      row({ target: { of: 'ratio', atLeast: 1 } }),
      row({ floor: null, rollcall: 300.4, unit: 'ms', target: { of: 'value', atMost: 250 } }),
      row({ floor: 2, rollcall: 3 }),
    ]).split('\n');
    assert.equal(lines.length, 5);
    assert.match(lines[2] ?? '', /1000 \/s +\| 1500 \/s +\| 1.50× +\| ≥ 1× +\| held/);
    assert.match(lines[3] ?? '', /300 ms +\| +\| ≤ 250 ms +\| MISSED/);
    assert.match(lines[4] ?? '', /2 \/s +\| 3 \/s +\| 1.50× +\| +\| +\|/);
    assert.equal(new Set(lines.map((line) => line.length)).size, 1);
  });
});
