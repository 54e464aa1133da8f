/** One call that hundreds of events and controls are for at once, while others go on beside it. */
import { rosterNotification } from '../../src/simulator/resources.ts';
import type { Random } from '../fixtures/random.ts';
import { person, type Story } from '../stories/harness.ts';
import { second } from '../stories/steps.ts';
import { bearer, post } from '../stories/wire.ts';
import type { Fault } from './fault.ts';
import { busyScene } from './inProcess.ts';

const news = 300;
/** As many are pressed as are said: a chat takes seven messages in a second, and the answers are more. */
const controls = 12;

/** Graph is slow as well, so that effects pile up in their lanes. */
async function flood(story: Story, random: Random): Promise<void> {
  await story.advance(second);
  const { simulator } = story;
  for (const route of ['/mute', '/invite', 'GET /communications/calls'])
    simulator.faults.add({ kind: 'delay', route, ms: 1 + random.below(2_000), count: 6 });
  const leg = [...simulator.world.calls.values()].find(
    ({ room, state }) => room.meetingId && state === 'established',
  );
  const chat = simulator.channel.conversations.list().findLast(({ type }) => type === 'groupChat');
  if (!leg || !chat) return;
  const token = await bearer(story, 'calls');
  const told = Array.from({ length: news }, () =>
    post(story, new URL(leg.callbackUri).pathname, rosterNotification(leg), token),
  );
  const callId = leg.callbackUri.split('/').at(-1);
  const shown = chat.messages.findLast(({ card }) => card);
  const from = person('Megan').id;
  const whom = () => person(random.one(['Adele', 'Pat', 'Lee']));
  const pressed = Array.from({ length: controls }, () => {
    const press = { from, activityId: shown?.id ?? '', verb: 'inviteChosen' };
    return simulator.channel.press(chat.id, { ...press, data: { callId, invitees: whom().id } });
  });
  const said = Array.from({ length: controls }, () => {
    const { id, name } = whom();
    return simulator.channel.say(chat.id, { from, text: `invite @${name}`, mention: true, mentions: [id] });
  });
  const statuses = await Promise.all(told);
  const refused = statuses.filter((status) => status !== 202);
  // Not one is turned away: they are fewer than may be under way at once.
  if (refused.length > 0)
    throw new Error(`${refused.length} of ${news} notifications were answered with ${refused[0]}`);
  await story.settle();
  await Promise.all([...pressed, ...said]);
}

export const fullLanes: Fault = {
  name: 'full-lanes',
  what: `${news} notifications and ${2 * controls} controls, pressed and said, for one call at once, Graph slow`,
  open: async (servers) =>
    busyScene(await servers.story(), { strike: flood, patience: 300 * second, late: true }),
};
