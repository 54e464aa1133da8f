/** What goes wrong on purpose: a list of faults, each for some routes and, if it says so, for a number of times. */
import { randomUUID } from 'node:crypto';

export const requestFaults = [
  'delay',
  '429',
  '500',
  '503',
  'timeout',
  'reset',
  'answerLost',
  'lostOperation',
  'lateCreated',
  'batchRefused',
] as const;

/** Ways a notification's token can be false. */
export const forgeries = [
  'wrongIssuer',
  'wrongAudience',
  'wrongTenant',
  'wrongKey',
  'expiredToken',
  'unsigned',
  'noToken',
] as const;

export const notificationFaults = [
  'notificationDelay',
  'notificationDuplicate',
  'notificationReorder',
  'notificationDrop',
  'legacyFirst',
  ...forgeries,
] as const;

export type RequestFault = (typeof requestFaults)[number];
export type NotificationFault = (typeof notificationFaults)[number];
export type FaultKind = RequestFault | NotificationFault;

export interface Fault {
  id: string;
  kind: FaultKind;
  /**
   * `*` for all of Graph, or all notifications; otherwise part of `METHOD /path/{of}/the/operation` (Graph, without /v1.0), of the path (Entra,
   * connector), or of a notification's kind: `call establishing`, `call terminated`, `participants`, `operations`.
   */
  route: string;
  /** How often it still strikes; without one, until it is taken away. */
  count?: number;
  /** For the delays, in milliseconds. */
  ms?: number;
  /** For 429 and 503, in seconds; Graph sends fractions too. */
  retryAfter?: number;
}

export type NewFault = Omit<Fault, 'id' | 'route'> & { route?: string };

export class Faults {
  readonly #faults: Fault[] = [];

  list(): readonly Fault[] {
    return this.#faults;
  }

  /** Switches a fault on. @throws RangeError for a kind there is none of. */
  add(fault: NewFault): Fault {
    if (![...requestFaults, ...notificationFaults].some((kind) => kind === fault.kind)) {
      throw new RangeError(`There is no fault "${fault.kind}".`);
    }
    const added: Fault = { ...fault, route: fault.route ?? '*', id: randomUUID() };
    this.#faults.push(added);
    return added;
  }

  /** Takes one fault away, or all of them without an id. */
  remove(id?: string): void {
    const kept = id === undefined ? [] : this.#faults.filter((fault) => fault.id !== id);
    this.#faults.splice(0, this.#faults.length, ...kept);
  }

  /**
   * The first fault of these kinds that is meant for `key`; counts as struck. With `named`, only one that names its
   * route: `*` means all of Graph or all notifications, never Entra or the channel.
   */
  take(key: string, kinds: readonly FaultKind[], named = false): Fault | undefined {
    const wanted = key.toLowerCase();
    const fault = this.#faults.find(
      ({ kind, route }) =>
        kinds.includes(kind) && (route === '*' ? !named : wanted.includes(route.toLowerCase())),
    );
    if (fault?.count !== undefined) {
      fault.count -= 1;
      if (fault.count <= 0) this.remove(fault.id);
    }
    return fault;
  }
}
