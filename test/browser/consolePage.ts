/** The simulator's console in headless Chromium, and the phone on it. */
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { chromiumPath, flags, pictureFile } from './playground.ts';

export interface ConsolePage {
  page: Page;
  phone: Locator;
  /** Takes somebody's phone. */
  take(person: string): Promise<void>;
  /** Waits until the phone says this. */
  shows(words: string | RegExp): Promise<void>;
  /** A button of the phone, also a key. */
  button(name: string): Locator;
  /** Types words and says them. */
  say(words: string): Promise<void>;
  picture(name: string): Promise<void>;
  close(): Promise<void>;
}

/** Opens the console of a running simulator and waits until it is connected. */
export async function openConsole(simulatorUrl: string): Promise<ConsolePage> {
  const browser: Browser = await chromium.launch({ executablePath: chromiumPath(), args: flags });
  const page = await browser.newPage({ ignoreHTTPSErrors: true, viewport: { width: 1400, height: 1000 } });
  await page.goto(`${simulatorUrl}/simulator/`);
  await page.getByText('Live').waitFor();
  const phone = page.getByRole('region', { name: 'Phone' });
  return {
    page,
    phone,
    take: async (person) => void (await page.getByLabel('Whose').selectOption(person)),
    shows: (words) => phone.getByText(words).first().waitFor(),
    button: (name) => phone.getByRole('button', { name, exact: true }),
    async say(words) {
      await phone.getByLabel('What to say').fill(words);
      await page.keyboard.press('Enter');
    },
    picture: async (name) => void (await phone.screenshot({ path: pictureFile(name) })),
    close: () => browser.close(),
  };
}
