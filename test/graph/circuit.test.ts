import assert from 'node:assert/strict';
import fc from 'fast-check';
import { answered, type Circuit, closed, failed, mayAsk, unknown } from '../../src/graph/circuit.ts';

const start = Date.UTC(2026, 10, 21);
const afterFailures = (count: number, now = start): Circuit =>
  Array.from({ length: count }).reduce<Circuit>((circuit) => failed(circuit, now, 0), closed);

describe('the circuit around Graph', () => {
  it('opens after five failures in a row, not after five', () => {
    assert.equal(afterFailures(4).since, null);
    assert.equal(afterFailures(5).since, start);
    const between = failed(answered(start), start, 0);
    assert.equal([1, 2, 3].reduce((circuit) => failed(circuit, start, 0), between).since, null);
  });

  it('lets one request try when its time has come, the others wait; an answer closes it', () => {
    const open = afterFailures(5);
    assert.equal(mayAsk(open, start + 400).wait, 600);
    const trying = mayAsk(open, start + 1_000);
    assert.equal(trying.wait, null);
    assert.equal(mayAsk(trying.circuit, start + 1_001).wait, 1_000);
    assert.equal(mayAsk(unknown(trying.circuit), start + 1_002).wait, null);
    assert.deepEqual(answered(start + 1_500), { ...closed, answeredAt: start + 1_500 });
  });

  it('waits longer each time a try fails, at most half a minute, and keeps since when', () => {
    let circuit = afterFailures(5);
    const waits: number[] = [];
    for (let now = start; waits.length < 7; now = circuit.tryAt) {
      circuit = failed(mayAsk(circuit, now + 60_000).circuit, now, 0);
      waits.push(circuit.tryAt - now);
    }
    assert.deepEqual(waits, [2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
    assert.equal(circuit.since, start);
  });

  it('never waits for a try that nothing came of, nor for a clock that was set back', () => {
    const trying = mayAsk(afterFailures(5), start + 1_000).circuit;
    assert.equal(mayAsk(trying, start + 31_000).wait, null);
    assert.equal(mayAsk(trying, start - 3_600_000).wait, null);
    assert.equal(mayAsk(afterFailures(5), start - 3_600_000).wait, null);
    // Set forward for a moment, in which a try failed.
    const ahead = failed(mayAsk(afterFailures(5), start + 86_400_000).circuit, start + 86_400_000, 0);
    assert.equal(mayAsk(ahead, start + 60_000).wait, null);
  });

  it('is never shut for good: whatever happens, within a minute somebody may ask', () => {
    const step = fc.record({
      what: fc.constantFrom('ask', 'answered', 'failed', 'unknown'),
      ms: fc.integer({ min: 0, max: 20_000 }),
      random: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let [circuit, now] = [closed, start];
        for (const { what, ms, random } of steps) {
          now += ms;
          if (what === 'ask') circuit = mayAsk(circuit, now).circuit;
          else if (what === 'answered') circuit = answered(now);
          else circuit = what === 'failed' ? failed(circuit, now, random) : unknown(circuit);
        }
        assert.equal(mayAsk(circuit, now + 60_000).wait, null);
        assert.equal(answered(now).since, null);
      }),
    );
  });
});
