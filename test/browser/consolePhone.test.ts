import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { RealClock } from '../../src/simulator/clock.ts';
import { type Stage, startStage } from '../simulator/harness.ts';
import { type AnsweringBot, startAnsweringBot } from './answeringBot.ts';
import { chromiumPath, flags } from './playground.ts';

const pictures = join(import.meta.dirname, 'screenshots');

/** The console's phone against a bot that is not Rollcall: what the simulator does, it does for any. */
describe('the console’s phone', () => {
  let bot: AnsweringBot;
  let stage: Pick<Stage, 'simulator' | 'graph' | 'close'>;
  let browser: Browser;
  let page: Page;

  before(async () => {
    bot = await startAnsweringBot();
    const started = await startStage({ botUrl: bot.url, clock: new RealClock() });
    stage = started;
    const { simulator } = started;
    const transferTo = simulator.world.person('Alex Johnson')?.id ?? '';
    bot.graph = {
      ...{ url: simulator.url, transferTo },
      post: (path, body) => started.graph.api(path).post(body),
    };
    mkdirSync(pictures, { recursive: true });
    browser = await chromium.launch({ executablePath: chromiumPath(), args: flags });
    page = await browser.newPage({ ignoreHTTPSErrors: true, viewport: { width: 1400, height: 1000 } });
    await page.goto(`${simulator.url}/simulator/`);
    await page.getByText('Live').waitFor();
    await page.getByLabel('Whose').selectOption('Adele Vance');
  });

  after(async () => {
    await browser.close();
    await stage.close();
    bot.close();
  });

  const phone = () => page.getByRole('region', { name: 'Phone' });
  const shows = (words: string | RegExp) => phone().getByText(words).first().waitFor();
  const picture = (name: string) => phone().screenshot({ path: join(pictures, `phone-${name}.png`) });

  it('calls the bot and hears its prompt', async () => {
    await shows('Ready');
    assert.equal(await phone().getByRole('button', { name: '1', exact: true }).isDisabled(), true);
    const sound = page.waitForResponse(/\/calls\/.*\/media\/0$/);
    await phone().getByRole('button', { name: 'Call Rollcall' }).click();
    await shows('In a call with Rollcall');
    await shows('Welcome to Contoso');
    const heard = await sound;
    assert.match(`${heard.status()} ${heard.headers()['content-type']}`, /^20[06] audio\/wav$/);
    await picture('prompt');
  });

  it('presses a key, says words and hears what was understood', async () => {
    await phone().getByRole('button', { name: '2', exact: true }).click();
    await shows('Say it after the beep');
    await phone().getByLabel('What to say').fill('too early');
    await phone().getByRole('button', { name: 'Say', exact: true }).click();
    await page.getByText('Nobody is listening yet').waitFor();
    await shows('Listening');
    await picture('listening');
    await phone().getByLabel('What to say').fill('my laptop is broken');
    await page.keyboard.press('Enter');
    await shows('You said: My laptop is broken.');
  });

  it('is put through by a key, and the other’s phone rings for a hand to answer it', async () => {
    const alex = stage.simulator.world.person('Alex Johnson');
    assert.ok(alex);
    alex.behaviour = 'byHand';
    await phone().getByRole('button', { name: '1', exact: true }).click();
    await phone().getByRole('button', { name: 'Alex Johnson' }).click();
    await shows(/Rollcall passes on a call of Adele Vance|Rollcall is calling/);
    await picture('ringing');
    await phone().getByRole('button', { name: 'Answer' }).click();
    await shows('You are talking to Adele Vance');
    await page.getByLabel('Whose').selectOption('Adele Vance');
    await shows('You are talking to Alex Johnson');
    await picture('transferred');
  });

  it('hangs up', async () => {
    await phone().getByRole('button', { name: 'Call Rollcall' }).click();
    await shows('In a call with Rollcall');
    await phone().getByRole('button', { name: 'Hang up' }).click();
    await shows('The call is over');
    await phone().getByRole('button', { name: 'Call Rollcall' }).waitFor();
  });

  it('changes what a person does when called', async () => {
    const changed = page.waitForResponse(/\/people\//);
    await phone().getByLabel('When called').selectOption('declines');
    await changed;
    assert.equal(stage.simulator.world.person('Adele Vance')?.behaviour, 'declines');
  });
});
