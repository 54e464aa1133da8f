/** What Teams would refuse an app package for, found before it is uploaded. Each function gives the faults it found. */
import { AppManifestUtils, type TeamsManifest } from '@microsoft/app-manifest';
import { PNG } from 'pngjs';
import { z } from 'zod';

/** Resource-specific permissions that exist (rsc-overview in Microsoft's docs); the schema takes any name. */
const permissions: Record<'Application' | 'Delegated', ReadonlySet<string>> = {
  Application: new Set([
    'Calls.AccessMedia.Chat',
    'Calls.JoinGroupCalls.Chat',
    'ChatSettings.Read.Chat',
    'ChatSettings.ReadWrite.Chat',
    'ChatMessage.Read.Chat',
    'ChatMessage.Send.Chat',
    'ChatMember.Read.Chat',
    'TeamsActivity.Send.Chat',
    'OnlineMeeting.ReadBasic.Chat',
    'OnlineMeetingParticipant.Read.Chat',
    'OnlineMeetingNotification.Send.Chat',
    'OnlineMeetingTranscript.Read.Chat',
    'OnlineMeetingRecording.Read.Chat',
    'OnlineMeetingArtifact.Read.Chat',
    'ChannelMeeting.ReadBasic.Group',
    'ChannelMeetingParticipant.Read.Group',
    'ChannelMeetingNotification.Send.Group',
    'ChannelMember.Read.Group',
    'TeamMember.Read.Group',
    'TeamsActivity.Send.Group',
    'TeamsActivity.Send.User',
    'TeamsAppInstallation.Read.User',
  ]),
  Delegated: new Set(['MeetingStage.Write.Chat', 'OnlineMeetingParticipant.Read.Chat']),
};

/** The parts of a manifest that our own checks read. */
const shape = z.object({
  id: z.string(),
  name: z.object({ short: z.string(), full: z.string() }),
  description: z.object({ short: z.string(), full: z.string() }),
  bots: z
    .array(
      z.object({
        botId: z.string(),
        commandLists: z.array(z.object({ commands: z.array(z.object({ title: z.string() })) })),
      }),
    )
    .length(1),
  validDomains: z.array(z.string()),
  webApplicationInfo: z.object({ id: z.string(), resource: z.string() }),
  authorization: z.object({
    permissions: z.object({
      resourceSpecific: z.array(z.object({ name: z.string(), type: z.enum(['Application', 'Delegated']) })),
    }),
  }),
});

const faultIf = (wrong: boolean, fault: string): string[] => (wrong ? [fault] : []);

/** Faults of a filled manifest: by Microsoft's schema, and by the rules that the schema does not know. */
export async function manifestFaults(manifest: unknown): Promise<string[]> {
  const bySchema = await AppManifestUtils.validateAgainstSchema(manifest as TeamsManifest);
  const read = shape.safeParse(manifest);
  if (!read.success)
    return [...bySchema, ...read.error.issues.map((it) => `${it.path.join('.')}: ${it.message}`)];
  const { name, description, bots, validDomains, webApplicationInfo, authorization } = read.data;
  return [
    ...bySchema,
    ...faultIf(name.short === name.full, 'name: short and full must differ'),
    ...faultIf(description.full.includes(description.short), 'description: full must not repeat short'),
    ...bots.flatMap(({ botId, commandLists }) => [
      ...faultIf(botId !== webApplicationInfo.id, 'webApplicationInfo.id: not the bot'),
      ...commandLists.flatMap(({ commands }) => titleFaults(commands.map(({ title }) => title))),
    ]),
    ...validDomains.flatMap(domainFaults),
    ...authorization.permissions.resourceSpecific
      .filter(({ name: permission, type }) => !permissions[type].has(permission))
      .map(({ name: permission, type }) => `resourceSpecific: no ${type} permission ${permission}`),
  ];
}

/** Store rule: command titles start with a letter, not with a slash, and each is there once. */
const titleFaults = (titles: string[]): string[] =>
  titles.flatMap((title, index) => [
    ...faultIf(!/^\p{L}/u.test(title), `commands: ${title} must start with a letter`),
    ...faultIf(titles.indexOf(title) !== index, `commands: ${title} is there twice`),
  ]);

/** A host name without scheme, port or path; a wildcard only as the whole first part; a domain of one's own. */
function domainFaults(domain: string): string[] {
  const host = /^(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/i.test(domain);
  const shared =
    /(^|\.)(onmicrosoft\.com|microsoftonline\.com|login\.windows\.net)$|^\*\.(ngrok\.io|ngrok-free\.app|devtunnels\.ms|azurewebsites\.net)$/i;
  return [
    ...faultIf(!host, `validDomains: ${domain} is no host name`),
    ...faultIf(shared.test(domain), `validDomains: ${domain} is not yours alone`),
  ];
}

/** Faults of color.png: its size, and see-through places where Teams shows its own background. */
export function colorFaults(file: Buffer): string[] {
  return sizeFaults('color.png', PNG.sync.read(file), 192);
}

/** Faults of outline.png: its size, and any pixel that is neither white nor wholly transparent. */
export function outlineFaults(file: Buffer): string[] {
  const png = PNG.sync.read(file);
  const wrong = Array.from({ length: png.width * png.height }, (_, index) => index * 4).some((at) => {
    const white = png.data.subarray(at, at + 3).every((part) => part === 255);
    return png.data[at + 3] !== 0 && !(white && png.data[at + 3] === 255);
  });
  return [
    ...sizeFaults('outline.png', png, 32),
    ...faultIf(wrong, 'outline.png: a pixel is neither white nor transparent'),
  ];
}

const sizeFaults = (name: string, png: PNG, size: number): string[] =>
  faultIf(
    png.width !== size || png.height !== size,
    `${name}: ${png.width} x ${png.height}, not ${size} x ${size}`,
  );
