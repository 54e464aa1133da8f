import type { Call } from '../../calling/call.ts';
import { missing } from '../../calling/roster.ts';
import { languageOf } from '../../ivr/language.ts';
import { Refusal } from '../../lib/errors.ts';
import { isGuid } from '../../lib/guid.ts';
import { derivedId, newId } from '../../lib/ids.ts';
import { spoken } from '../../locales/spoken.ts';
import type { Answer } from '../answer.ts';
import { mostRung, ringMissingCard } from '../cards/ringMissingCard.ts';
import { idsIn } from '../idsIn.ts';
import { ringable } from '../ringable.ts';
import type { Services } from '../services.ts';
import { spend } from '../spend.ts';
import { meetingOf } from '../subject.ts';
import type { Turn } from '../turn.ts';
import type { VerbData } from '../verbs.ts';
import { liveCall } from '../which.ts';

/** The meeting's call and those who are missing and can be rung: nobody is by a mail address. */
async function missingIn(turn: Turn, callId: string, services: Services) {
  const call = await liveCall(callId, services);
  const meeting = await meetingOf(call, services);
  await services.access.require('ringMissing', turn, { call, meeting });
  const people = missing(call).filter(({ id, bot }) => !bot && id !== turn.who.id && isGuid(id));
  if (people.length === 0) throw new Refusal('error.nobodyMissing');
  return { call, subject: meeting?.subject ?? call.subject, people };
}

/** Asks before anybody is rung, with the names; those who do not want to be rung are named as well. */
export async function ringMissing(
  turn: Turn,
  data: VerbData<'ringMissing'>,
  services: Services,
): Promise<Answer> {
  const { call, subject, people } = await missingIn(turn, data.callId, services);
  const { people: rung, leftOut } = await ringable(turn, people.slice(0, mostRung), services);
  const text = services.text(turn.locale);
  const more = Math.max(0, people.length - mostRung);
  const view = { callId: call.id, formId: newId(), subject, people: rung, leftOut, more };
  await services.reply(turn, { card: ringMissingCard(text, view) });
  return { notice: text('ringMissing.asked') };
}

/** Rings those named in the question who are still missing; two presses ring once. */
export async function ringNamed(
  turn: Turn,
  data: VerbData<'ringNamed'>,
  services: Services,
): Promise<Answer> {
  const text = services.text(turn.locale);
  const id = derivedId('ringMissing', data.formId);
  const done = await services.calls.get(data.callId);
  if (done?.controls.some((control) => control.id === id)) return { notice: text('ringMissing.ringing') };
  const { call, subject, people } = await missingIn(turn, data.callId, services);
  const named = new Set(idsIn(data.people));
  const still = people.filter((person) => named.has(person.id)).slice(0, mostRung);
  if (still.length === 0) throw new Refusal('error.nobodyMissing');
  const { people: rung } = await ringable(turn, still, services);
  await services.rings.note(id, turn.who, rung, services.clock.now());
  const sentence = sentenceFor(call, subject, services);
  await services.calls.control(call.id, id, turn.who, { verb: 'ringMissing', people: rung, sentence });
  await spend(turn, subject, text('ringMissing.ringing'), services);
  return { notice: text('ringMissing.ringing') };
}

/** What they hear first, in the language of the call. Spoken, so nothing in it is escaped. */
function sentenceFor(call: Call, subject: string, { text }: Services): string {
  const name = subject.trim() || text(call.locale)('name.untitled');
  return spoken[languageOf(call.locale, 'en')].ringMissing.started.replace('{{subject}}', () => name);
}
