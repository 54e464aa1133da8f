/** A simulator with botbuilder's own bot behind it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';
import { botId, botPassword, type EchoBot, startEchoBot, tenantId, trust } from './echoBot.ts';

export interface Fixture {
  simulator: Simulator;
  bot: EchoBot;
  close(): Promise<void>;
}

export async function startFixture(): Promise<Fixture> {
  const dataDir = await mkdtemp(join(tmpdir(), 'rollcall-channel-'));
  const bot = await startEchoBot(() => simulator.url);
  const simulator: Simulator = await startSimulator({
    dataDir,
    botUrl: bot.url,
    botId,
    tenantId,
    botPassword,
  });
  trust(simulator.ca);
  return {
    simulator,
    bot,
    async close() {
      await simulator.close();
      await bot.close();
      await rm(dataDir, { recursive: true });
    },
  };
}
