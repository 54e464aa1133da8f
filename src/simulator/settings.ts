/** What is granted and how long things take, unless told otherwise. */
import type { Settings, SimulatorOptions } from './context.ts';

export const defaultPermissions: readonly string[] = [
  'Calls.Initiate.All',
  'Calls.InitiateGroupCall.All',
  'Calls.JoinGroupCall.All',
  'Calls.AccessMedia.All',
  'OnlineMeetings.ReadWrite.All',
  'Calendars.ReadWrite',
  'User.ReadBasic.All',
  'ChatMember.Read.All',
  'Presence.Read.All',
];

export function defaultSettings(options: SimulatorOptions): Settings {
  return {
    autoFill: options.autoFill ?? false,
    removeParticipant: true,
    policyUsers: 'all',
    lobbyTimeoutMs: 15 * 60_000,
    audioDelayMs: 0,
    callsWebhook: '/api/calls',
    callsIssuer: 'https://api.botframework.com',
    applicationInstanceId: 'c0a80000-7e57-4c0d-a000-00000000a991',
    applicationInstancePhone: '+12065550199',
    speechKey: options.speechKey ?? 'simulated-speech-key',
    mediaHostToken: options.mediaHostToken ?? 'simulated-media-host-token',
  };
}
