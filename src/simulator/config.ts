/** The simulator's own settings, when it runs alone. */
import { readFileSync } from 'node:fs';
import type { SimulatorOptions } from './context.ts';

/** What a bot is given when nothing else is said; they open nothing but this simulator. */
export const demo = {
  botId: 'b07c0de0-7e57-4c0d-a000-00000000b071',
  tenantId: '7e4a4700-7e57-4c0d-a000-0000000c0de5',
  password: 'simulated-secret',
};

/** @throws Error for a SIMULATOR_PORT that is no port, or a certificate that cannot be read. */
export function readSimulatorConfig(env: NodeJS.ProcessEnv): SimulatorOptions {
  const port = Number(env.SIMULATOR_PORT ?? 3979);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`SIMULATOR_PORT must be a port number, not "${env.SIMULATOR_PORT}".`);
  }
  const certificate = env.BOT_CERTIFICATE_FILE;
  const password = env.BOT_PASSWORD ?? (certificate ? undefined : demo.password);
  return {
    port,
    dataDir: env.SIMULATOR_DATA_DIR || '.rollcall/simulator',
    botUrl: env.BOT_URL || 'http://127.0.0.1:3978',
    botId: env.BOT_ID || demo.botId,
    tenantId: env.BOT_TENANT_ID || demo.tenantId,
    ...(password ? { botPassword: password } : {}),
    ...(certificate ? { botCertificate: readFileSync(certificate, 'utf8') } : {}),
    ...(env.AZURE_SPEECH_KEY ? { speechKey: env.AZURE_SPEECH_KEY } : {}),
    ...(env.MEDIA_HOST_TOKEN ? { mediaHostToken: env.MEDIA_HOST_TOKEN } : {}),
    ...(env.PLAYGROUND_URL ? { playgroundUrl: env.PLAYGROUND_URL } : {}),
    ...(env.SIMULATOR_TRAFFIC_FILE ? { trafficFile: env.SIMULATOR_TRAFFIC_FILE } : {}),
    autoFill: env.SIMULATOR_AUTO_FILL !== 'false',
  };
}
