/** The calls that chat may look up and tell, as `app.ts` hands them over. */
import type { Desk } from './calling/desk.ts';
import type { Calls } from './chat/services.ts';
import { type Language, languageOf } from './ivr/language.ts';
import { Refusal } from './lib/errors.ts';

/**
 * @param onCard what the queue card shows: the store's look at calls that came in
 * @param isAway Graph does not answer: a control would be carried out when nobody expects it any more
 * @param language what is spoken in a call that somebody of another language asked for
 */
export function callsForChat(
  desk: Pick<Desk, 'start' | 'place' | 'get' | 'liveIn' | 'liveOfMeeting' | 'recentIn' | 'tell'>,
  onCard: Calls['incomingLive'],
  language: Language,
  isAway: () => boolean,
): Calls {
  const spoken = (locale: string) => languageOf(locale, language);
  return {
    start: (request) => desk.start({ ...request, locale: spoken(request.locale) }),
    place: (request) => desk.place({ ...request, locale: spoken(request.locale) }),
    get: desk.get,
    liveIn: desk.liveIn,
    liveOfMeeting: desk.liveOfMeeting,
    incomingLive: onCard,
    lastIn: async (conversationId) => (await desk.recentIn(conversationId, 1))[0] ?? null,
    async control(callId, id, by, request) {
      if (isAway() && request.verb !== 'leave') throw new Refusal('error.graphDown');
      const call = await desk.tell(callId, { kind: 'controlRequested', id, by, request });
      if (!call) throw new Error('A call that was there is gone');
      return call;
    },
    async agentChose(callId, by, choice) {
      const call = await desk.tell(callId, { kind: 'agentChose', by, choice });
      if (!call) throw new Error('A call that was there is gone');
      return call;
    },
  };
}
