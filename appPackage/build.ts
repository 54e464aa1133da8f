/**
 * `npm run package [env]`: writes build/appPackage.<env>.zip, what an admin uploads to Teams, from the manifest and
 * env/.env.<env> (local where none is named). Nothing is written when Teams would refuse it.
 */
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { colorFaults, manifestFaults, outlineFaults } from './check.ts';
import { fill, readValues } from './fill.ts';

const project = new URL('../', import.meta.url);

async function build(env: string): Promise<string> {
  if (!/^[a-z][a-z0-9-]*$/.test(env)) throw new Error(`${env} is no name of an environment such as dev.`);
  const values = readValues(new URL(`env/.env.${env}`, project), process.env);
  const manifest = fill(readFileSync(new URL('appPackage/manifest.json', project), 'utf8'), values);
  const color = readFileSync(new URL('appPackage/color.png', project));
  const outline = readFileSync(new URL('appPackage/outline.png', project));
  const faults = [...(await manifestFaults(manifest)), ...colorFaults(color), ...outlineFaults(outline)];
  if (faults.length > 0) throw new Error(`Teams would refuse this package:\n  ${faults.join('\n  ')}`);

  const zip = new ZipFile();
  zip.addBuffer(Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`), 'manifest.json');
  zip.addBuffer(color, 'color.png');
  zip.addBuffer(outline, 'outline.png');
  zip.end();
  mkdirSync(new URL('build/', project), { recursive: true });
  const path = `build/appPackage.${env}.zip`;
  await pipeline(zip.outputStream, createWriteStream(new URL(path, project)));
  return `${path} for bot ${values.BOT_ID}`;
}

try {
  console.log(`Wrote ${await build(process.argv[2] ?? 'local')}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
