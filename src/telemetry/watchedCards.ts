import type { CardOutcome } from '../chat/liveCards.ts';
import { outside } from '../lib/scope.ts';
import type { Tracing } from './tracing.ts';

/** For `createLiveCards`: what comes of each card is counted, and that of a call becomes a part of its trace. */
export function watchedCards(watch: { tracing: Tracing; card(outcome: CardOutcome): void }) {
  return async (subject: string, work: () => Promise<CardOutcome>): Promise<CardOutcome> => {
    const call = /^call:(.+)$/.exec(subject)?.[1];
    // Whoever shows one card goes on with the next that is behind, whatever it shows.
    const outcome = await outside(() =>
      call
        ? watch.tracing.span(call, 'card', {}, async (note) => {
            const came = await work();
            (came === 'failed' ? note.failed : note)({ 'rollcall.outcome': came });
            return came;
          })
        : work(),
    );
    watch.card(outcome);
    return outcome;
  };
}
