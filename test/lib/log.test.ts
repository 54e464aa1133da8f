import assert from 'node:assert/strict';
import { createLog } from '../../src/lib/log.ts';

function collect(level = 'trace') {
  const lines: string[] = [];
  const log = createLog(level, { write: (line: string) => void lines.push(line) });
  return { log, text: () => lines.join(''), entries: () => lines.map((line) => JSON.parse(line)) };
}

describe('the log', () => {
  it('writes one JSON object a line with a level in words and the time', () => {
    const { log, entries } = collect();
    log.info({ callId: 'c1' }, 'joined');
    const [entry] = entries();
    assert.equal(entry.level, 'info');
    assert.equal(entry.msg, 'joined');
    assert.equal(entry.callId, 'c1');
    assert.ok(Math.abs(Date.parse(entry.time) - Date.now()) < 60_000);
  });

  it('keeps to its level', () => {
    const { log, entries } = collect('warn');
    log.info('no');
    log.warn('yes');
    assert.equal(entries().length, 1);
    assert.equal(createLog('silent').level, 'silent');
  });

  const sensitive = {
    authorization: 'Bearer SECRET',
    token: 'SECRET',
    access_token: 'SECRET',
    recordingAccessToken: 'SECRET',
    password: 'SECRET',
    passcode: 'SECRET',
    displayName: 'SECRET',
    name: 'SECRET',
    joinWebUrl: 'SECRET',
    userPrincipalName: 'SECRET',
  };
  for (const [key, value] of Object.entries(sensitive)) {
    it(`hides ${key}, at the top and inside`, () => {
      const { log, text } = collect();
      log.info({ [key]: value }, 'a');
      log.info({ request: { [key]: value } }, 'b');
      log.info({ one: { two: { three: { [key]: value } } } }, 'c');
      assert.ok(!text().includes('SECRET'), text());
      assert.ok(text().includes('[hidden]'));
    });
  }

  it('hides tokens and passwords in the texts of errors, and what clients hang on theirs', () => {
    const { log, text } = collect();
    const error = Object.assign(
      new Error('got Bearer abc.SECRET.x and eyJhbGciOi.SECRET.sig from postgres://rollcall:SECRET@host/db'),
      { code: 'ECONNREFUSED', request: { headers: { authorization: 'SECRET' } } },
    );
    log.error({ err: error }, 'failed');
    assert.ok(!text().includes('SECRET'), text());
    assert.ok(text().includes('ECONNREFUSED'));
    assert.ok(text().includes('postgres://rollcall:[hidden]@host/db'));
  });

  it('says of an answer of another service its code, status and reference, not its words, and why it came', () => {
    const { log, text } = collect();
    const error = Object.assign(
      new Error('SECRET Adele\nis not allowed', { cause: new Error('the reason') }),
      {
        ...{ name: 'GraphError', status: 403, code: 'Forbidden', reference: 'request-1' },
      },
    );
    log.error({ err: error }, 'failed');
    assert.ok(!/SECRET|Adele|not allowed/.test(text()), text());
    const { err } = JSON.parse(text());
    const { type, status, code, reference, cause } = err;
    assert.deepEqual([type, status, code, reference], ['GraphError', 403, 'Forbidden', 'request-1']);
    assert.equal(cause.message, 'the reason');
    assert.match(err.stack, /^\s+at /);
  });
});
