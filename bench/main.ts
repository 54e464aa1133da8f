/** `npm run bench`: measures Rollcall beside a floor, in one run; `npm run bench -- 1 4` takes some of the measures. */

import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { chat } from './measures/chat.ts';
import { graphRequests } from './measures/graphRequests.ts';
import { incoming } from './measures/incoming.ts';
import { notifications } from './measures/notifications.ts';
import { reminders } from './measures/reminders.ts';
import { roster } from './measures/roster.ts';
import { startUp } from './measures/startUp.ts';
import { openStage, type Stage } from './stage.ts';
import { isHeld, type Row, ratioOf, table } from './table.ts';

const measures: Record<string, (stage: Stage) => Promise<Row[]>> = {
  1: notifications,
  2: chat,
  3: incoming,
  4: roster,
  5: reminders,
  6: startUp,
  7: graphRequests,
};

const resultFile = join(import.meta.dirname, 'results.json');

async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  const unknown = wanted.find((name) => !measures[name]);
  if (unknown) throw new Error(`There is no measure ${unknown}: ${Object.keys(measures).join(', ')}`);
  const stage = await openStage();
  tls.setDefaultCACertificates([
    ...tls.getCACertificates('default'),
    readFileSync(stage.cloud.caFile, 'utf8'),
  ]);
  const rows: Row[] = [];
  try {
    for (const [name, measure] of Object.entries(measures)) {
      if (wanted.length > 0 && !wanted.includes(name)) continue;
      const since = performance.now();
      rows.push(...(await measure(stage)));
      process.stderr.write(`measure ${name}: ${Math.round((performance.now() - since) / 1_000)} s\n`);
    }
  } finally {
    await stage.close();
  }
  const machine = { processors: cpus().length, model: cpus()[0]?.model, node: process.version };
  const results = rows.map((row) => ({ ...row, ratio: ratioOf(row), held: isHeld(row) }));
  await writeFile(
    resultFile,
    `${JSON.stringify({ at: new Date().toISOString(), machine, results }, null, 2)}\n`,
  );
  process.stdout.write(`${table(rows)}\n`);
}

main().catch((error: Error) => {
  process.stderr.write(`The benchmark broke off: ${error.stack}\n`);
  process.exitCode = 1;
});
