import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Language } from '../../src/ivr/language.ts';
import type { Say } from '../../src/ivr/menu.ts';
import { createPrompts, PromptError, type PromptRow } from '../../src/ivr/prompts.ts';
import { promptsRoute } from '../../src/ivr/promptsRoute.ts';
import { SpeechError } from '../../src/ivr/synthesizer.ts';
import { writeWav } from '../../src/ivr/wav.ts';
import { createLog } from '../../src/lib/log.ts';
import { anyone, createServer, route } from '../../src/server.ts';
import { stillClock } from '../fixtures/clock.ts';

const log = createLog('silent');
const wavOf = (text: string) =>
  Buffer.from(writeWav(Int16Array.from(text, (letter) => letter.charCodeAt(0))));
const text = (words: string): Say => ({ text: words, language: 'en' });

describe('prompts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-prompts-'));
  const clock = stillClock();
  let rows: Map<string, PromptRow>;
  let asked: string[];
  let down: boolean;
  let hold: Promise<void>;

  before(() => {
    writeFileSync(join(folder, 'welcome.wav'), wavOf('welcome'));
    writeFileSync(join(folder, 'song.wav'), 'ID3 and no more');
  });
  after(() => rmSync(folder, { recursive: true }));

  beforeEach(() => {
    rows = new Map();
    asked = [];
    down = false;
    hold = Promise.resolve();
  });

  const store = {
    async save(saved: PromptRow[]) {
      for (const row of saved) rows.set(row.token, row);
    },
    find: async (token: string) => rows.get(token) ?? null,
  };
  async function synthesize(words: string, language: Language): Promise<Buffer> {
    asked.push(`${language}: ${words}`);
    await hold;
    if (down) throw new SpeechError('it is down');
    return wavOf(words);
  }
  /** One instance of the product; all share the database. */
  const instance = () =>
    createPrompts({ store, synthesize, folder, publicUrl: 'https://rollcall.example/', clock });
  const tokenOf = (address: string) => address.slice(address.lastIndexOf('/') + 1);

  it('get addresses of their own that nobody could guess, in their order', async () => {
    const prompts = instance();
    const say = [text('hello'), { file: 'welcome.wav' }, text('hello')];
    const addresses = await prompts.addresses(say);
    assert.equal(new Set(addresses).size, 3);
    for (const address of addresses)
      assert.match(address, /^https:\/\/rollcall\.example\/api\/prompts\/[\w-]{32}$/);
    const heard = await Promise.all(addresses.map((address) => prompts.find(tokenOf(address))));
    assert.deepEqual(
      heard.map((found) => 'wav' in found && found.wav),
      [wavOf('hello'), wavOf('welcome'), wavOf('hello')],
    );
    assert.deepEqual(await prompts.addresses([]), []);
  });

  it('are spoken before Graph asks, once for all who ask at the same time', async () => {
    const prompts = instance();
    const release = Promise.withResolvers<void>();
    hold = release.promise;
    const making = Promise.all([prompts.addresses([text('one')]), prompts.addresses([text('one')])]);
    release.resolve();
    const [[address = '']] = await making;
    await prompts.find(tokenOf(address));
    assert.deepEqual(asked, ['en: one']);
  });

  it('are served by any instance, and by one that was started since', async () => {
    const [address = ''] = await instance().addresses([text('hello')]);
    assert.deepEqual(await instance().find(tokenOf(address)), { kind: 'sound', wav: wavOf('hello') });
  });

  it('are served for an hour and then no more', async () => {
    const prompts = instance();
    const [address = ''] = await prompts.addresses([text('hello')]);
    await clock.move(3_599_999);
    assert.equal((await prompts.find(tokenOf(address))).kind, 'sound');
    await clock.move(1);
    assert.deepEqual(await prompts.find(tokenOf(address)), { kind: 'expired' });
  });

  it('that cannot be made get no address', async () => {
    const prompts = instance();
    const failing: Say[] = [
      { file: 'missing.wav' },
      { file: 'song.wav' },
      { file: '../package.json' },
      { file: '.' },
      text('x'.repeat(1501)),
    ];
    for (const say of failing)
      await assert.rejects(
        prompts.addresses([text('fine'), say]),
        PromptError,
        JSON.stringify(say).slice(0, 50),
      );
    down = true;
    await assert.rejects(prompts.addresses([text('new')]), PromptError);
    assert.equal(rows.size, 0);
    assert.equal((await prompts.addresses([text('fine')])).length, 1, 'what was spoken before still is');
    down = false;
    assert.equal((await prompts.addresses([text('new')])).length, 1, 'a failure is not kept');
  });

  it('are fetched over HTTP as sound that no cache may keep', async () => {
    const prompts = instance();
    const [address = ''] = await prompts.addresses([text('hello')]);
    const [gone = ''] = await prompts.addresses([text('gone')]);
    const handle = promptsRoute({ prompts, log });
    const row = {
      method: 'get',
      path: '/api/prompts/:token',
      admit: anyone,
      bodyLimit: 0,
      atOnce: 10,
    } as const;
    const server = createServer([route({ ...row, handle })], log);
    const port = await server.listen(0, '127.0.0.1', 'PORT');
    const get = (token: string) => fetch(`http://127.0.0.1:${port}/api/prompts/${token}`);
    try {
      const response = await get(tokenOf(address));
      assert.deepEqual(
        ['content-type', 'cache-control', 'content-length'].map((name) => response.headers.get(name)),
        ['audio/wav', 'no-store', String(wavOf('hello').length)],
      );
      assert.deepEqual(Buffer.from(await response.arrayBuffer()), wavOf('hello'));
      assert.equal((await get('A'.repeat(32))).status, 404);
      assert.equal((await get('..%2F..%2Fetc')).status, 404);
      const other = instance();
      down = true;
      const unmade = promptsRoute({ prompts: other, log });
      let status = 0;
      await unmade({ params: { token: tokenOf(gone) }, answer: (code) => (status = code) });
      assert.equal(status, 503);
      await clock.move(3_600_000);
      assert.equal((await get(tokenOf(address))).status, 410);
    } finally {
      await server.close();
    }
  });
});
