/** What instances that are processes of their own live among: a simulator in this process, and a database. */
import type { Simulator } from '../../src/simulator/simulator.ts';
import { type FreshDatabase, freshDatabase } from '../fixtures/database.ts';
import { settingsFor, storySimulator } from './harness.ts';
import { type Instance, startInstance } from './instance.ts';

export interface Surroundings {
  simulator: Simulator;
  database: FreshDatabase;
  /**
   * Starts an instance; resolves when it is ready.
   * @param port where it listens @param more settings that differ @param main another release's main.ts
   */
  start(port: number, more?: NodeJS.ProcessEnv, main?: string): Promise<Instance>;
  /** Kills every instance that was started, and clears all of it away. */
  close(): Promise<void>;
}

/** @param botUrl where the simulator finds the product: an instance, or the front of several */
export async function surroundings(botUrl: string): Promise<Surroundings> {
  const simulator = await storySimulator({ botUrl });
  const database = await freshDatabase();
  const started: Instance[] = [];
  return {
    simulator,
    database,
    async start(port, more = {}, main) {
      const settings = settingsFor({ url: simulator.url, port, database: database.url });
      const env = { PATH: process.env.PATH, ...settings, EXTRA_CA_FILE: simulator.caFile, ...more };
      const instance = await startInstance(env, main);
      started.push(instance);
      return instance;
    },
    async close() {
      await Promise.all(started.map((instance) => instance.kill()));
      await simulator.close();
      await database.close();
    },
  };
}
