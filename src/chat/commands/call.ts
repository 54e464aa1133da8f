import { derivedId } from '../../lib/ids.ts';
import { calleesMeant } from '../callees.ts';
import { readCallWords } from '../callWords.ts';
import { callFormCard } from '../cards/callFormCard.ts';
import { choosePersonCard } from '../cards/choosePersonCard.ts';
import { offerMeetingCard } from '../cards/offerMeetingCard.ts';
import { placeCall, tooMany } from '../placeCall.ts';
import type { Services } from '../services.ts';
import type { Turn } from '../turn.ts';
import { join } from './join.ts';

/**
 * `/call @Adele @Alex` rings the sender and them, `/call @Adele say "..."` Adele alone; in a meeting's chat, alone, it
 * joins that meeting; elsewhere, alone, it asks whom to call.
 */
export async function call(turn: Turn, rest: string, services: Services): Promise<void> {
  const text = services.text(turn.locale);
  const words = readCallWords(rest, turn.mentions);
  const nobody =
    words.mentions.length + words.names.length + words.phones.length + words.wrongPhones.length === 0;
  if (nobody && words.say === null && turn.place.botMeetingId) return join(turn, '', services);
  // What is made of this turn is made once, however often it is delivered or its card pressed.
  const formId = derivedId('call', turn.id);
  if (nobody) {
    const form = {
      formId,
      people: [],
      phone: null,
      say: words.say,
      phones: services.phoneCalls,
      problem: null,
    };
    return services.reply(turn, { card: callFormCard(text, form) });
  }
  const meant = await calleesMeant(turn, words, services);
  if ('several' in meant) {
    const card = choosePersonCard(text, {
      pick: { formId, ...(words.say !== null && { say: words.say }) },
      name: meant.name,
      people: meant.several.map(({ id, name, address }) => ({ id, name, detail: address ?? null })),
      also: meant.sure.map(({ id }) => id),
    });
    return services.reply(turn, { card });
  }
  const asked = { callees: meant.callees, say: words.say };
  if (tooMany(asked)) return services.reply(turn, { card: offerMeetingCard(text, { formId, ...asked }) });
  await placeCall(turn, { ...asked, id: formId }, services);
}
