/** 6. From the start to ready, and memory after that, beside the bare bot; the database is there already. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { floor, rollcall, type Stage } from '../stage.ts';
import { median } from '../statistics.ts';
import type { Row } from '../table.ts';

const rounds = 4;
const idleMs = 3_000;

export async function startUp(stage: Stage): Promise<Row[]> {
  const database = await stage.newDatabase();
  const seen = {
    ours: { ms: [] as number[], mb: [] as number[] },
    floor: { ms: [] as number[], mb: [] as number[] },
  };
  for (let round = 0; round <= rounds; round += 1) {
    for (const [file, into] of [
      [floor('bot'), seen.floor],
      [rollcall, seen.ours],
    ] as const) {
      const program = await stage.start(file, database);
      await new Promise((resolve) => setTimeout(resolve, round === 0 ? 0 : idleMs));
      const mb = await residentMegabytes(program.pid);
      await program.stop();
      // The first makes the tables, and brings the files into the system's memory.
      if (round === 0) continue;
      into.ms.push(program.readyAfterMs);
      into.mb.push(mb);
    }
  }
  const row = (what: string, unit: string, of: 'ms' | 'mb'): Row => ({
    ...{ measure: 6, what, unit, floor: median(seen.floor[of]), rollcall: median(seen.ours[of]) },
    target: { of: 'ratio', atMost: 1.5 },
  });
  return [row('start to ready', 'ms', 'ms'), row('memory (RSS), idle', 'MB', 'mb')];
}

async function residentMegabytes(pid: number): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
  return Number(stdout.trim()) / 1024;
}
