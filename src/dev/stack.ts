/** Everything that `npm start` runs, started in order and stopped in order. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Child, startChild } from './child.ts';
import { startPlayground } from './playground.ts';
import { needPorts } from './ports.ts';
import { type DevSettings, productEnv } from './settings.ts';

export interface Stack {
  simulatorUrl: string;
  /** The authority to trust for the simulator's https. */
  caFile: string;
  rollcallUrl: string;
  /** Null when it was not wanted. */
  playgroundUrl: string | null;
  /** Which database the product uses, in its own words. */
  database: string;
  logDir: string;
  /** Resolves when a program ended by itself, with what is to be said about it. */
  died: Promise<string>;
  /** Stops all of them; resolves when none is left. */
  stop(): Promise<void>;
}

const source = join(import.meta.dirname, '..');

/**
 * Starts the simulator, the product (which brings its database) and the Playground.
 * @throws Error when a port is taken or a program does not start; nothing is left running then.
 */
export async function startStack(
  settings: DevSettings,
  options: { playground?: boolean; browser?: boolean; productFile?: string; portPatienceMs?: number } = {},
): Promise<Stack> {
  const { ports, dataDir, env, botUrl, botId, tenantId, timeZone } = settings;
  const { playground: wanted = true, browser = false, productFile = join(source, 'main.ts') } = options;
  await needPorts(
    [
      { port: ports.rollcall, setting: 'PORT', for: 'Rollcall' },
      { port: ports.metrics, setting: 'METRICS_PORT', for: "Rollcall's metrics" },
      { port: ports.simulator, setting: 'SIMULATOR_PORT', for: 'the simulator' },
      ...(wanted
        ? [{ port: ports.playground, setting: 'PLAYGROUND_PORT', for: 'the Agents Playground' }]
        : []),
    ],
    options.portPatienceMs,
  );
  const logDir = join(dataDir, 'logs');
  await mkdir(logDir, { recursive: true });
  const running: Child[] = [];
  const stop = async (): Promise<void> => {
    // The last started first: the product may still want to say something to Graph.
    for (const child of running.splice(0).reverse()) await child.stop();
  };
  const start = async (child: Promise<Child>): Promise<Child> => {
    running.push(await child);
    return child;
  };
  try {
    const playgroundUrl = `http://localhost:${ports.playground}`;
    const simulator = await start(
      startChild({
        name: 'The simulator',
        file: join(source, 'simulator', 'main.ts'),
        logFile: join(logDir, 'simulator.log'),
        env: {
          ...env,
          BOT_URL: botUrl,
          SIMULATOR_DATA_DIR: join(dataDir, 'simulator'),
          ...(wanted ? { PLAYGROUND_URL: playgroundUrl } : {}),
        },
      }),
    );
    const simulatorUrl = String(simulator.ready.url);
    const caFile = String(simulator.ready.caFile);
    const product = await start(
      startChild({
        name: 'Rollcall',
        file: productFile,
        logFile: join(logDir, 'rollcall.log'),
        env: productEnv(settings, { url: simulatorUrl, caFile }),
      }),
    );
    if (wanted) {
      const about = { simulatorUrl, caFile, botId, tenantId, timeZone, browser, dataDir, logDir, env };
      await start(startPlayground({ ...about, port: ports.playground }));
    }
    return {
      simulatorUrl,
      caFile,
      rollcallUrl: botUrl,
      playgroundUrl: wanted ? playgroundUrl : null,
      database: String(product.ready.database ?? ''),
      logDir,
      died: Promise.race(running.map(({ gone }) => gone)),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
