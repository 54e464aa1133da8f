import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { devSettings, onFreePorts } from '../../src/dev/settings.ts';
import { type Stack, startStack } from '../../src/dev/stack.ts';
import { type ConsolePage, openConsole } from './consolePage.ts';
import { type Control, controlOf } from './control.ts';
import { logOf } from './playground.ts';

/** "Call it", as a newcomer does it: the console's phone, everything that `npm start` runs, and the sample help desk. */
describe('the help desk, called from the console’s phone', () => {
  let dataDir: string;
  let stack: Stack;
  let control: Control;
  let on: ConsolePage;
  before(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'rollcall-browser-'));
    const settings = devSettings(await onFreePorts({ ...process.env, DATA_DIR: dataDir }));
    stack = await startStack(settings, { playground: false });
    control = controlOf(stack);
    await control.person('Adele Vance', { behaviour: 'byHand' });
    on = await openConsole(stack.simulatorUrl);
  });
  after(async () => {
    await on.close();
    await stack.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  afterEach(function () {
    if (this.currentTest?.state === 'failed') process.stderr.write(logOf(stack).slice(-4_000));
  });

  const sound = () => on.page.waitForResponse(/\/calls\/.*\/media\/\d+$/);

  /** Adele's phone rings; she takes it, and both know with whom they talk. */
  async function adeleAnswers(): Promise<void> {
    await on.phone.getByRole('button', { name: 'Adele Vance' }).click();
    await on.shows('Rollcall passes on a call of Megan Bowen');
    await on.button('Answer').click();
    await on.shows('You are talking to Megan Bowen');
    await on.take('Megan Bowen');
    await on.shows('You are talking to Adele Vance');
  }

  it('greets, and is heard', async () => {
    await on.shows('Ready');
    const heard = sound();
    await on.button('Call Rollcall').click();
    await on.shows(/Welcome to the Contoso help desk.*press 1/);
    assert.match(
      `${(await heard).status()} ${(await heard).headers()['content-type']}`,
      /^20[06] audio\/wav$/,
    );
    await on.picture('phone');
  });

  it('tells the opening hours at once when 1 is pressed', async () => {
    const heard = sound();
    await on.button('1').click();
    await on.shows(/Monday to Friday, from 8 in the morning/);
    await heard;
    await on.picture('hours');
  });

  it('puts through to Adele when 0 is pressed', async () => {
    await on.button('0').click();
    await on.shows(/putting you through/);
    await adeleAnswers();
    await on.picture('through');
  });

  it('puts through who says so', async () => {
    await on.button('Call Rollcall').click();
    await on.shows(/Welcome to the Contoso help desk/);
    await on.shows('Listening');
    await on.picture('listens');
    await on.say('I want to talk to a person');
    await on.shows(/putting you through/);
    await adeleAnswers();
  });

  it('speaks Russian with who speaks it, and notices when they hang up', async () => {
    await control.person('Lee Gu', { languageId: 'ru-RU' });
    await on.take('Lee Gu');
    await on.button('Call Rollcall').click();
    await on.shows(/Здравствуйте! Это служба поддержки/);
    await on.button('1').click();
    await on.shows(/с понедельника по пятницу/);
    await on.picture('russian');
    await on.button('Hang up').click();
    await on.shows('The call is over');
  });
});
