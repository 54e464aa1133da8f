/**
 * The people whom Rollcall rings: how each of them took it. In a group call by its roster, peer to peer by the call's own
 * state and end, since Graph sends no roster of those. Pure.
 */
import type { Call, Ending } from './call.ts';
import { cancelTimer, type Draft } from './draft.ts';
import type { Side, SideState } from './placed.ts';
import { others } from './roster.ts';
import { leave } from './upkeep.ts';

/** Two sides and no roster: a call that Rollcall placed to one person, or that came in, as long as nobody was added. */
export const isPeerToPeer = ({ coordinates, placed, incoming }: Call): boolean =>
  coordinates === null && !(placed ?? incoming)?.group;

/**
 * A third person makes two sides a group, with a roster: Graph took an invitation, or tells of more than the other side.
 * It may end the call instead, where Rollcall may not be in groups.
 */
export function escalate({ call }: Draft): void {
  if (!isPeerToPeer(call)) return;
  if (call.placed) call.placed = { ...call.placed, group: true };
  if (call.incoming) call.incoming = { ...call.incoming, group: true };
}

/** Whether somebody's phone still rings. */
export const rings = ({ placed }: Call): boolean =>
  placed?.sides.some((side) => side.state === 'ringing') === true;

/** Graph said something about the call or its roster: who has picked up, who has left. */
export function sidesHeard(draft: Draft) {
  const { call } = draft;
  if (others(call).length > 1) escalate(draft);
  if (!call.placed) return;
  const there = new Set(others(call).flatMap((one) => (one.inLobby ? [] : (one.personId ?? []))));
  const alone = isPeerToPeer(call);
  const established = call.phase === 'established';
  tell(draft, (side) => {
    if (alone) return established ? 'there' : side.state;
    if (there.has(side.id.toLowerCase())) return 'there';
    return side.state === 'there' && call.roster.asOf !== null ? 'left' : side.state;
  });
  if (!rings(call)) cancelTimer(draft, 'ringing');
}

/** Who has not picked up by now has not answered; where that is everybody, there is nothing to stay for. */
export function ringingOver(draft: Draft) {
  const { call } = draft;
  tell(draft, (side) => (side.state === 'ringing' ? 'noAnswer' : side.state));
  if (!call.placed?.sides.some((side) => side.state === 'there')) leave(draft, 'noAnswer');
}

/** A call that is over tells how those took it whose phones still rang. */
export function sidesOver(draft: Draft, { reason }: Ending) {
  const { placed } = draft.call;
  if (placed?.waiting) {
    const { waiting: _, ...rest } = placed;
    draft.call.placed = { ...rest, sides: placed.sides.map((side) => ({ ...side, state: 'notRung' })) };
    return;
  }
  tell(draft, (side) => {
    if (side.state === 'there') return 'left';
    return side.state === 'ringing' ? (byEnding[reason] ?? 'noAnswer') : side.state;
  });
}

const byEnding: Record<string, SideState> = {
  declined: 'declined',
  busyLine: 'busy',
  notReachable: 'unreachable',
  unroutable: 'unreachable',
  refused: 'unreachable',
};

function tell({ call }: Draft, state: (side: Side) => SideState) {
  if (!call.placed) return;
  const sides = call.placed.sides.map((side) => ({ ...side, state: state(side) }));
  call.placed = { ...call.placed, sides };
}
