/** The one reader of process.env: environment to Config, every mistake reported together. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { languages } from './ivr/language.ts';
import { isZone } from './lib/zone.ts';

const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback);
const url = (fallback: string) => z.url().default(fallback);
const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((entry) => entry.trim())
      .filter(Boolean),
  );
/** An address that voices and what people said go to, or '' for none. */
const service = (error: string, allowed: (address: URL) => boolean) =>
  z
    .string()
    .default('')
    .refine((text) => !text || (URL.canParse(text) && allowed(new URL(text))), { error });
const isHttps = ({ protocol }: URL): boolean => protocol === 'https:';
const isHere = ({ hostname }: URL): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
const zone = z.string().refine(isZone, { error: 'is not an IANA time zone such as Europe/Berlin' });

const schema = z.object({
  PORT: port(3978),
  HOST: z.string().default('127.0.0.1'),
  METRICS_PORT: port(9464),
  METRICS_HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: z.url({
    protocol: /^https$/,
    error: 'must be an https address: Graph calls back nothing else',
  }),
  DATA_DIR: z.string().default('.rollcall'),
  DATABASE_URL: z.string().default(''),
  BOT_ID: z.guid({ error: 'is the application (client) id of the bot, a GUID' }),
  BOT_TENANT_ID: z.guid({ error: 'is the id of the tenant, a GUID' }),
  BOT_PASSWORD: z.string().default(''),
  BOT_CERTIFICATE_FILE: z.string().default(''),
  BOT_CERTIFICATE_KEY_FILE: z.string().default(''),
  GRAPH_URL: url('https://graph.microsoft.com'),
  LOGIN_URL: url('https://login.microsoftonline.com'),
  CHANNEL_OPENID_URL: url('https://login.botframework.com/v1/.well-known/openidconfiguration'),
  CALLS_OPENID_URL: url('https://api.aps.skype.com/v1/.well-known/OpenIdConfiguration'),
  CALLS_ISSUERS: list.prefault('https://api.botframework.com,https://graph.microsoft.com'),
  EXTRA_CA_FILE: z.string().default(''),
  ADMIN_IDS: list.transform((ids) => ids.map((id) => id.toLowerCase())),
  DEFAULT_TIME_ZONE: zone.default('UTC'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  /** How long Rollcall stays in a meeting when everybody else has left. */
  LEAVE_WHEN_ALONE_MINUTES: z.coerce.number().positive().max(1440).default(5),
  /** Where frontdesk.yaml, menus and prompts are. */
  CONFIG_DIR: z.string().default('config'),
  /** What is spoken to callers whose language is not known, or none of ours. */
  DEFAULT_LANGUAGE: z.enum(languages).default('en'),
  SPEECH_SYNTHESIZER: z.enum(['azure', 'espeak', 'none']).default('espeak'),
  SPEECH_RECOGNIZER: z.enum(['azure', 'transcription', 'none']).default('none'),
  AZURE_SPEECH_KEY: z.string().default(''),
  AZURE_SPEECH_URL: service('must be an https address', isHttps),
  AZURE_SPEECH_RECOGNITION_URL: service('must be an https address', isHttps),
  TRANSCRIPTION_URL: service(
    'must be an https address, or an http one of this machine',
    (address) => isHttps(address) || (address.protocol === 'http:' && isHere(address)),
  ),
  TRANSCRIPTION_KEY: z.string().default(''),
  TRANSCRIPTION_MODEL: z.string().default(''),
  /**
   * Hands on, in words, the messages that callers leave. Microsoft's terms for the calling API demand that media and
   * what is derived from it is kept only with the consent of everybody in the call and after updateRecordingStatus:
   * Rollcall updates that status and plays a notice first; whoever turns this on answers for the rest.
   * https://learn.microsoft.com/graph/api/call-updaterecordingstatus
   */
  KEEP_MESSAGES: z.stringbool({ error: 'is true or false' }).default(false),
  /** Callers who sound angry by their words are handed to a person. */
  SENTIMENT: z.stringbool({ error: 'is true or false' }).default(false),
  /** The resource account (object id) that is linked to the bot's application, for calls to numbers; '' for none. */
  APPLICATION_INSTANCE_ID: z
    .union([z.literal(''), z.guid({ error: 'is the object id of a resource account' })])
    .default(''),
  /** A media host (docs/media-host.md); '' for none: then Graph hosts the media of every call. */
  MEDIA_HOST_URL: service('must be an https address', isHttps).default(''),
  MEDIA_HOST_TOKEN: z.string().default(''),
  /** Meetings are joined with the media host's media, too. */
  MEDIA_HOST_MEETINGS: z.stringbool({ error: 'is true or false' }).default(false),
  /** How often one person is rung in an hour at most, and how often one sender may have people rung. */
  RINGS_PER_PERSON_PER_HOUR: z.coerce.number().int().positive().default(6),
  RINGS_PER_SENDER_PER_HOUR: z.coerce.number().int().positive().default(60),
  /** How often somebody is rung for a reminder, how far apart, and until how long after it was due. */
  REMINDER_ATTEMPTS: z.coerce.number().int().positive().max(20).default(3),
  REMINDER_SPACING_MINUTES: z.coerce.number().positive().max(1440).default(5),
  REMINDER_LATE_MINUTES: z.coerce.number().positive().max(10_080).default(60),
  /** How many reminders one sender may have open, and how many others may have open for one person. */
  REMINDERS_PER_SENDER: z.coerce.number().int().positive().default(1000),
  REMINDERS_PER_PERSON: z.coerce.number().int().positive().default(50),
  /** Rows of one file of reminders, and from where such a file is fetched: Teams keeps it in its sender's OneDrive. */
  REMINDERS_PER_FILE: z.coerce.number().int().positive().max(10_000).default(1000),
  FILE_HOSTS: list.prefault('*.sharepoint.com'),
  /** Where traces go (OTLP over HTTP), the collector's base address; '' for nowhere. */
  OTEL_EXPORTER_OTLP_ENDPOINT: service('must be an http or https address', ({ protocol }) =>
    ['http:', 'https:'].includes(protocol),
  ),
  /**
   * Outgoing calls are paced below what Graph allows an application: 100 calls at once and 10,000 a month (an older
   * throttling page, the newest has no such rows), 50,000 requests in 15 seconds.
   */
  CALLS_AT_ONCE: z.coerce.number().int().positive().default(90),
  CALLS_PER_MONTH: z.coerce.number().int().positive().default(10_000),
  GRAPH_REQUESTS_PER_WINDOW: z.coerce.number().int().positive().default(40_000),
});

function readable(file: string): boolean {
  try {
    readFileSync(file);
    return true;
  } catch {
    return false;
  }
}

/** What is wrong with the credential and the files, told together with every other mistake. */
function credentialMistakes(env: Record<string, string | undefined>): string[] {
  const certificate = env.BOT_CERTIFICATE_FILE && env.BOT_CERTIFICATE_KEY_FILE;
  const none = env.BOT_PASSWORD || certificate;
  const files = ['BOT_CERTIFICATE_FILE', 'BOT_CERTIFICATE_KEY_FILE', 'EXTRA_CA_FILE'] as const;
  return [
    ...(none
      ? []
      : ['  BOT_PASSWORD is missing: set it, or BOT_CERTIFICATE_FILE and BOT_CERTIFICATE_KEY_FILE']),
    ...files.flatMap((key) =>
      env[key] && !readable(env[key]) ? [`  ${key} cannot be read: ${env[key]}`] : [],
    ),
  ];
}

function mediaHostMistakes(env: Record<string, string | undefined>): string[] {
  if (env.MEDIA_HOST_URL)
    return env.MEDIA_HOST_TOKEN ? [] : ['  MEDIA_HOST_TOKEN is missing: MEDIA_HOST_URL is set'];
  return env.MEDIA_HOST_MEETINGS === 'true'
    ? ['  MEDIA_HOST_URL is missing: MEDIA_HOST_MEETINGS is true']
    : [];
}

/** What a chosen synthesizer or recognizer still needs. */
function speechMistakes(env: Record<string, string | undefined>): string[] {
  const needed: [boolean, string, (keyof typeof schema.shape)[]][] = [
    [
      env.SPEECH_SYNTHESIZER === 'azure',
      'SPEECH_SYNTHESIZER is azure',
      ['AZURE_SPEECH_KEY', 'AZURE_SPEECH_URL'],
    ],
    [
      env.SPEECH_RECOGNIZER === 'azure',
      'SPEECH_RECOGNIZER is azure',
      ['AZURE_SPEECH_KEY', 'AZURE_SPEECH_RECOGNITION_URL'],
    ],
    [
      env.SPEECH_RECOGNIZER === 'transcription',
      'SPEECH_RECOGNIZER is transcription',
      ['TRANSCRIPTION_URL', 'TRANSCRIPTION_MODEL'],
    ],
  ];
  return needed.flatMap(([chosen, because, keys]) =>
    chosen ? keys.filter((key) => !env[key]).map((key) => `  ${key} is missing: ${because}`) : [],
  );
}

function described(issue: z.core.$ZodIssue, known: Record<string, string | undefined>): string {
  const missing = issue.code === 'invalid_type' && !(String(issue.path[0]) in known);
  return `  ${issue.path.join('.')} ${missing ? 'is missing' : issue.message}`;
}

/** Every setting under the name the README gives it, checked and with its default. */
export type Config = z.infer<typeof schema>;

/** Where the database is, for a command that needs nothing else. */
export const readDatabaseConfig = (
  env: NodeJS.ProcessEnv = process.env,
): Pick<Config, 'DATABASE_URL' | 'DATA_DIR'> =>
  schema.pick({ DATABASE_URL: true, DATA_DIR: true }).parse({
    DATABASE_URL: env.DATABASE_URL,
    DATA_DIR: env.DATA_DIR || undefined,
  });

/**
 * The configuration from an environment.
 * @throws Error naming every wrong or missing setting, one a line, with what it should be.
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const known = Object.fromEntries(
    Object.keys(schema.shape).flatMap((key) => (env[key] ? [[key, env[key]]] : [])),
  );
  const result = schema.safeParse(known);
  const lines = [
    ...(result.error?.issues.map((issue) => described(issue, known)) ?? []),
    ...credentialMistakes(known),
    ...mediaHostMistakes(known),
    ...speechMistakes(known),
  ];
  if (result.success && lines.length === 0) return result.data;
  throw new Error(`The configuration does not work:\n${lines.join('\n')}`);
}
