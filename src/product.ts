/** Starts Rollcall from the environment and stops it, cleanly, when told to. */
import { readFileSync } from 'node:fs';
import tls from 'node:tls';
import { createApp } from './app.ts';
import { readConfig } from './config.ts';
import { systemClock } from './lib/clock.ts';
import { createLog } from './lib/log.ts';

/** @throws Error naming every setting that does not work, or what else keeps it from starting */
export async function startProduct(): Promise<void> {
  const config = readConfig();
  if (config.EXTRA_CA_FILE) {
    const extra = readFileSync(config.EXTRA_CA_FILE, 'utf8');
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), extra]);
  }
  const log = createLog(config.LOG_LEVEL);
  const app = await createApp({ config, clock: systemClock, log });
  const stop = async (): Promise<void> => {
    await app.stop();
    process.exit(0);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.once('disconnect', stop);
  const { port, metricsPort } = await app.start();
  log.info({ port, metricsPort }, 'Rollcall listens');
  await app.opened;
  log.info('Rollcall is ready');
  process.send?.({ ready: true, port, database: app.database });
  await app.warm();
}
