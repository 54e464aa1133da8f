/** Forged tokens of every kind, on every guarded route, with a call going on that they would end. */
import type { Random } from '../fixtures/random.ts';
import { forgeries, forgeriesOf } from '../stories/forgeries.ts';
import { type Story, unhandled } from '../stories/harness.ts';
import { minute, rawActivity, roomWith, second } from '../stories/steps.ts';
import { type Endpoint, everythingKept, post } from '../stories/wire.ts';
import type { Fault, Scene } from './fault.ts';
import { held } from './inProcess.ts';
import type { Servers } from './servers.ts';

const perRound = 20;
const refusals = [401, 403, 431];

async function open(servers: Servers): Promise<Scene> {
  const story = await servers.story();
  const chat = await story.group('Megan', 'Adele');
  const { callId, graph } = await roomWith(story, chat, 'Budget', 'Megan', 'Adele');
  // No timer is due while a forger is at work, however long making a key takes.
  await story.advance(minute);
  const [leg] = await story.control<{ id: string }[]>('GET', '/calls');
  const note = {
    changeType: 'deleted',
    resourceUrl: `/communications/calls/${leg?.id}`,
    resourceData: { '@odata.type': '#microsoft.graph.call', state: 'terminated' },
  };
  const bodies: Record<Endpoint, string> = {
    calls: JSON.stringify({ '@odata.type': '#microsoft.graph.commsNotifications', value: [note] }),
    messages: rawActivity(story, chat, 'Megan', 'leave'),
  };
  return {
    round: (random) => round(story, random, bodies, callId),
    memory: async () => held(),
    async close() {
      await story.control('POST', `/meetings/${encodeURIComponent(graph.id)}/end`, {});
      await story.advance(10 * second);
    },
  };
}

async function round(
  story: Story,
  random: Random,
  bodies: Record<Endpoint, string>,
  callId: string,
): Promise<string[]> {
  const before = await everythingKept(story);
  const rejections = unhandled.length;
  const wrong: string[] = [];
  for (let many = 0; many < perRound; many += 1) {
    const endpoint = random.one<Endpoint>(['calls', 'messages']);
    const [what, forge] = random.one([
      ...Object.entries(forgeries),
      ...Object.entries(forgeriesOf[endpoint]),
    ]);
    const path =
      endpoint === 'messages' ? '/api/messages' : random.one(['/api/calls', `/api/calls/${callId}`]);
    const status = await post(story, path, bodies[endpoint], await forge(story, endpoint));
    if (!refusals.includes(status)) wrong.push(`${path} answered ${status} to ${what}`);
  }
  await story.settle();
  if ((await everythingKept(story)) !== before) wrong.push('something was changed');
  return [...wrong, ...unhandled.slice(rejections).map((reason) => `nobody handled a rejection: ${reason}`)];
}

export const forgedTokens: Fault = {
  name: 'forged-tokens',
  what: `${perRound} forged tokens a round, of ${Object.keys(forgeries).length + 5} kinds`,
  open,
};
