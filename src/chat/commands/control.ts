import type { Deed } from '../../policy/policy.ts';
import { askWhich } from '../askWhich.ts';
import { controlAndTell } from '../controlAndTell.ts';
import { invitePeople } from '../invitePeople.ts';
import { muteOthersQuestion, removeQuestion, sparedIn } from '../rosterConfirm.ts';
import type { Services } from '../services.ts';
import { meetingOf } from '../subject.ts';
import { inviteesMeant, participantsMeant } from '../targets.ts';
import type { Turn } from '../turn.ts';
import { callOf } from '../which.ts';
import { muteRollcall } from './operate.ts';

/**
 * `/mute @Alex`, `/mute Adele and Lee`, `/mute all` (everyone but the asker, presenters and Rollcall), which asks first;
 * `/mute Rollcall`.
 */
export async function mute(turn: Turn, rest: string, services: Services): Promise<void> {
  if (rest.trim().toLowerCase() === services.bot.name.toLowerCase()) return muteRollcall(turn, services);
  const call = await callOf(turn, 'mute', rest, services);
  if (!call) return;
  const meeting = await meetingOf(call, services);
  await services.access.require('mute', turn, { call, meeting });
  if (/^(all|everyone|everybody|others)$/i.test(rest.trim())) {
    const spare = await sparedIn(meeting, [], services);
    const card = muteOthersQuestion(turn, call, spare, {}, services);
    const text = services.text(turn.locale);
    return services.reply(turn, card ? { card } : { text: text('roster.nobodyToMute') });
  }
  const meant = participantsMeant(call, turn, rest);
  if ('several' in meant) return askWhich(turn, call.id, 'mute', meant, services);
  await controlAndTell(turn, call.id, { verb: 'mute', to: meant.people.map(({ id }) => id) }, services);
}

/** `/remove @Alex`: asks first; they may rejoin. */
export async function remove(turn: Turn, rest: string, services: Services): Promise<void> {
  const call = await callOf(turn, 'remove', rest, services);
  if (!call) return;
  await services.access.require('remove', turn, { call, meeting: await meetingOf(call, services) });
  const meant = participantsMeant(call, turn, rest);
  if ('several' in meant) return askWhich(turn, call.id, 'remove', meant, services);
  await services.reply(turn, { card: removeQuestion(turn, call, meant.people, {}, services) });
}

/** `/invite @Megan` or by name or address: rings them into the meeting. */
export async function invite(turn: Turn, rest: string, services: Services): Promise<void> {
  const call = await callOf(turn, 'invite', rest, services);
  if (!call) return;
  await services.access.require('invite', turn, { call, meeting: await meetingOf(call, services) });
  const meant = await inviteesMeant(services.directory, turn, rest);
  if ('several' in meant) return askWhich(turn, call.id, 'invite', meant, services);
  const people = meant.people.map(({ id, name, bot }) => ({ id, name, ...(bot && { bot }) }));
  await services.reply(turn, { text: await invitePeople(turn, call, turn.id, people, services) });
}

/** `/leave`, `/end`: Rollcall leaves, the meeting goes on; a call between two ends with it. */
export async function leave(turn: Turn, rest: string, services: Services): Promise<void> {
  const call = await callOf(turn, 'leave', rest, services);
  if (!call) return;
  const deed: Deed = 'leave';
  await services.access.require(deed, turn, { call, meeting: await meetingOf(call, services) });
  await services.calls.control(call.id, turn.id, turn.who, { verb: 'leave' });
  const key = call.placed ? 'control.hangingUp' : 'control.leaving';
  await services.reply(turn, { text: services.text(turn.locale)(key) });
}
