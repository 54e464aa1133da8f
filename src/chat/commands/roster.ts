import { postRoster } from '../rosterPost.ts';
import type { Services } from '../services.ts';
import { meetingOf } from '../subject.ts';
import type { Turn } from '../turn.ts';
import { callOf } from '../which.ts';

/** `/roster`: a fresh roster card at the bottom of the chat. */
export async function roster(turn: Turn, rest: string, services: Services): Promise<void> {
  const call = await callOf(turn, 'roster', rest, services);
  if (!call) return;
  await services.access.require('seeRoster', turn, { call, meeting: await meetingOf(call, services) });
  await postRoster(turn, call, services);
}
