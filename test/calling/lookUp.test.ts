import assert from 'node:assert/strict';
import { createLookUp } from '../../src/calling/lookUp.ts';

const about = { menu: 'orders', node: 'status', language: 'ru' } as const;
const url = 'https://shop.example/status?key=1';

/** A webhook that answers so; `asked` keeps what it was asked. */
function webhook(answer: (signal: AbortSignal | null | undefined) => Response | Promise<Response>) {
  const asked: { url: string; init: RequestInit }[] = [];
  const failures: unknown[] = [];
  const lookUp = createLookUp({
    failed: (error) => failures.push(error),
    fetch: async (address, init = {}) => {
      asked.push({ url: String(address), init });
      return answer(init.signal);
    },
  });
  return { asked, failures, ask: (timeoutMs = 1_000, at = url) => lookUp({ url: at, timeoutMs, ...about }) };
}
const saying = (body: unknown, init?: ResponseInit) => webhook(() => Response.json(body, init));

describe('asking a webhook', () => {
  it('speaks its text, and tells it nothing about the caller', async () => {
    const { asked, ask } = saying({ text: ' It is on its way. ', more: 1 });
    assert.equal(await ask(), 'It is on its way.');
    const [{ url: address, init } = assert.fail()] = asked;
    assert.deepEqual([address, init.method, init.redirect], [url, 'POST', 'error']);
    assert.deepEqual(JSON.parse(String(init.body)), about);
    assert.deepEqual(Object.keys(init.headers ?? {}), ['content-type', 'accept']);
  });

  it('gives nothing for any other answer, and never quotes it', async () => {
    const others = [
      saying({ text: 'secret' }, { status: 500 }),
      saying({ text: ' ' }),
      saying({ text: 7 }),
      saying({ words: 'secret' }),
      saying(null),
      saying({ text: 'secret'.repeat(100) }),
      webhook(() => new Response('secret, and no JSON')),
      webhook(() => new Response(`{"text":"secret"${' '.repeat(20_000)}}`)),
      webhook(() => Promise.reject(new TypeError('fetch failed'))),
    ];
    for (const { ask, failures } of others) {
      assert.equal(await ask(), null);
      assert.equal(failures.length, 1);
      assert.ok(!String(failures[0]).includes('secret'), String(failures[0]));
    }
  });

  it('waits no longer than it may', async () => {
    const { ask, failures } = webhook(
      (signal) => new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
    );
    assert.equal(await ask(5), null);
    assert.equal((failures[0] as Error).name, 'TimeoutError');
  });

  it('asks nobody but by https', async () => {
    const { ask, asked } = saying({ text: 'Hello' });
    for (const at of ['http://shop.example/', 'file:///etc/passwd', 'nonsense']) {
      assert.equal(await ask(1_000, at), null);
    }
    assert.deepEqual(asked, []);
  });
});
