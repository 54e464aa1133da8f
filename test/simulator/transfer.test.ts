import assert from 'node:assert/strict';
import {
  answeredCallFrom,
  codes,
  control,
  graph,
  idOf,
  inCallWith,
  invitee,
  lastHeard,
  viewOf,
} from './callSteps.ts';
import { inMeeting, type Stage, startStage } from './harness.ts';

describe('simulator: transfer', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await startStage();
  });
  afterEach(() => stage.close());

  const transfer = async (path: string, body: object) =>
    (await graph(stage, 'POST', `${path}/transfer`, body)).status;
  const to = (name: string, more: object = {}) => ({
    transferTarget: invitee(idOf(stage, name), 'user', more),
  });

  it('hands the caller on: transferring, accepted, gone with 7015', async () => {
    const { path } = await answeredCallFrom(stage, 'Megan Bowen');
    assert.equal(await transfer(path, to('Adele Vance')), 202);
    assert.equal(await transfer(path, to('Pat Gomez')), 400);
    await stage.clock.advance(5000);
    assert.deepEqual(stage.bot.said(), [
      'updated call transferring',
      'updated call transferAccepted',
      'deleted call terminated',
    ]);
    assert.equal(codes(lastHeard(stage).resultInfo), '0/7015');
    const { handover } = await viewOf(stage, path);
    assert.deepEqual([handover.outcome, handover.with], ['connected', idOf(stage, 'Adele Vance')]);
    assert.equal((await graph(stage, 'GET', path)).status, 404);
  });

  it('comes back, established and with the reason, when it fails', async () => {
    const { path } = await answeredCallFrom(stage, 'Megan Bowen');
    for (const name of ['Isaiah Langer', 'Diego Siciliani', 'Megan Bowen']) {
      stage.bot.heard.length = 0;
      assert.equal(await transfer(path, to(name)), 202, name);
      await stage.clock.advance(61_000);
      assert.deepEqual(stage.bot.said(), ['updated call transferring', 'updated call established'], name);
      assert.equal(codes(lastHeard(stage).resultInfo), '500/7000', name);
    }
    assert.equal(await transfer(path, to('Adele Vance')), 202);
    await stage.clock.advance(3000);
    assert.equal(stage.bot.said().at(-1), 'deleted call terminated');
  });

  it('stops ringing when the caller hangs up meanwhile', async () => {
    const { path, id } = await answeredCallFrom(stage, 'Megan Bowen');
    await transfer(path, to('Diego Siciliani'));
    await control(stage, 'POST', `/calls/${id}/hangUp`);
    await stage.clock.advance(61_000);
    assert.deepEqual(stage.bot.said(), ['updated call transferring', 'deleted call terminated']);
    assert.equal(codes(lastHeard(stage).resultInfo), '200/4521');
    assert.equal(stage.simulator.world.rings.size, 0);
  });

  it('after a consultation takes the place of the call with the agent, which ends', async () => {
    const { path } = await answeredCallFrom(stage, 'Megan Bowen');
    const agent = await inCallWith(stage, 'Adele Vance');
    const replacesCallId = agent.split('/').at(-1);
    assert.equal(await transfer(path, to('Adele Vance', { replacesCallId })), 202);
    await stage.clock.advance(1000);
    const notes = stage.bot.heard.map(({ body }) => body.value[0]);
    const of = (call: string) =>
      notes.filter(({ resourceUrl }) => resourceUrl === call).map(({ resourceData }) => resourceData.state);
    assert.deepEqual(of(path), ['transferring', 'transferAccepted', 'terminated']);
    assert.deepEqual(of(agent), ['terminated']);
  });

  it('fails with 7700 when that call is over, or is with somebody else', async () => {
    const { path } = await answeredCallFrom(stage, 'Megan Bowen');
    const agent = await inCallWith(stage, 'Adele Vance');
    const replacesCallId = agent.split('/').at(-1);
    for (const name of ['Pat Gomez', 'Adele Vance']) {
      await transfer(path, to(name, { replacesCallId }));
      await stage.clock.advance(1000);
      assert.equal(lastHeard(stage).state, 'established');
      assert.equal(codes(lastHeard(stage).resultInfo), '500/7700');
      await control(stage, 'POST', `/calls/${replacesCallId}/hangUp`);
    }
  });

  it('refuses targets and transferees that make no sense', async () => {
    const { path } = await answeredCallFrom(stage, 'Megan Bowen');
    const megan = { identity: { user: { id: idOf(stage, 'Megan Bowen') } } };
    const refused: [object, number][] = [
      [{}, 400],
      [{ ...to('Adele Vance'), transferee: megan }, 400],
      [to('Adele Vance', { endpointType: 'voicemail' }), 400],
      [{ transferTarget: invitee('55555555-5555-4555-8555-555555555555', 'application') }, 400],
      [{ transferTarget: invitee('030 1234', 'phone') }, 400],
      [{ transferTarget: invitee('+49301234', 'phone') }, 403],
      [{ ...to('Adele Vance'), clientContext: 'x'.repeat(257) }, 400],
    ];
    for (const [body, status] of refused) assert.equal(await transfer(path, body), status);
    const unanswered = (await control(stage, 'POST', '/calls', { from: 'Pat Gomez' })).body.id;
    assert.equal(await transfer(`/communications/calls/${unanswered}`, to('Adele Vance')), 400);
  });

  it('reaches a phone from a call to the resource account', async () => {
    const { applicationInstanceId } = stage.simulator.context.settings;
    const { path } = await answeredCallFrom(stage, '+4930654321', { to: applicationInstanceId });
    assert.equal(await transfer(path, { transferTarget: invitee('+49301234', 'phone') }), 202);
    await stage.clock.advance(3000);
    assert.equal((await viewOf(stage, path)).handover.with, '+49301234');
  });

  it('needs to be told whom it means in a group call', async () => {
    const { meeting, path } = await inMeeting(stage);
    const { world } = stage.simulator;
    const lee = world.join(meeting.room, { id: idOf(stage, 'Lee Gu'), name: 'Lee Gu', kind: 'user' });
    const transferee = {
      identity: { user: { id: lee.person.id } },
      participantId: lee.participantId,
    };
    assert.equal(await transfer(path, to('Adele Vance')), 400);
    const stranger = { identity: { user: { id: idOf(stage, 'Pat Gomez') } } };
    assert.equal(await transfer(path, { ...to('Adele Vance'), transferee: stranger }), 404);
    assert.equal(await transfer(path, { ...to('Adele Vance'), transferee }), 202);
    await stage.clock.advance(3000);
    assert.equal(codes(lastHeard(stage).resultInfo), '0/7015');
    assert.equal(world.find(meeting.room, 'Lee Gu'), undefined);
  });
});
