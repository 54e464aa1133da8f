/** The real Agents Playground in headless Chromium, over the whole stack on free ports. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { devSettings, onFreePorts } from '../../src/dev/settings.ts';
import { type Stack, startStack } from '../../src/dev/stack.ts';

/** What the README shows: `README_PICTURES=1` writes these to where it looks for them. */
const ofReadme: ReadonlySet<string> = new Set(['live', 'phone', 'front-desk', 'reminder']);

/** Where a picture goes. */
export function pictureFile(name: string): string {
  const ofTests = join(import.meta.dirname, 'screenshots');
  const folder = process.env.README_PICTURES && ofReadme.has(name) ? 'docs/images' : ofTests;
  mkdirSync(folder, { recursive: true });
  return join(folder, `${name}.png`);
}

export const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface Playground {
  stack: Stack;
  page: Page;
  /** Opens one of the Playground's conversations by its name in the list. */
  open(conversation: string): Promise<void>;
  /** Writes a message; in groups `mention` puts @Rollcall in front of it. */
  say(text: string, options?: { mention?: boolean }): Promise<void>;
  /** The newest card that says this. */
  card(words: string | RegExp): Locator;
  /** Writes a picture of what is on the screen, or of one card. */
  picture(name: string, of?: Locator): Promise<void>;
  close(): Promise<void>;
}

export function chromiumPath(): string {
  const path = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
  if (!existsSync(path)) throw new Error(`No Chromium at ${path}: install it, or set CHROMIUM_PATH.`);
  return path;
}

/** Starts everything (with these settings besides), opens the Playground's page and waits until it is connected. */
export async function openPlayground(env: NodeJS.ProcessEnv = {}): Promise<Playground> {
  const dataDir = mkdtempSync(join(tmpdir(), 'rollcall-browser-'));
  const settings = devSettings(
    await onFreePorts({
      ...process.env,
      DATA_DIR: dataDir,
      TZ: 'Europe/Berlin',
      DEFAULT_TIME_ZONE: 'Europe/Berlin',
      ...env,
    }),
  );
  const stack = await startStack(settings, { playground: true, browser: false });
  const browser: Browser = await chromium.launch({ executablePath: chromiumPath(), args: flags });
  const page = await browser.newPage({
    viewport: { width: 1280, height: 1100 },
    timezoneId: 'Europe/Berlin',
  });
  await page.route(
    (url) => !['localhost', '127.0.0.1'].includes(url.hostname),
    (route) => route.abort(),
  );
  await page.goto(stack.playgroundUrl ?? '');
  await page.getByText('Connected.').waitFor();
  const box = page.locator('[role=textbox][contenteditable=true]').last();

  return {
    stack,
    page,
    async open(conversation) {
      await page.getByRole('treeitem', { name: conversation }).first().click();
      await box.waitFor();
    },
    async say(text, { mention = false } = {}) {
      await box.click();
      if (mention) {
        await page.keyboard.type('@');
        await page.getByRole('menuitem', { name: 'Rollcall' }).first().click();
      }
      await page.keyboard.type(`${mention ? ' ' : ''}${text}`);
      await page.keyboard.press('Enter');
    },
    card: (words) => page.locator('.ac-adaptiveCard').filter({ hasText: words }).last(),
    async picture(name, of) {
      await page.mouse.move(5, 5);
      const path = pictureFile(name);
      // Without the Playground's log beside the chat.
      await (of
        ? of.screenshot({ path })
        : page.screenshot({ path, clip: { x: 0, y: 0, width: 950, height: 1100 } }));
    },
    async close() {
      await browser.close();
      await stack.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** The log of the product, for a failed test's message. */
export const logOf = (stack: Stack): string => readFileSync(join(stack.logDir, 'rollcall.log'), 'utf8');
