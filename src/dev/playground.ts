/** The Agents Playground, with the simulator's people in it. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { botMri, channelId, groupChatId, personalChatId, personMri } from '../simulator/channel/names.ts';
import { cast } from '../simulator/people.ts';
import { type Child, startChild } from './child.ts';

/** The Playground accepts exactly this many people besides the one who sits at it. */
const others = 5;

/** The person at the Playground, and the others in its chats: the first of the simulator's cast. */
export const playgroundPeople = cast.filter(({ kind }) => kind === 'user').slice(0, others + 1);

/** The Playground's configuration (its version 0.1.1); YAML may be written as JSON. */
export function playgroundConfig(botId: string, tenantId: string): Record<string, unknown> {
  const [current, ...users] = playgroundPeople.map((person) => ({
    id: personMri(botId, person.id),
    name: person.name,
    // The Playground's own spelling.
    userPrincipleName: person.userPrincipalName,
    aadObjectId: person.id,
    givenName: person.givenName,
    surname: person.surname,
    email: person.userPrincipalName,
  }));
  return {
    version: '0.1.1',
    tenantId,
    bot: { id: botMri(botId), name: 'Rollcall' },
    currentUser: current,
    users,
    personalChat: { id: personalChatId(botId, playgroundPeople[0]?.id ?? '') },
    groupChat: { id: groupChatId('playground'), name: 'Launch crew' },
    team: {
      id: channelId('playground team'),
      name: 'Contoso Marketing',
      aadGroupId: 'c0a80000-7e57-4c0d-a000-0000000000aa',
      channels: [{ id: channelId('playground announcements'), name: 'Announcements' }],
    },
  };
}

/** Whether there is somebody to open a browser for. */
export function hasBrowser(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): boolean {
  if (env.CI || env.TEAMSAPPTESTER_BROWSER === 'none') return false;
  if (platform === 'win32' || platform === 'darwin') return !env.SSH_CONNECTION;
  return Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/**
 * A running Playground that talks to the bot through the simulator.
 * @throws Error when it does not start, or took another port than the one it was told (it does so silently).
 */
export async function startPlayground(options: {
  port: number;
  simulatorUrl: string;
  caFile: string;
  botId: string;
  tenantId: string;
  timeZone: string;
  browser: boolean;
  dataDir: string;
  logDir: string;
  env: NodeJS.ProcessEnv;
}): Promise<Child> {
  const { port, simulatorUrl, caFile, botId, tenantId, timeZone, browser, dataDir, logDir, env } = options;
  const config = join(dataDir, 'playground.yml');
  await writeFile(config, JSON.stringify(playgroundConfig(botId, tenantId), null, 2));
  const program = fileURLToPath(import.meta.resolve('@microsoft/m365agentsplayground/cli.js'));
  const endpoint = `${simulatorUrl}/playground/api/messages`;
  const child = await startChild({
    name: 'The Playground',
    file: fileURLToPath(import.meta.resolve('./keeper.ts')),
    args: [program, '-e', endpoint, '-c', 'msteams', '--disable-telemetry', '-p', String(port)],
    cwd: dataDir,
    logFile: join(logDir, 'playground.log'),
    env: {
      ...env,
      ...(browser ? {} : { TEAMSAPPTESTER_BROWSER: 'none' }),
      APPLICATION_INSIGHTS_NO_STATSBEAT: '1',
      M365_AGENTS_PLAYGROUND_CONFIG_PATH: config,
      M365_AGENTS_PLAYGROUND_LOGFILE: join(logDir, 'playground-activities.log'),
      NODE_EXTRA_CA_CERTS: caFile,
      TZ: timeZone,
    },
  });
  if (child.ready.port === port) return child;
  await child.stop();
  throw new Error(`Port ${port} is taken: free it, or set PLAYGROUND_PORT to another one (the Playground).`);
}
