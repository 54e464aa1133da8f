import assert from 'node:assert/strict';
import { RealClock } from '../../src/simulator/clock.ts';
import { type Stage, startStage } from '../simulator/harness.ts';
import { type AnsweringBot, startAnsweringBot } from './answeringBot.ts';
import { type ConsolePage, openConsole } from './consolePage.ts';

/** The console's phone against a bot that is not Rollcall: what the simulator does, it does for any. */
describe('the console’s phone', () => {
  let bot: AnsweringBot;
  let stage: Pick<Stage, 'simulator' | 'graph' | 'close'>;
  let on: ConsolePage;

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
    on = await openConsole(simulator.url);
    await on.take('Adele Vance');
  });

  after(async () => {
    await on.close();
    await stage.close();
    bot.close();
  });

  it('calls the bot and hears its prompt', async () => {
    await on.shows('Ready');
    assert.equal(await on.button('1').isDisabled(), true);
    const sound = on.page.waitForResponse(/\/calls\/.*\/media\/0$/);
    await on.button('Call Rollcall').click();
    await on.shows('In a call with Rollcall');
    await on.shows('Welcome to Contoso');
    const heard = await sound;
    assert.match(`${heard.status()} ${heard.headers()['content-type']}`, /^20[06] audio\/wav$/);
    await on.picture('phone-prompt');
  });

  it('presses a key, says words and hears what was understood', async () => {
    await on.button('2').click();
    await on.shows('Say it after the beep');
    await on.phone.getByLabel('What to say').fill('too early');
    await on.button('Say').click();
    await on.page.getByText('Nobody is listening yet').waitFor();
    await on.shows('Listening');
    await on.picture('phone-listening');
    await on.say('my laptop is broken');
    await on.shows('You said: My laptop is broken.');
  });

  it('is put through by a key, and the other’s phone rings for a hand to answer it', async () => {
    const alex = stage.simulator.world.person('Alex Johnson');
    assert.ok(alex);
    alex.behaviour = 'byHand';
    await on.button('1').click();
    await on.phone.getByRole('button', { name: 'Alex Johnson' }).click();
    await on.shows(/Rollcall passes on a call of Adele Vance|Rollcall is calling/);
    await on.picture('phone-ringing');
    await on.button('Answer').click();
    await on.shows('You are talking to Adele Vance');
    await on.take('Adele Vance');
    await on.shows('You are talking to Alex Johnson');
    await on.picture('phone-transferred');
  });

  it('hangs up', async () => {
    await on.button('Call Rollcall').click();
    await on.shows('In a call with Rollcall');
    await on.button('Hang up').click();
    await on.shows('The call is over');
    await on.button('Call Rollcall').waitFor();
  });

  it('changes what a person does when called', async () => {
    const changed = on.page.waitForResponse(/\/people\//);
    await on.phone.getByLabel('When called').selectOption('declines');
    await changed;
    assert.equal(stage.simulator.world.person('Adele Vance')?.behaviour, 'declines');
  });
});
