import { Refusal } from '../../lib/errors.ts';
import { audited } from '../audited.ts';
import { say } from '../say.ts';
import type { Services } from '../services.ts';
import type { Turn } from '../turn.ts';
import { resumeFromHold } from './operate.ts';

const nothing = { meeting: null, call: null };
const deed = { id: 'outgoing', invited: [] };

/** `/pause`: nobody is rung from now on, whoever asked for it; calls under way go on. Admins only. */
export async function pause(turn: Turn, rest: string, services: Services): Promise<void> {
  if (rest.trim()) throw new Refusal('error.pauseHow');
  await services.access.require('pauseCalls', turn, nothing);
  const { pacing, clock } = services;
  const paused = await audited(
    turn,
    'pauseCalls',
    deed,
    services,
    () => pacing.pause(turn.who, clock.now()),
    (done) => (done ? null : 'alreadyThere'),
  );
  await services.reply(turn, {
    text: await pausedWords(turn, paused ? 'pause.now' : 'pause.already', services),
  });
}

/** `/resume`: whoever waits is rung, as lines are free (admins). `/resume @Alex`: the hold music stops. */
export async function resume(turn: Turn, rest: string, services: Services): Promise<void> {
  if (rest.trim() || turn.mentions.length > 0) return resumeFromHold(turn, rest, services);
  await services.access.require('pauseCalls', turn, nothing);
  const { pacing, clock } = services;
  const before = await pacing.state();
  const resumed = await audited(
    turn,
    'resumeCalls',
    deed,
    services,
    () => pacing.resume(turn.who, clock.now()),
    (done) => (done ? null : 'alreadyThere'),
  );
  const key = resumed ? (before.waiting > 0 ? 'pause.over' : 'pause.overNobody') : 'pause.not';
  const words = say(services.text(turn.locale), key, { count: before.waiting });
  await services.reply(turn, { text: words });
}

/** Since when, by whom, and how many wait. */
async function pausedWords(turn: Turn, key: string, services: Services): Promise<string> {
  const text = services.text(turn.locale);
  const { paused, waiting } = await services.pacing.state();
  const since = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone: turn.zone, dateStyle: 'medium', timeStyle: 'short' },
  }).format(paused?.at ?? services.clock.now());
  const said = say(text, key, { who: paused?.by.name || text('name.unknown'), since });
  return `${said} ${text(waiting > 0 ? 'pause.waiting' : 'pause.nobody', { count: waiting })}`;
}
