/**
 * Graph, asked with patience: a class of operations whose Retry-After runs is not asked before its time, what may be sent
 * twice is tried again within its deadline, and a dead Graph is asked by one request at a time.
 */
import { backOff } from '../lib/backOff.ts';
import { moment } from '../lib/clock.ts';
import { untilAborted } from '../lib/deadline.ts';
import { answered, closed, failed, mayAsk, unknown } from './circuit.ts';
import type { Graph, GraphRequest } from './client.ts';
import { GraphError, retryAfterOf } from './errors.ts';
import { type Kind, kindOf } from './operationClass.ts';

/** Whether Graph answers this instance. */
interface GraphHealth {
  /** It does not, for so long that only one request at a time tries. */
  open: boolean;
  /** Epoch milliseconds; null while it is closed. */
  since: number | null;
  answeredAt: number | null;
}

export interface PatientGraph extends Graph {
  health(): GraphHealth;
  /** While the circuit is open and it is time to try: asks for a call that there cannot be. Any answer closes it. */
  probe(): Promise<void>;
}

const defaultDeadline = 10_000;
const mostAttempts = 3;
const spacing = { first: 250, longest: 1_000 };
/** Whoever waits for less says nothing of Graph by having waited in vain. */
const shortDeadline = 2_000;
const probeDeadline = 3_000;
const nobody = '00000000-0000-0000-0000-000000000000';
const nobodysCall = `/communications/calls/${nobody}`;

/** Certainly not carried out: Graph refused it before anything else, or it never arrived there. */
const notDone = ({ status, code }: GraphError): boolean =>
  status === 429 || (status === 0 && (code === 'unreachable' || code === 'tokenUnavailable'));

const isDead = ({ status, code }: GraphError): boolean =>
  (status === 0 && code !== 'tokenUnavailable') || (status >= 500 && status !== 501);

/**
 * The same Graph with patience.
 * @param needs `random` from 0 to 1; `pause` resolves after so many milliseconds
 * @returns whose requests also throw GraphError `circuitOpen` (status 0) and `notYet` (status 429): certainly not sent,
 *   `retryAfterMs` says when to ask again
 */
export function withPatience(
  graph: Graph,
  needs: { random?: () => number; pause?: (ms: number) => Promise<void> } = {},
): PatientGraph {
  const { random = Math.random, pause = moment } = needs;
  const blocked = new Map<Kind['name'], { from: number; until: number }>();
  let circuit = closed;

  /** Milliseconds until a class may be asked again; a clock that was set back ends the wait. */
  function waitOf({ name }: Kind): number {
    const block = blocked.get(name);
    const now = graph.now();
    return block && now >= block.from ? Math.max(0, block.until - now) : 0;
  }

  function hear(kind: Kind, error: GraphError, deadlineMs: number): void {
    const now = graph.now();
    if (isDead(error)) {
      const hasty = error.code === 'timeout' && deadlineMs < shortDeadline;
      circuit = hasty ? unknown(circuit) : failed(circuit, now, random());
    } else if (error.status === 0) circuit = unknown(circuit);
    else circuit = answered(now);
    const { retryAfterMs, status } = error;
    if (retryAfterMs !== null && (status === 429 || status === 503)) block(kind, retryAfterMs);
  }

  const block = ({ name }: Kind, ms: number): void => {
    const from = graph.now();
    blocked.set(name, { from, until: from + ms });
  };

  async function once<T>(wanted: GraphRequest, kind: Kind, deadlineMs: number) {
    if (!wanted.urgent) {
      const asked = mayAsk(circuit, graph.now());
      circuit = asked.circuit;
      if (asked.wait !== null) throw notSent('circuitOpen', asked.wait);
    }
    try {
      const answer = await graph.request<T>(wanted);
      circuit = answered(graph.now());
      for (const ms of asksToWait(answer.body, graph.now())) block(kind, ms);
      return answer;
    } catch (error) {
      if (error instanceof GraphError) hear(kind, error, deadlineMs);
      else circuit = unknown(circuit);
      throw error;
    }
  }

  async function request<T>(wanted: GraphRequest) {
    const kind = kindOf(wanted);
    const { deadlineMs = defaultDeadline } = wanted;
    const until = graph.now() + deadlineMs;
    const own = AbortSignal.timeout(deadlineMs);
    const signal = wanted.signal ? AbortSignal.any([own, wanted.signal]) : own;
    const patient = kind.again === 'here' && !wanted.urgent;
    const wait = async (ms: number, error: GraphError): Promise<void> => {
      if (!patient || graph.now() + ms >= until) throw error;
      await untilAborted(pause(ms), signal).catch(() => Promise.reject(error));
    };
    for (let attempt = 1; ; attempt += 1) {
      const left = wanted.urgent ? 0 : waitOf(kind);
      if (left > 0) await wait(left, notSent('notYet', left));
      try {
        return await once<T>({ ...wanted, signal }, kind, deadlineMs);
      } catch (error) {
        if (!(error instanceof GraphError) || attempt === mostAttempts) throw error;
        if (error.code === 'circuitOpen' || !(notDone(error) || (kind.safe && isDead(error)))) throw error;
        if (signal.aborted) throw error;
        // Where Graph said when to come back, the turn above waits.
        if (waitOf(kind) === 0) await wait(backOff(spacing, attempt, random()), error);
        else if (!patient) throw error;
      }
    }
  }

  return {
    ...graph,
    request,
    health: () => ({
      open: circuit.since !== null,
      since: circuit.since,
      answeredAt: circuit.answeredAt,
    }),
    async probe() {
      if (circuit.since === null || mayAsk(circuit, graph.now()).wait !== null) return;
      await request({ method: 'GET', path: nobodysCall, deadlineMs: probeDeadline }).catch(() => undefined);
    },
  };
}

/** The Retry-After of answers within the answer to a batch. */
function asksToWait(body: unknown, now: number): number[] {
  const { responses } = (body ?? {}) as {
    responses?: { status?: number; headers?: Record<string, string> }[];
  };
  if (!Array.isArray(responses)) return [];
  return responses.flatMap(({ status, headers }) => {
    const asked = status === 429 ? retryAfterOf(new Headers(headers).get('retry-after'), now) : null;
    return asked ?? [];
  });
}

const sentences = {
  circuitOpen: [0, 'Graph has not answered for a while'],
  notYet: [429, 'Graph has asked to be asked later'],
} as const;

function notSent(code: keyof typeof sentences, retryAfterMs: number): GraphError {
  const [status, message] = sentences[code];
  return new GraphError({ status, code, message, reference: '', retryAfterMs });
}
