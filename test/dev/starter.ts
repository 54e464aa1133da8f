/** Starts everything with the stand-in for Rollcall, says so, and stays. */
import { join } from 'node:path';
import { devSettings } from '../../src/dev/settings.ts';
import { startStack } from '../../src/dev/stack.ts';

await startStack(devSettings(process.env), { productFile: join(import.meta.dirname, 'echoProduct.ts') });
process.send?.('started');
