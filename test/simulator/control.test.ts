import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:http';
import { get } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VirtualClock } from '../../src/simulator/clock.ts';
import { joinByNumber, meetingOf, raw, type Stage, startStage } from './harness.ts';

describe('simulator: control API, front and clock', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await startStage();
  });
  afterEach(() => stage.close());

  const control = (method: string, path: string, body?: unknown) =>
    raw(stage, method, `/simulator/v1${path}`, body, { authorization: '' });

  it('plays the people of a meeting', async () => {
    const made = await control('POST', '/meetings', {
      organizer: 'Megan Bowen',
      subject: 'Played',
      invited: ['Lee Gu'],
    });
    assert.equal(made.status, 201);
    const at = `/meetings/${encodeURIComponent(made.body.id)}`;
    const act = async (person: string, name: string, body?: unknown) => {
      const { status, body: meeting } = await control(
        'POST',
        `${at}/people/${encodeURIComponent(person)}/${name}`,
        body,
      );
      assert.equal(status, 200, `${person} ${name}`);
      return meeting.people.map((one: { name: string; muted: boolean; inLobby: boolean }) =>
        [one.name, one.muted ? 'muted' : '', one.inLobby ? 'lobby' : ''].join(' ').trim(),
      );
    };
    assert.deepEqual(await act('Adele Vance', 'join'), ['Adele Vance']);
    assert.deepEqual(await act('Adele Vance', 'mute'), ['Adele Vance muted']);
    assert.deepEqual(await act('Adele Vance', 'unmute'), ['Adele Vance']);
    assert.deepEqual(await act('Adele Vance', 'lobby'), ['Adele Vance  lobby']);
    assert.deepEqual(await act('Adele Vance', 'admit'), ['Adele Vance']);
    assert.deepEqual(await act('Adele Vance', 'leave'), []);
    await act('Lee Gu', 'decline');
    assert.equal((await control('GET', at)).body.invited[0].answer, 'declined');
    assert.equal((await control('POST', `${at}/fill`, { count: 40 })).body.people.length, 40);
    assert.equal((await control('POST', `${at}/people/nobody/join`)).status, 404);
    assert.equal((await control('POST', `${at}/people/Adele%20Vance/dance`)).status, 404);
    assert.equal((await control('POST', `${at}/end`)).body.state, 'ended');
  });

  it('admits the bot, ends calls, moves the clock', async () => {
    const meeting = meetingOf(stage);
    const at = `/meetings/${encodeURIComponent(meeting.id)}`;
    await control('PATCH', at, { botWaits: true });
    const call = await stage.graph.api('/communications/calls').post(joinByNumber(stage, meeting));
    const moved = await control('POST', '/clock', { advanceMs: 1000 });
    assert.equal(moved.body.now, stage.clock.now());
    assert.deepEqual(stage.bot.said(), ['updated call establishing']);
    await control('POST', `${at}/people/bot/admit`);
    assert.equal((await control('GET', '/calls')).body[0].state, 'established');
    await control('POST', `/calls/${call.id}/end`, { reason: 'noHost' });
    assert.equal((await control('GET', '/calls')).body[0].result.subcode, 5014);
    assert.equal((await control('POST', `/calls/${call.id}/end`, { reason: 'boredom' })).status, 400);
  });

  it('switches faults, permissions, the policy and settings, shows traffic, and resets', async () => {
    const fault = await control('POST', '/faults', { kind: '500', count: 2 });
    assert.equal(fault.status, 201);
    assert.equal((await control('GET', '/faults')).body.length, 1);
    assert.equal((await control('DELETE', `/faults/${fault.body.id}`)).status, 204);
    assert.equal((await control('GET', '/faults')).body.length, 0);
    assert.equal((await control('POST', '/faults', { kind: 'gremlins' })).status, 400);
    await control('PUT', '/permissions', { permissions: ['Calendars.Read'] });
    assert.equal((await raw(stage, 'GET', '/v1.0/users')).status, 403);
    await control('PUT', '/policy', { users: [] });
    assert.deepEqual((await control('GET', '/policy')).body, { users: [] });
    assert.equal(
      (await control('PATCH', '/settings', { removeParticipant: false })).body.removeParticipant,
      false,
    );
    assert.equal((await control('PATCH', '/settings', { removeParticipant: 'no' })).status, 400);
    assert.equal((await control('GET', '/traffic')).body.at(-1).status, 403);
    meetingOf(stage);
    assert.equal((await control('POST', '/reset')).status, 204);
    assert.deepEqual((await control('GET', '/meetings')).body, []);
    assert.equal((await control('GET', '/people')).body.length, 14);
    assert.equal((await control('POST', '/clock', {})).status, 400);
  });

  it('is not for pages of other sites', async () => {
    const from = async (origin: string) =>
      (await raw(stage, 'GET', '/simulator/v1/people', undefined, { origin })).status;
    assert.equal(await from('https://elsewhere.example'), 403);
    assert.equal(await from(stage.simulator.url), 200);
  });

  it('is not for names that were made to lead here', async () => {
    const as = (host: string) =>
      new Promise<number>((resolve, reject) => {
        const url = `${stage.simulator.url}/simulator/v1/people`;
        get(url, { headers: { host }, rejectUnauthorized: false }, (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        }).on('error', reject);
      });
    const { port } = new URL(stage.simulator.url);
    assert.equal(await as('evil.example'), 403);
    assert.equal(await as(`graph.microsoft.com:${port}`), 404, 'Graph has no such path');
    for (const name of ['localhost', '127.0.0.1', '[::1]'])
      assert.equal(await as(`${name}:${port}`), 200, name);
  });

  it('hands everything else to the bot unchanged, and says so when the bot is down', async () => {
    stage.bot.answers.push(418);
    const answer = await raw(
      stage,
      'POST',
      '/api/messages?x=1',
      { text: 'hi' },
      { authorization: 'Bearer abc' },
    );
    assert.deepEqual([answer.status, answer.headers.get('x-bot')], [418, 'yes']);
    const { path, headers, body } = stage.bot.heard[0] ?? {};
    assert.deepEqual(
      [path, headers?.authorization, body],
      ['/api/messages?x=1', 'Bearer abc', { text: 'hi' }],
    );
    const alone = await startStage({ botUrl: 'http://127.0.0.1:9' });
    try {
      const down = await raw(alone, 'POST', '/api/messages', {});
      assert.deepEqual([down.status, down.body.error.code], [502, 'BotUnreachable']);
    } finally {
      await alone.close();
    }
  });

  it('names a taken port and the setting that moves it', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await once(blocker, 'listening');
    const { port } = blocker.address() as AddressInfo;
    await assert.rejects(startStage({ port }), new RegExp(`Port ${port} is taken; set SIMULATOR_PORT`));
    blocker.close();
    assert.ok(stage.bot.heard.length === 0);
  });

  it('runs alone, says when it listens, and goes when its parent does', async () => {
    const child = fork(join(import.meta.dirname, '../../src/simulator/main.ts'), {
      env: { SIMULATOR_PORT: '0', SIMULATOR_DATA_DIR: mkdtempSync(join(tmpdir(), 'rollcall-simulator-')) },
    });
    const [message] = await once(child, 'message');
    assert.equal(message.ready, true);
    assert.match(message.url, /^https:\/\/localhost:\d+$/);
    child.disconnect();
    const [code] = await once(child, 'exit');
    assert.equal(code, 0);
  });

  it('runs what is due in order of time, and what that started before the rest', async () => {
    const clock = new VirtualClock(0);
    const done: string[] = [];
    clock.after(20, () => void done.push(`b ${clock.now()}`));
    clock.after(10, () => {
      done.push(`a ${clock.now()}`);
      clock.after(5, () => void done.push(`c ${clock.now()}`));
    });
    const off = clock.after(12, () => void done.push('never'));
    off();
    clock.after(40, () => void done.push('later'));
    await clock.advance(30);
    assert.deepEqual([done, clock.now()], [['a 10', 'c 15', 'b 20'], 30]);
  });
});
