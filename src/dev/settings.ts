/** What `npm start` reads from the environment, and what it tells each of the programs it starts. */
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { hasEspeak } from '../ivr/espeakSynthesizer.ts';
import { readSimulatorConfig } from '../simulator/config.ts';
import { playgroundPeople } from './playground.ts';
import { freePorts } from './ports.ts';

export interface DevSettings {
  ports: { rollcall: number; metrics: number; simulator: number; playground: number };
  /** Absolute. */
  dataDir: string;
  botUrl: string;
  botId: string;
  tenantId: string;
  timeZone: string;
  /** The whole environment with what the user left out filled in, but for what only the simulator can tell. */
  env: NodeJS.ProcessEnv;
}

const portSettings = {
  PORT: 3978,
  METRICS_PORT: 9464,
  SIMULATOR_PORT: 3979,
  PLAYGROUND_PORT: 56150,
} as const;

function portOf(env: NodeJS.ProcessEnv, setting: keyof typeof portSettings): number {
  const port = Number(env[setting] || portSettings[setting]);
  if (Number.isInteger(port) && port > 0 && port <= 65_535) return port;
  throw new Error(`${setting} must be a port number between 1 and 65535, not "${env[setting]}".`);
}

/** @throws Error naming the setting that does not work. */
export function devSettings(env: NodeJS.ProcessEnv): DevSettings {
  const ports = {
    rollcall: portOf(env, 'PORT'),
    metrics: portOf(env, 'METRICS_PORT'),
    simulator: portOf(env, 'SIMULATOR_PORT'),
    playground: portOf(env, 'PLAYGROUND_PORT'),
  };
  if (new Set(Object.values(ports)).size < 4) {
    throw new Error(`${Object.keys(portSettings).join(', ')} must be four different ports.`);
  }
  const dataDir = resolve(env.DATA_DIR || '.rollcall');
  const host = !env.HOST || env.HOST === '0.0.0.0' || env.HOST === '::' ? '127.0.0.1' : env.HOST;
  const botUrl = `http://${host}:${ports.rollcall}`;
  const { botId, tenantId } = readSimulatorConfig(env);
  const timeZone = env.DEFAULT_TIME_ZONE || Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
  const secret = env.BOT_CERTIFICATE_FILE ? {} : { BOT_PASSWORD: randomBytes(24).toString('base64url') };
  const filled = {
    ...secret,
    PORT: String(ports.rollcall),
    METRICS_PORT: String(ports.metrics),
    SIMULATOR_PORT: String(ports.simulator),
    DATA_DIR: dataDir,
    BOT_ID: botId,
    BOT_TENANT_ID: tenantId,
    DEFAULT_TIME_ZONE: timeZone,
    ADMIN_IDS: playgroundPeople[0]?.id,
    // The simulated cloud only hums; espeak-ng, where it is installed, really speaks.
    SPEECH_SYNTHESIZER: hasEspeak() ? 'espeak' : 'azure',
    SPEECH_RECOGNIZER: 'azure',
    AZURE_SPEECH_KEY: randomBytes(24).toString('base64url'),
    MEDIA_HOST_TOKEN: randomBytes(24).toString('base64url'),
  };
  return { ports, dataDir, botUrl, botId, tenantId, timeZone, env: withDefaults(env, filled) };
}

/** The environment, and `defaults` where it says nothing. */
function withDefaults(env: NodeJS.ProcessEnv, defaults: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const said = Object.entries(env).filter(([, value]) => value);
  return { ...defaults, ...Object.fromEntries(said), DATA_DIR: defaults.DATA_DIR ?? env.DATA_DIR };
}

/** What the product is told about a running simulator. */
export function productEnv(settings: DevSettings, simulator: { url: string; caFile: string }) {
  const { url, caFile } = simulator;
  return withDefaults(settings.env, {
    DATA_DIR: settings.dataDir,
    PUBLIC_URL: url,
    GRAPH_URL: url,
    FILE_HOSTS: new URL(url).host,
    LOGIN_URL: url,
    CHANNEL_OPENID_URL: `${url}/channel/.well-known/openidconfiguration`,
    CALLS_OPENID_URL: `${url}/calls/.well-known/OpenIdConfiguration`,
    EXTRA_CA_FILE: caFile,
    AZURE_SPEECH_URL: url,
    AZURE_SPEECH_RECOGNITION_URL: url,
    MEDIA_HOST_URL: `${url}/media-host`,
  });
}

/** The environment with four ports that are free now: for tests and stories that run beside one another. */
export async function onFreePorts(env: NodeJS.ProcessEnv): Promise<NodeJS.ProcessEnv> {
  const names = Object.keys(portSettings);
  const ports = await freePorts(names.length);
  return { ...env, ...Object.fromEntries(names.map((name, index) => [name, String(ports[index])])) };
}
