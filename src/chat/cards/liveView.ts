import type { Call } from '../../calling/call.ts';
import { counts, missing, others } from '../../calling/roster.ts';
import type { LiveView } from './views.ts';

/** What the live card shows of a call. `joinUrl`: for people to join without Rollcall, where it is known. */
export function liveView(call: Call, joinUrl: string | null): LiveView {
  const { here, unmuted } = counts(call);
  return {
    callId: call.id,
    subject: call.subject,
    phase: call.phase,
    broughtBy: call.broughtBy.name,
    createdAt: call.createdAt,
    establishedAt: call.establishedAt,
    endedAt: call.endedAt,
    joinUrl,
    here,
    inLobby: others(call)
      .filter((one) => one.inLobby)
      .map((one) => one.name),
    unmuted,
    missing: call.invited.length > 0 ? missing(call).map((person) => person.name) : null,
    unheard: call.unheard,
    doubtSince: call.doubtSince,
    asOf: call.roster.asOf,
    control: call.controls.at(-1) ?? null,
    ending: call.ending,
  };
}
