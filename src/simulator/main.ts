/** Runs the simulator alone: `npm run simulator`. */
import { resolve } from 'node:path';
import { demo, readSimulatorConfig } from './config.ts';
import type { SimulatorOptions } from './context.ts';
import { startSimulator } from './simulator.ts';

function howTo(url: string, caFile: string, options: SimulatorOptions): string {
  const { botUrl, botId, tenantId, botPassword } = options;
  // Only the example's secret is shown; one of somebody's own stays out of the terminal.
  const secret = botPassword === demo.password ? ` BOT_PASSWORD=${demo.password}` : '';
  return [
    `Simulator of Entra, Graph calling and the Teams channel at ${url}`,
    `  the bot:              BOT_ID=${botId} BOT_TENANT_ID=${tenantId}${secret}`,
    `  trust its authority:  EXTRA_CA_FILE=${resolve(caFile)}  (any Node bot: NODE_EXTRA_CA_CERTS)`,
    `  Graph:                GRAPH_URL=${url}`,
    `  tokens:               LOGIN_URL=${url}`,
    `  channel keys:         CHANNEL_OPENID_URL=${url}/channel/.well-known/openidconfiguration`,
    `  call keys:            CALLS_OPENID_URL=${url}/calls/.well-known/OpenIdConfiguration`,
    `  the bot's https face: PUBLIC_URL=${url}  (everything under /api goes to ${botUrl})`,
    `  play the people:      ${url}/simulator/`,
  ].join('\n');
}

try {
  const log = (line: string) => process.stderr.write(`${line}\n`);
  const options = { ...readSimulatorConfig(process.env), log };
  const simulator = await startSimulator(options);
  const { url, caFile } = simulator;
  const stop = () => void simulator.close().finally(() => process.exit(0));
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  if (process.send) {
    process.on('disconnect', stop);
    process.send({ ready: true, url, caFile });
  } else process.stdout.write(`${howTo(url, caFile, options)}\n`);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
}
