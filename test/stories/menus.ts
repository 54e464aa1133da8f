/** Menus for stories: a folder of configuration of a story's own, and what a leg's requests to Graph were. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { person, type Story, type StoryOptions, startStory } from './harness.ts';
import type { Phone } from './phone.ts';

/** Files by their path below CONFIG_DIR, such as `menus/helpdesk.yaml`. */
type Files = Record<string, string | Buffer>;

/** A folder with these files. @returns where it is */
export function configFolder(files: Files): string {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-config-'));
  for (const part of ['menus', 'prompts']) mkdirSync(join(folder, part));
  writeConfig(folder, files);
  return folder;
}

export function writeConfig(folder: string, files: Files): void {
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
}

/** What can be changed about the menu of `receptionMenu`. */
interface Changes {
  /** By first name of the cast. */
  agent?: string;
  consult?: boolean;
  /** For the menu's fallback person; null for none. */
  fallback?: string | null;
  lookUp?: string;
  welcome?: string;
  /** Where a transfer that came to nothing leads; null: to the fallback person. */
  otherwise?: 'nobody' | null;
}

/** Of what a caller hears in that menu. */
export const said = {
  welcome: 'Welcome to Contoso.',
  hours: 'We are open from nine to five.',
  moment: 'One moment, I am asking.',
  noOrder: 'I cannot look that up now.',
  agent: 'I am ringing somebody for you.',
  nobody: 'Nobody picked up.',
  message: 'Speak after the beep.',
  wrong: 'That key means nothing here.',
  still: 'Are you still there?',
} as const;

/** A menu in English with everything that a menu can do, as a file has it. */
export function receptionMenu(changes: Changes = {}): string {
  const { agent = 'Adele', consult = true, fallback = 'Pat', otherwise = 'nobody' } = changes;
  const { lookUp = 'https://localhost:9/orders', welcome = said.welcome } = changes;
  return `
languages: [en]
start: welcome
${fallback === null ? '' : `fallback: ${person(fallback).id}`}
nodes:
  welcome:
    prompt: { en: "${welcome}" }
    choices:
      - { key: 1, phrases: { en: [opening hours, when are you open] }, next: hours }
      - { key: 2, phrases: { en: [my order, where is my order] }, next: order }
      - { key: 3, phrases: { en: [leave a message] }, next: message }
      - { key: 0, phrases: { en: [I want to talk to a person, a human please] }, next: agent }
      - { key: 9, phrases: { en: [goodbye] }, next: hangUp }
    seconds: 5
    silence: { retries: 1, prompt: { en: "${said.still}" }, next: hangUp }
    wrong: { retries: 1, prompt: { en: "${said.wrong}" }, next: hangUp }
  hours: { prompt: { en: "${said.hours}" }, next: welcome }
  order:
    prompt: { en: "${said.moment}" }
    lookUp: { url: "${lookUp}", timeoutSeconds: 1, failed: { en: "${said.noOrder}" }, next: welcome }
  message: { prompt: { en: "${said.message}" }, takeMessage: { seconds: 30 } }
  agent:
    prompt: { en: "${said.agent}" }
    transfer: { to: ${person(agent).id}, consult: ${consult}, seconds: 20, otherwise: ${otherwise} }
${otherwise === null ? '' : `  nobody: { prompt: { en: "${said.nobody}" }, hangUp: true }`}
`;
}

/** Every call is answered with the menu `reception`. */
const receptionFiles = (changes?: Changes): Files => ({
  'menus/reception.yaml': receptionMenu(changes),
});

/** A story whose callers reach that menu. */
export async function atReception(
  changes: Changes = {},
  { env = {}, ...more }: StoryOptions = {},
): Promise<Story & { folder: string }> {
  const folder = configFolder(receptionFiles(changes));
  const story = await startStory({ ...more, env: { CONFIG_DIR: folder, ...env } });
  return Object.assign(story, { folder });
}

/** What Graph was asked for on a leg, in order: `answer`, `playPrompt`, `DELETE`; looks at the call left out. */
export function askedOn(story: Story, { id }: Pick<Phone, 'id'>): string[] {
  const own = `/communications/calls/${id}`;
  return story.simulator.traffic.list().flatMap((exchange) => {
    if (exchange.kind !== 'graph' || exchange.method === 'GET') return [];
    const path = exchange.path.replace('/v1.0', '');
    if (path.toLowerCase() === own.toLowerCase()) return [exchange.method];
    return path.toLowerCase().startsWith(`${own.toLowerCase()}/`) ? [path.slice(own.length + 1)] : [];
  });
}

/** Bodies of one operation on a leg, in order. */
export function bodiesOf(story: Story, { id }: Pick<Phone, 'id'>, operation: string): unknown[] {
  return story.simulator.traffic.list().flatMap((exchange) => {
    const is =
      exchange.kind === 'graph' && exchange.path.endsWith(`/communications/calls/${id}/${operation}`);
    return is ? [exchange.requestBody] : [];
  });
}

/** Runs a story at that menu, and closes it. */
export async function reception(
  changes: Changes,
  options: StoryOptions,
  play: (story: Story & { folder: string }) => Promise<void>,
): Promise<void> {
  const story = await atReception(changes, options);
  try {
    await play(story);
  } finally {
    await story.close();
  }
}

/** No recognizer: what callers say is not listened to. */
export const keysAlone = { env: { SPEECH_RECOGNIZER: 'none' } };
