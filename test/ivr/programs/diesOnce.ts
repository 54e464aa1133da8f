/** Stands in for espeakProgram.ts: dies of the first text it is ever asked, is stuck at "stuck", and speaks a second of silence. */
import { existsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ToSpeak } from '../../../src/ivr/espeakSynthesizer.ts';
import { writeWav } from '../../../src/ivr/wav.ts';

const mark = join(tmpdir(), `rollcall-died-${process.ppid}`);

process.on('message', ({ id, ssml }: ToSpeak) => {
  if (ssml.includes('always')) process.exit(1);
  if (ssml.includes('stuck')) return;
  if (!existsSync(mark)) {
    writeFileSync(mark, '');
    process.exit(1);
  }
  process.send?.({ id, wav: writeWav(new Int16Array(16_000)) });
});
process.on('disconnect', () => process.exit());
