/** Front desks for stories: rules and menus in a folder of their own, callers, and what became of them. */
import assert from 'node:assert/strict';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bodiesTo } from './callSteps.ts';
import { type Story, startStory, wordsOf } from './harness.ts';
import { configFolder, writeConfig } from './menus.ts';
import { dial, type Phone, phoneOf } from './phone.ts';
import { ask, second } from './steps.ts';

const speaking = (words: string) => `
languages: [en]
start: words
nodes:
  words:
    prompt: { en: "${words}" }
    choices: [{ key: 1, next: hangUp }]
    seconds: 20
    silence: { retries: 3, next: hangUp }
    wrong: { retries: 3, next: hangUp }
`;

/** What callers hear in each menu of `startDesk`. */
export const words = {
  helpdesk: 'Welcome to the help desk.',
  afterHours: 'We are closed right now.',
  busyLines: 'All lines are busy.',
} as const;

/** Rules, and the menus that they name: one that no rule leads to is a mistake. */
const filesFor = (rules: string): Record<string, string> => {
  const named = Object.entries(words).filter(([name]) => rules.includes(name));
  const menus = named.map(([name, said]) => [`menus/${name}.yaml`, speaking(said)]);
  return { 'frontdesk.yaml': rules, ...Object.fromEntries(menus) };
};

export interface Desk extends Story {
  /** Changes rules and menus while Rollcall runs. */
  write(rules: string): void;
}

/** A story with these rules in its frontdesk.yaml. */
export async function startDesk(
  rules: string,
  { env = {}, ...more }: Parameters<typeof startStory>[0] & object = {},
): Promise<Desk> {
  const folder = configFolder(filesFor(rules));
  const story = await startStory({ env: { CONFIG_DIR: folder, ...env }, ...more });
  return Object.assign(story, {
    write(changed: string) {
      for (const name of readdirSync(join(folder, 'menus'))) rmSync(join(folder, 'menus', name));
      writeConfig(folder, filesFor(changed));
    },
  });
}

/** A file of rules whose only rule has this outcome. */
export const always = (outcome: string) => `
zone: Europe/Berlin
rules:
  - then: ${outcome}
`;

/** What became of a caller before anybody answered, as the simulator tells it: reject, redirect, transfer. */
export const handoverOf = async (phone: Phone): Promise<string> =>
  JSON.stringify((await phone.leg()).handover);

/** Somebody calls; gives what they hear first, or what became of them. */
export async function outcomeFor(story: Story, who: string, more: object = {}): Promise<string> {
  const phone = await dial(story, who, more);
  await story.advance(4 * second);
  const heard = await phone.heard();
  const outcome = heard || (await handoverOf(phone));
  if (heard) await phone.hangUp();
  return outcome;
}

/** Which reason Graph was given at each rejection, in order. */
export const rejections = (story: Story): unknown[] =>
  bodiesTo(story, /\/reject$/).map(({ reason }) => reason);

/** Binds a chat of these as the front desk; Patti administers. */
export async function agentsChat(story: Story, ...names: string[]): Promise<string> {
  const chat = await story.group('Patti', ...names);
  assert.match(await ask(story, chat, 'Patti', 'frontdesk here'), /This chat takes the calls from now on/);
  return chat;
}

/** The queue card of the agents' chat, as it is now. */
export async function queue(story: Story, chat: string) {
  const card = await story.cardWith(chat, 'Front desk');
  return { ...card, words: wordsOf(card.card) };
}

/** Every incoming leg, the newest last. */
export async function phones(story: Story): Promise<Phone[]> {
  const all = await story.control<{ id: string; direction: string }[]>('GET', '/calls');
  return all.filter(({ direction }) => direction === 'incoming').map(({ id }) => phoneOf(story, id));
}
