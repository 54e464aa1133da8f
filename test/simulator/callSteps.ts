/** Steps that the tests of calls share: calling the bot, answering, placing calls, and what the bot heard. */
import assert from 'node:assert/strict';
import { raw, type Stage, tenantId } from './harness.ts';

export const control = (stage: Stage, method: string, path: string, body?: unknown) =>
  raw(stage, method, `/simulator/v1${path}`, body, { authorization: '' });

export const idOf = (stage: Stage, name: string): string => {
  const person = stage.simulator.world.person(name);
  assert.ok(person, name);
  return person.id;
};

/** An invitationParticipantInfo. */
export const invitee = (id: string, kind = 'user', more: object = {}) => ({
  '@odata.type': '#microsoft.graph.invitationParticipantInfo',
  identity: {
    '@odata.type': '#microsoft.graph.identitySet',
    [kind]: { '@odata.type': '#microsoft.graph.identity', id },
  },
  ...more,
});

export const answerOf = (stage: Stage, more: object = {}) => ({
  callbackUri: `${stage.simulator.url}/api/calls/ours`,
  acceptedModalities: ['audio'],
  mediaConfig: { '@odata.type': '#microsoft.graph.serviceHostedMediaConfig' },
  ...more,
});

/** A request for a call to these. */
export const callTo = (stage: Stage, targets: readonly object[], more: object = {}) => ({
  '@odata.type': '#microsoft.graph.call',
  callbackUri: `${stage.simulator.url}/api/calls/ours`,
  requestedModalities: ['audio'],
  mediaConfig: { '@odata.type': '#microsoft.graph.serviceHostedMediaConfig' },
  targets,
  tenantId,
  ...more,
});

export const graph = (stage: Stage, method: string, path: string, body?: unknown) =>
  raw(stage, method, `/v1.0${path}`, body);

/** The bot's call with this person, established, with everything said so far forgotten. */
export async function inCallWith(stage: Stage, name: string) {
  const call = await graph(
    stage,
    'POST',
    '/communications/calls',
    callTo(stage, [invitee(idOf(stage, name))]),
  );
  assert.equal(call.status, 201);
  await stage.clock.advance(3000);
  stage.bot.heard.length = 0;
  return `/communications/calls/${call.body.id}`;
}

/** This person calls the bot, which answers; everything said so far is forgotten. */
export async function answeredCallFrom(stage: Stage, name: string, more: object = {}) {
  const { status, body } = await control(stage, 'POST', '/calls', { from: name, ...more });
  assert.equal(status, 201);
  const path = `/communications/calls/${body.id}`;
  assert.equal((await graph(stage, 'POST', `${path}/answer`, answerOf(stage))).status, 202);
  await stage.clock.advance(1000);
  stage.bot.heard.length = 0;
  return { path, id: body.id as string };
}

/** The resourceData of what the bot heard last. */
export const lastHeard = (stage: Stage) => stage.bot.heard.at(-1)?.body.value[0].resourceData;

/** `code/subcode` of a resultInfo. */
export const codes = (result: { code: number; subcode: number } | undefined) =>
  result && `${result.code}/${result.subcode}`;

/** What the control API shows of a call, by its id or its path. */
export const viewOf = async (stage: Stage, call: string) =>
  (await control(stage, 'GET', `/calls/${call.split('/').at(-1)}`)).body;
