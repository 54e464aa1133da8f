import assert from 'node:assert/strict';
import { readConfig } from '../../src/config.ts';
import { hasBrowser, playgroundConfig } from '../../src/dev/playground.ts';
import { devSettings, productEnv } from '../../src/dev/settings.ts';

const simulator = { url: 'https://localhost:3979', caFile: import.meta.filename };

describe('the settings of npm start', () => {
  it('make a configuration that the product accepts, out of nothing', () => {
    const config = readConfig(productEnv(devSettings({}), simulator));
    assert.equal(config.PORT, 3978);
    assert.equal(config.METRICS_PORT, 9464);
    assert.equal(config.PUBLIC_URL, simulator.url);
    assert.equal(config.GRAPH_URL, simulator.url);
    assert.equal(config.ADMIN_IDS.length, 1);
    assert.ok(config.BOT_PASSWORD.length > 20);
  });

  it('have the simulated cloud understand speech, with a key that both sides are told', () => {
    const settings = devSettings({});
    const config = readConfig(productEnv(settings, simulator));
    assert.equal(config.SPEECH_RECOGNIZER, 'azure');
    assert.equal(config.AZURE_SPEECH_RECOGNITION_URL, simulator.url);
    assert.equal(config.AZURE_SPEECH_KEY, settings.env.AZURE_SPEECH_KEY);
  });

  it('let what the user says win', () => {
    const said = {
      PORT: '4000',
      GRAPH_URL: 'https://graph.example',
      DEFAULT_TIME_ZONE: 'Asia/Tokyo',
      ADMIN_IDS: 'me',
    };
    const config = readConfig(productEnv(devSettings(said), simulator));
    assert.equal(config.PORT, 4000);
    assert.equal(config.GRAPH_URL, 'https://graph.example');
    assert.equal(config.DEFAULT_TIME_ZONE, 'Asia/Tokyo');
    assert.deepEqual(config.ADMIN_IDS, ['me']);
  });

  it('refuse what is no port, and one port for two', () => {
    assert.throws(() => devSettings({ PLAYGROUND_PORT: 'many' }), /PLAYGROUND_PORT must be a port number/);
    assert.throws(() => devSettings({ PORT: '5000', SIMULATOR_PORT: '5000' }), /four different ports/);
  });

  it('give the Playground six different people of the cast', () => {
    const { currentUser, users } = playgroundConfig('b', 't') as {
      currentUser: { id: string };
      users: { id: string }[];
    };
    assert.equal(users.length, 5);
    assert.equal(new Set([currentUser.id, ...users.map(({ id }) => id)]).size, 6);
  });

  it('open a browser only where there is one', () => {
    assert.equal(hasBrowser('linux', {}), false);
    assert.equal(hasBrowser('linux', { DISPLAY: ':0' }), true);
    assert.equal(hasBrowser('darwin', {}), true);
    assert.equal(hasBrowser('darwin', { CI: '1' }), false);
    assert.equal(hasBrowser('win32', { TEAMSAPPTESTER_BROWSER: 'none' }), false);
  });
});
