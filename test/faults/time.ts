/** The time of a process of its own and of its simulator: it goes on faster than the machine's, and the process's clock may be wrong. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OwnProcess } from '../stories/ownProcess.ts';

export interface Time {
  /** By the simulator's clock, in milliseconds since the epoch. */
  now(): number;
  /** By the process's clock. */
  ofProcess(): number;
  /** As much time has passed, for both. */
  pass(ms: number): Promise<void>;
  /** From now on the process's clock is so far ahead of the simulator's; below zero: behind. */
  step(ms: number): Promise<void>;
}

export const clockFile = (): string => join(mkdtempSync(join(tmpdir(), 'rollcall-clock-')), 'ahead');

/** @param file the process reads at its start how far its clock is ahead of the machine's, in milliseconds */
export function timeOf(rollcall: OwnProcess, file: string): Time {
  let passed = 0;
  let stepped = 0;
  rollcall.simulator.clock.now = () => Date.now() + passed;
  const tell = async () => {
    writeFileSync(file, String(passed + stepped));
    if (rollcall.instance && !rollcall.instance.died())
      await rollcall.instance.ask('clock').catch(() => null);
  };
  return {
    now: () => Date.now() + passed,
    ofProcess: () => Date.now() + passed + stepped,
    pass(ms) {
      passed += ms;
      return tell();
    },
    step(ms) {
      stepped = ms;
      return tell();
    },
  };
}
