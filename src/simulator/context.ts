/** What every part of the simulator is handed: the options it was started with and the one of everything there is. */
import type { Calls } from './calls.ts';
import type { SimulatorClock } from './clock.ts';
import type { Faults } from './faults.ts';
import type { Keys } from './keys.ts';
import type { SimulatorServer } from './server.ts';
import type { Traffic } from './traffic.ts';
import type { World } from './world.ts';

export interface SimulatorOptions {
  /** 0, or left out: any free port. */
  port?: number;
  /** Where the authority's ca.pem and ca.key are kept. */
  dataDir: string;
  /** http address of the bot behind the https front, such as http://127.0.0.1:3978. */
  botUrl: string;
  botId: string;
  tenantId: string;
  botPassword?: string;
  /** PEM of the certificate the bot signs its client assertions with. */
  botCertificate?: string;
  /** What the simulated speech service asks for: its subscription key, and the bearer of a transcription. */
  speechKey?: string;
  /** The bearer that the simulated media host asks for. */
  mediaHostToken?: string;
  /** http address of the Agents Playground. */
  playgroundUrl?: string;
  clock?: SimulatorClock;
  /** Application permissions granted to the bot. */
  permissions?: string[];
  /** Meetings fill by themselves, a few seconds after the bot joins. */
  autoFill?: boolean;
  /** JSON Lines of the Graph traffic are appended here. */
  trafficFile?: string;
  log?: (line: string) => void;
}

/** What an administrator can switch, at the start or later by the control API. */
export interface Settings {
  autoFill: boolean;
  /** Set-CsApplicationMeetingConfiguration -AllowRemoveParticipantAppIds names the bot. */
  removeParticipant: boolean;
  /** Whom the application access policy covers: everybody, or these object ids. */
  policyUsers: 'all' | string[];
  /** How long a bot waits in a lobby before the service gives up. */
  lobbyTimeoutMs: number;
  /** How long after `established` the audio of a call becomes active. */
  audioDelayMs: number;
  /** Path of the bot's calling webhook, as its registration has it: calls that come in go there. */
  callsWebhook: string;
  /** The issuer of notification tokens. */
  callsIssuer: string;
  /** Object id of the resource account that is linked to the bot, and its number; empty for none. */
  applicationInstanceId: string;
  applicationInstancePhone: string;
  /** The key of the speech service. */
  speechKey: string;
  /** The bearer of the media host. */
  mediaHostToken: string;
}

/** Everything but the call legs, which are made of the rest. */
export interface Base {
  options: SimulatorOptions;
  settings: Settings;
  /** https://localhost:PORT */
  url: string;
  ca: string;
  clock: SimulatorClock;
  keys: Keys;
  world: World;
  faults: Faults;
  traffic: Traffic;
  server: SimulatorServer;
  /** Granted application permissions; changed in place. */
  permissions: Set<string>;
  log: (line: string) => void;
}

export interface Context extends Base {
  /** The bot's call legs and what happens to them. */
  calls: Calls;
}
