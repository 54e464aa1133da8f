/** What the simulator itself says happened in a round: its exchanges with the product, and the legs there were. */
import type { SimulatedCall } from '../../src/simulator/model.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import type { Exchange } from '../../src/simulator/traffic.ts';

type GraphExchange = Extract<Exchange, { kind: 'graph' }>;

export interface Record {
  graph: readonly GraphExchange[];
  /** Statuses with which notifications were answered at last; 0: not at all. */
  notifications: readonly number[];
  /** When Rollcall first acknowledged news of a leg, by its id: from then on it has to know of it. */
  told: ReadonlyMap<string, number>;
  /** Every leg that was there, ended ones too. */
  legs: ReadonlyMap<string, SimulatedCall>;
  /** Legs that stood, by id. */
  established: ReadonlySet<string>;
  /** Participant ids of whoever was muted at some time. */
  muted: ReadonlySet<string>;
  stop(): void;
}

/** Writes down from now on what happens. */
export function record(simulator: Simulator): Record {
  const graph: GraphExchange[] = [];
  const notifications: number[] = [];
  const told = new Map<string, number>();
  const legs = new Map<string, SimulatedCall>();
  const established = new Set<string>();
  const muted = new Set<string>();
  const stops = [
    simulator.traffic.onExchange((exchange) => {
      if (exchange.kind === 'graph') {
        graph.push(exchange);
        return;
      }
      const { status, requestBody } = exchange;
      notifications.push(status);
      const leg = /\/calls\/([0-9a-f-]{36})/.exec(JSON.stringify(requestBody))?.[1];
      if (leg && status < 300 && status > 0 && !told.has(leg)) told.set(leg, Date.now());
    }),
    simulator.world.onChange((change) => {
      if (change.kind === 'roster')
        for (const one of change.room.people.values())
          if (one.muted || one.serverMuted) muted.add(one.participantId);
      if (change.kind !== 'call') return;
      legs.set(change.call.id, change.call);
      if (change.call.state === 'established') established.add(change.call.id);
    }),
  ];
  return {
    ...{ graph, notifications, told, legs, established, muted },
    stop() {
      for (const stop of stops) stop();
    },
  };
}

export const isOver = ({ state }: Pick<SimulatedCall, 'state'>): boolean => state === 'terminated';
