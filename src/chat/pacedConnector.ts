import type { ConversationReference } from 'botbuilder';
import type { Logger } from 'pino';
import { type Clock, moment } from '../lib/clock.ts';
import { createChatQueues } from './chatQueues.ts';
import { type Connector, ConnectorError } from './connector.ts';
import { pauseAfter, shares } from './pace.ts';

/** An answer waits so long for its chat; whoever asked has gone by then. */
const answerPatience = 600_000;
/** A press has ten seconds in all; and what is said elsewhere must not hold the turn that says it. */
const shortPatience = 3_000;
const mostQuestions = 3;

export interface PacedConnector extends Connector {
  /** Posts the answer of a turn that was carried out, in order, within ten minutes of throttling. */
  answer: Connector['send'];
  /** For what is tried again later in any case: refused at once (429) where it would stand in the way of answers. */
  yielding: Pick<Connector, 'send' | 'update'>;
  /** Waits no more: what waits fails. */
  leave(): void;
}

/** A channel's threads are one conversation to the limits. */
const chatIdOf = ({ conversation }: Partial<ConversationReference>): string =>
  conversation?.id?.split(';')[0] ?? '';

/**
 * The same connector at the pace that Teams takes. Where it throttles, `send`, `update` and questions wait for seconds
 * and fail with its ConnectorError after that; `typing` is refused in a busy chat.
 * @param random from 0 to 1
 */
export function createPacedConnector(
  connector: Connector,
  needs: { clock: Clock; log: Logger; random?: () => number },
): PacedConnector {
  const { clock, random = Math.random } = needs;
  const { pause = moment } = clock;
  const queues = createChatQueues(needs);

  /** Asking changes nothing and has limits of its own. */
  async function asked<T>(question: () => Promise<T>): Promise<T> {
    const until = clock.now() + shortPatience;
    for (let refusals = 1; ; refusals += 1) {
      try {
        return await question();
      } catch (error) {
        const wait = error instanceof ConnectorError ? pauseAfter(error, refusals, random()) : null;
        if (wait === null || refusals === mostQuestions || clock.now() + wait > until) throw error;
        await pause(wait);
      }
    }
  }

  const sent =
    (patience: number): Connector['send'] =>
    (reference, message) =>
      queues.inTurn(chatIdOf(reference), patience, () => connector.send(reference, message));

  return {
    send: sent(shortPatience),
    answer: sent(answerPatience),
    update: (reference, activityId, message) =>
      queues.inTurn(chatIdOf(reference), shortPatience, () =>
        connector.update(reference, activityId, message),
      ),
    typing: (reference) =>
      queues.ifRoom(chatIdOf(reference), shares.typing, () => connector.typing(reference)),
    yielding: {
      send: (reference, message) =>
        queues.ifRoom(chatIdOf(reference), shares.answer, () => connector.send(reference, message)),
      update: (reference, activityId, message) =>
        queues.ifRoom(chatIdOf(reference), shares.update, () =>
          connector.update(reference, activityId, message),
        ),
    },
    joinUrl: (...asking) => asked(() => connector.joinUrl(...asking)),
    meetingRole: (...asking) => asked(() => connector.meetingRole(...asking)),
    member: (...asking) => asked(() => connector.member(...asking)),
    leave: queues.leave,
  };
}
