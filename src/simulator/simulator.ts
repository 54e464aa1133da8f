/** Puts the simulator together and starts it: Entra, Graph, the control API, and the https front of the bot. */

import { Calls } from './calls.ts';
import { serverCertificate } from './certificate.ts';
import { createChannel, type TeamsChannel } from './channel/channel.ts';
import { RealClock, type SimulatorClock } from './clock.ts';
import { consoleRoutes } from './console/routes.ts';
import type { Base, Context, SimulatorOptions } from './context.ts';
import { controlRoutes } from './control.ts';
import { entraRoutes } from './entra.ts';
import { Faults } from './faults.ts';
import { graphRoutes } from './graph.ts';
import { makeAllKeys } from './keys.ts';
import { endMediaWithCalls } from './media/clips.ts';
import { mediaRoutes } from './media/routes.ts';
import { proxyRoutes } from './proxy.ts';
import { type Route, SimulatorServer } from './server.ts';
import { defaultPermissions, defaultSettings } from './settings.ts';
import { Traffic } from './traffic.ts';
import { World } from './world.ts';

export interface Simulator {
  /** https://localhost:PORT */
  url: string;
  /** File with the PEM of the authority that the bot must trust. */
  caFile: string;
  ca: string;
  clock: SimulatorClock;
  world: World;
  faults: Faults;
  traffic: Traffic;
  context: Context;
  /** People talk to the bot through it. */
  channel: TeamsChannel;
  close(): Promise<void>;
}

/** The tables of routes, in the order they are asked; the front comes last, it takes what is left. */
const parts: ((context: Context) => Route[])[] = [
  graphRoutes,
  controlRoutes,
  entraRoutes,
  mediaRoutes,
  consoleRoutes,
  proxyRoutes,
];

/**
 * A running simulator.
 * @throws Error with code EADDRINUSE, naming the port and SIMULATOR_PORT, where the port is taken.
 */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const log = options.log ?? (() => undefined);
  const [certificate, keys] = await Promise.all([serverCertificate(options.dataDir), makeAllKeys()]);
  const clock = options.clock ?? new RealClock();
  const world = new World(clock, options.tenantId, options.botId);
  const server = new SimulatorServer(certificate, log);
  const faults = new Faults();
  const traffic = new Traffic(options.trafficFile);
  const port = await server.listen(options.port ?? 0).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    const message = `Port ${options.port} is taken; set SIMULATOR_PORT to another one for the simulator.`;
    throw Object.assign(new Error(message), { code: error.code });
  });
  const base: Base = {
    options,
    settings: defaultSettings(options),
    url: `https://localhost:${port}`,
    ca: certificate.ca,
    clock,
    keys,
    world,
    faults,
    traffic,
    server,
    permissions: new Set(options.permissions ?? defaultPermissions),
    log,
  };
  const context: Context = { ...base, calls: new Calls(base) };
  endMediaWithCalls(context);
  const channel = createChannel(context);
  server.add(channel.routes());
  for (const part of parts) server.add(part(context));
  return {
    url: context.url,
    caFile: certificate.caFile,
    ca: certificate.ca,
    clock,
    world,
    faults,
    traffic,
    context,
    channel,
    async close() {
      context.calls.close();
      await server.close();
    },
  };
}
