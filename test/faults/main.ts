/**
 * `npm run faults -- [--seed 1] [--rounds 50] [--only kill-meeting,graph-429]`: every fault in a process of its own, two at a
 * time, and a table of what held. A round that broke is seen again with its own seed and `--rounds 1`. Ends with 1 where
 * something did not hold. Ctrl-C ends it early, with the table of the rounds that there were. Nothing is written but in the
 * system's folder for what is temporary.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { shareDatabases, stopDatabases } from '../fixtures/database.ts';
import type { Fault } from './fault.ts';
import { faults } from './faults.ts';
import { type Row, runRounds } from './run.ts';
import { lazyServers } from './servers.ts';

const atOnce = 2;
/** A round takes seconds; a process that has told of none for as long as this, in milliseconds, hangs. */
const longestRound = 600_000;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '50' },
    only: { type: 'string', default: '' },
  },
});
const given = { seed: Number(values.seed), rounds: Number(values.rounds) };
const only = values.only.split(',').filter(Boolean);
const unknown = only.filter((name) => !faults.some((fault) => fault.name === name));
if (unknown.length > 0 || !Number.isInteger(given.seed) || !(given.rounds >= 1)) {
  process.stderr.write(
    `--only is some of ${faults.map(({ name }) => name).join(', ')}; --seed and --rounds are numbers.\n`,
  );
  process.exit(2);
}

const chosen = faults.filter(({ name }) => only.length === 0 || only.includes(name));
if (process.send) await oneFault();
else await allFaults();

/** In a process of its own: what one leaves in memory is not the next one's. */
async function oneFault(): Promise<void> {
  const servers = lazyServers();
  // Ctrl-C is for all processes of a terminal; the one that has the table ends this one.
  process.on('SIGINT', () => undefined);
  process.once('disconnect', () => process.exit());
  const tell = (row: Row) => process.send?.(row);
  for (const fault of chosen) tell(await runRounds(fault, given, servers, tell));
  await servers.close();
  await stopDatabases();
  process.disconnect();
}

async function allFaults(): Promise<void> {
  await shareDatabases();
  process.env.STORY_TRAFFIC = 'off';
  const started = performance.now();
  const rows = new Map<string, Row>();
  const waiting = [...chosen];
  const children = new Set<ChildProcess>();
  let stopped = false;
  process.once('SIGINT', () => {
    stopped = true;
    waiting.length = 0;
    for (const child of children) child.kill('SIGTERM');
  });
  const work = async () => {
    for (let fault = waiting.shift(); fault; fault = waiting.shift()) {
      const args = ['--seed', values.seed, '--rounds', values.rounds, '--only', fault.name];
      const child = fork(import.meta.filename, args);
      children.add(child);
      const hangs = setTimeout(() => child.kill('SIGKILL'), longestRound);
      child.on('message', (row) => {
        hangs.refresh();
        say(row as Row, rows.get(fault.name)?.broken.length ?? 0);
        rows.set(fault.name, row as Row);
      });
      const [code, signal] = await once(child, 'exit');
      clearTimeout(hangs);
      children.delete(child);
      const row = rows.get(fault.name) ?? nothingOf(fault);
      if (code !== 0 && !stopped) {
        row.broken.push({
          seed: given.seed + row.rounds,
          what: [`its process ended with ${code ?? signal}`],
        });
        say(row, row.broken.length - 1);
      }
      rows.set(fault.name, row);
      process.stderr.write(`${row.fault}: ${row.held} of ${row.rounds} in ${Math.round(row.seconds)} s\n`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  await stopDatabases();
  process.stdout.write(table(chosen.flatMap(({ name }) => rows.get(name) ?? [])));
  process.stdout.write(
    `\nSeed ${given.seed}, ${Math.round((performance.now() - started) / 1_000)} seconds.\n`,
  );
  if ([...rows.values()].some(({ broken }) => broken.length > 0)) process.exitCode = 1;
}

/** What broke since there were so many broken rounds. */
function say({ fault, broken }: Row, said: number): void {
  for (const { seed, what } of broken.slice(said))
    process.stderr.write(`  ${fault}, seed ${seed}: ${what.join('\n    ').slice(0, 2_000)}\n`);
}

const nothingOf = ({ name, what }: Fault): Row => ({
  ...{ fault: name, what, rounds: 0, held: 0, seconds: 0, grown: null, broken: [] },
});

function table(rows: readonly Row[]): string {
  const memory = (grown: number | null) => (grown === null ? '' : `${(grown / 1024 / 1024).toFixed(1)} MB`);
  const lines = [
    ['fault', 'rounds', 'held', 'seconds', 'memory grew by', 'what'],
    ...rows.map((row) =>
      [row.fault, row.rounds, row.held, Math.round(row.seconds), memory(row.grown), row.what].map(String),
    ),
  ];
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(...lines.map((line) => (line[column] ?? '').length)),
  );
  const [head = [], ...rest] = lines.map((line) =>
    line.map((cell, column) => cell.padEnd(widths[column] ?? 0)),
  );
  const rule = widths.map((width) => '-'.repeat(width));
  return [head, rule, ...rest].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}
