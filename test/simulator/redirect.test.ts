import assert from 'node:assert/strict';
import { answeredCallFrom, control, graph, idOf, invitee, lastHeard, viewOf } from './callSteps.ts';
import { type Stage, startStage, tenantId } from './harness.ts';

describe('simulator: redirect', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await startStage();
  });
  afterEach(() => stage.close());

  const callFrom = async (from: string, more: object = {}) => {
    const { status, body } = await control(stage, 'POST', '/calls', { from, ...more });
    assert.equal(status, 201, JSON.stringify(body));
    await stage.clock.settle();
    return `/communications/calls/${body.id}`;
  };
  const post = async (path: string, body?: unknown) => (await graph(stage, 'POST', path, body)).status;

  it('rings several at once: the first to pick up has the caller', async () => {
    const path = await callFrom('Megan Bowen');
    const targets = ['Isaiah Langer', 'Diego Siciliani', 'Adele Vance'].map((name) =>
      invitee(idOf(stage, name)),
    );
    const callbackUri = `${stage.simulator.url}/api/calls/redirected`;
    assert.equal(await post(`${path}/redirect`, { targets, timeout: 20, callbackUri }), 202);
    assert.equal(await post(`${path}/redirect`, { targets }), 400);
    await stage.clock.advance(500);
    assert.equal(stage.bot.said().at(-1), 'deleted call terminated');
    assert.equal(stage.bot.heard.at(-1)?.path, '/api/calls/redirected');
    assert.equal((await viewOf(stage, path)).handover.outcome, 'ringing');
    await stage.clock.advance(5000);
    const { kind, outcome, with: taker } = (await viewOf(stage, path)).handover;
    assert.deepEqual([kind, outcome, taker], ['redirected', 'connected', idOf(stage, 'Adele Vance')]);
    assert.equal(stage.simulator.world.rings.size, 0);
  });

  it('goes to voicemail, to another bot, and to who does not answer in time', async () => {
    const outcomeOf = async (target: object, timeout?: number) => {
      const path = await callFrom('Megan Bowen');
      assert.equal(await post(`${path}/redirect`, { targets: [target], timeout }), 202);
      await stage.clock.advance(60_000);
      return (await viewOf(stage, path)).handover.outcome;
    };
    const diego = idOf(stage, 'Diego Siciliani');
    assert.equal(await outcomeOf(invitee(diego, 'user', { endpointType: 'voicemail' })), 'voicemail');
    assert.equal(await outcomeOf(invitee(tenantId, 'application')), 'connected');
    assert.equal(await outcomeOf(invitee(diego), 15), 'notAnswered');
  });

  it('refuses nobody, to 26, out of time, and to a phone without a resource account', async () => {
    const path = await callFrom('Megan Bowen');
    const adele = invitee(idOf(stage, 'Adele Vance'));
    const phone = invitee('+4930123456', 'phone');
    assert.equal(await post(`${path}/redirect`, { targets: [] }), 400);
    assert.equal(await post(`${path}/redirect`, { targets: Array(26).fill(adele) }), 400);
    assert.equal(await post(`${path}/redirect`, { targets: [adele], timeout: 14 }), 400);
    assert.equal(await post(`${path}/redirect`, { targets: [adele], timeout: 91 }), 400);
    assert.equal(await post(`${path}/redirect`, { targets: [phone] }), 403);
    assert.equal(
      await post(`${path}/redirect`, { targets: [adele], callbackUri: 'http://bot.example' }),
      400,
    );
    const { applicationInstanceId, applicationInstancePhone } = stage.simulator.context.settings;
    const account = await callFrom('+4930654321', { to: applicationInstancePhone });
    assert.equal(lastHeard(stage).targets[0].identity.applicationInstance.id, applicationInstanceId);
    assert.equal(lastHeard(stage).source.identity.phone.id, '+4930654321');
    assert.equal(await post(`${account}/redirect`, { targets: Array(25).fill(phone) }), 202);
    const { path: answered } = await answeredCallFrom(stage, 'Pat Gomez');
    assert.equal(await post(`${answered}/redirect`, { targets: [adele] }), 400);
  });
});
