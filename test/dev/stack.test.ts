import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { playgroundConfig, playgroundPeople } from '../../src/dev/playground.ts';
import { isFree } from '../../src/dev/ports.ts';
import { type DevSettings, devSettings, onFreePorts } from '../../src/dev/settings.ts';
import { type Stack, startStack } from '../../src/dev/stack.ts';
import { trust } from '../simulator/channel/echoBot.ts';

const productFile = join(import.meta.dirname, 'echoProduct.ts');

describe('npm start', function () {
  this.timeout(40_000);
  let dataDir: string;
  let settings: DevSettings;
  let stack: Stack | undefined;

  const clean = (env: NodeJS.ProcessEnv) => ({ PATH: process.env.PATH, DATA_DIR: dataDir, ...env });
  const ports = () => Object.values(settings.ports);
  const allFree = async () => (await Promise.all(ports().map(isFree))).every(Boolean);

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'rollcall-dev-'));
    settings = devSettings(await onFreePorts(clean({})));
  });

  afterEach(async () => {
    await stack?.stop();
    stack = undefined;
    await rm(dataDir, { recursive: true, force: true });
  });

  it('lets a person in the Playground talk to the bot through the simulated channel', async () => {
    stack = await startStack(settings, { productFile });
    trust(await readFile(stack.caFile, 'utf8'));
    const { personalChat, currentUser } = playgroundConfig(settings.botId, settings.tenantId) as {
      personalChat: { id: string };
      currentUser: { id: string };
    };
    const post = async (path: string, body: object) => {
      const response = await fetch(`${stack?.playgroundUrl}/_conversation/v1/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ from: { id: currentUser.id }, ...body }),
      });
      return JSON.parse(await response.text());
    };
    const chat = encodeURIComponent(personalChat.id);
    const seen = async () => {
      const answer = await fetch(`${stack?.simulatorUrl}/simulator/v1/conversations/${chat}`);
      return JSON.parse(await answer.text()).messages ?? [];
    };
    const answered = async (wanted: (message: { from: string; text: string; card: unknown }) => boolean) => {
      for (;;) {
        const found = (await seen()).find(wanted);
        if (found) return found;
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    await post(`conversations/${chat}/messages`, { text: 'who', textFormat: 'plain' });
    const who = await answered(({ from }) => from === 'bot');
    assert.equal(who.text, `${playgroundPeople[0]?.name} ${currentUser.id}`);
    await post(`conversations/${chat}/messages`, { text: 'card', textFormat: 'plain' });
    const { id } = await answered(({ card }) => card !== null);
    const answer = await post('invoke', {
      name: 'adaptiveCard/action',
      value: { action: { type: 'Action.Execute', verb: 'press', data: { n: 3 } }, trigger: 'manual' },
      conversation: { id: personalChat.id },
      replyToId: id,
    });
    assert.equal(answer.value, '{"n":3}');
    const { revisions } = await answered(({ card }) => card !== null);
    assert.equal(revisions.at(-1).card.body[0].text, 'pressed press');
  });

  it('stops everything and leaves no port taken', async () => {
    stack = await startStack(settings, { productFile });
    assert.deepEqual(await Promise.all([settings.ports.rollcall, settings.ports.simulator].map(isFree)), [
      false,
      false,
    ]);
    assert.equal(await isFree(settings.ports.playground), false);
    await stack.stop();
    assert.ok(await allFree());
  });

  for (const setting of ['PORT', 'SIMULATOR_PORT', 'PLAYGROUND_PORT', 'METRICS_PORT']) {
    it(`names a taken port and ${setting}, which moves it`, async () => {
      const names = { PORT: 'rollcall', SIMULATOR_PORT: 'simulator', PLAYGROUND_PORT: 'playground' } as const;
      const port = settings.ports[names[setting as keyof typeof names] ?? 'metrics'];
      const squatter = createServer().listen(port, '127.0.0.1');
      await once(squatter, 'listening');
      try {
        await assert.rejects(startStack(settings, { productFile, portPatienceMs: 0 }), (error: Error) => {
          assert.match(error.message, new RegExp(`Port ${port} is taken: .* set ${setting} to`));
          return true;
        });
      } finally {
        squatter.close();
        await once(squatter, 'close');
      }
      assert.ok(await allFree());
    });
  }

  it('says why the product did not start, and stops the others', async () => {
    settings = devSettings(await onFreePorts(clean({ ECHO_FAILS: 'BOT_ID is no GUID' })));
    await assert.rejects(
      startStack(settings, { productFile }),
      /Rollcall stopped \(exit 1\).*BOT_ID is no GUID/s,
    );
    assert.ok(await allFree());
  });

  it('leaves nothing behind when it is killed, and starts again', async () => {
    const env = await onFreePorts(clean({}));
    settings = devSettings(env);
    const starter = fork(join(import.meta.dirname, 'starter.ts'), { env, stdio: 'ignore' });
    const [message] = await Promise.race([once(starter, 'message'), once(starter, 'exit')]);
    assert.equal(message, 'started');
    starter.kill('SIGKILL');
    await once(starter, 'exit');
    stack = await startStack(settings, { productFile });
    assert.ok(stack.playgroundUrl);
  });
});
