import type { Call, ControlRequest } from '../../calling/call.ts';
import { Refusal } from '../../lib/errors.ts';
import { askWhich } from '../askWhich.ts';
import { controlAndTell } from '../controlAndTell.ts';
import type { Services } from '../services.ts';
import { meetingOf } from '../subject.ts';
import { participantsMeant } from '../targets.ts';
import type { Turn } from '../turn.ts';
import { callOf } from '../which.ts';

/** What Graph takes as tones, at most a sentence of them. https://learn.microsoft.com/graph/api/call-senddtmftones */
const keysOnly = /^[0-9*#A-Da-d]{1,32}$/;

/** The call meant, where the sender may operate it; null where Rollcall asked which one. */
async function operated(turn: Turn, command: string, rest: string, services: Services): Promise<Call | null> {
  const call = await callOf(turn, command, rest, services);
  if (call)
    await services.access.require('operate', turn, { call, meeting: await meetingOf(call, services) });
  return call;
}

/** Graph knows no participants in a call between two. */
function groupOnly(call: Call): void {
  if (!call.coordinates && !call.placed?.group) throw new Refusal('error.groupOnly');
}

const music = (verb: 'hold' | 'resume') => async (turn: Turn, rest: string, services: Services) => {
  const call = await operated(turn, verb, rest, services);
  if (!call) return;
  groupOnly(call);
  const meant = participantsMeant(call, turn, rest);
  if ('several' in meant) return askWhich(turn, call.id, verb, meant, services);
  // Graph plays hold music to one participant at a time.
  if (meant.people.length > 1) throw new Refusal('error.holdOne');
  await controlAndTell(turn, call.id, { verb, to: meant.people.map(({ id }) => id) }, services);
};

/** `/hold @Alex`: music for one participant, who hears nothing else. */
export const hold = music('hold');
/** `/resume @Alex`: the music stops; without a name it is about all outgoing calls (pause.ts). */
export const resumeFromHold = music('resume');

/** `/press 1#`: Rollcall presses these keys in the call. */
export async function press(turn: Turn, rest: string, services: Services): Promise<void> {
  const call = await operated(turn, 'press', rest, services);
  if (!call) return;
  const keys = rest.replace(/[\s,]+/g, '');
  if (!keysOnly.test(keys)) throw new Refusal('error.keysWrong');
  await controlAndTell(turn, call.id, { verb: 'sendTones', keys: keys.toUpperCase() }, services);
}

/** `/mute Rollcall`: its own microphone. */
export async function muteRollcall(turn: Turn, services: Services): Promise<void> {
  const call = await operated(turn, 'mute', services.bot.name, services);
  if (!call) return;
  groupOnly(call);
  await controlAndTell(turn, call.id, { verb: 'muteRollcall' }, services);
}

/** `/unmute`: Rollcall itself; Teams lets nobody unmute somebody else. */
export async function unmute(turn: Turn, rest: string, services: Services): Promise<void> {
  const typed = rest.trim().toLowerCase();
  if ((typed && typed !== services.bot.name.toLowerCase()) || turn.mentions.length > 0)
    throw new Refusal('error.unmuteOthers');
  const call = await operated(turn, 'unmute', rest, services);
  if (!call) return;
  groupOnly(call);
  await controlAndTell(turn, call.id, { verb: 'unmuteRollcall' }, services);
}

/** `/gallery`: the large gallery, a view of everybody for those who take the meeting's video elsewhere. */
export async function gallery(turn: Turn, rest: string, services: Services): Promise<void> {
  const call = await operated(turn, 'gallery', rest, services);
  if (!call) return;
  if (!call.coordinates) throw new Refusal('error.meetingOnly');
  await controlAndTell(turn, call.id, { verb: 'gallery' }, services);
}

/** `/share` and `/share stop`: Rollcall's screen, only where an external host runs its media. */
export async function share(turn: Turn, rest: string, services: Services): Promise<void> {
  const call = await operated(turn, 'share', rest, services);
  if (!call) return;
  groupOnly(call);
  if (call.media !== 'application') throw new Refusal('error.shareNeedsHost');
  const role: Extract<ControlRequest, { verb: 'shareScreen' }>['role'] = /^(stop|off)$/i.test(rest.trim())
    ? 'viewer'
    : 'sharer';
  await controlAndTell(turn, call.id, { verb: 'shareScreen', role }, services);
}
