import type { Call } from '../../calling/call.ts';
import { Refusal } from '../../lib/errors.ts';
import { derivedId } from '../../lib/ids.ts';
import { refuseTooMany } from '../../meetings/limits.ts';
import { readPhone } from '../../people/phone.ts';
import type { Answer } from '../answer.ts';
import { type Callee, calleesOf } from '../callees.ts';
import { callFormCard } from '../cards/callFormCard.ts';
import { offerMeetingCard } from '../cards/offerMeetingCard.ts';
import { idsIn } from '../idsIn.ts';
import { placeCall as place, tooMany } from '../placeCall.ts';
import { plan, type Wanted } from '../plan.ts';
import { say } from '../say.ts';
import type { Services } from '../services.ts';
import { spend } from '../spend.ts';
import type { Turn } from '../turn.ts';
import type { VerbData } from '../verbs.ts';

/** A filled-in form. What is wrong comes back on the form, with everything else still filled in. */
export async function placeCall(
  turn: Turn,
  data: VerbData<'placeCall'>,
  services: Services,
): Promise<Answer> {
  const text = services.text(turn.locale);
  const ids = idsIn(data.people);
  refuseTooMany(ids.length);
  try {
    const number = data.phone?.trim();
    const read = number ? readPhone(number) : null;
    if (number && !read?.number) throw new Refusal('error.phoneWrong', { number });
    const callees = await calleesOf(turn, [...ids, ...(read?.number ? [read.number] : [])], services);
    return await ring(turn, data.formId, callees, data.say?.trim() || null, services);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { people } = await services.directory.resolve({ ids });
    const form = { formId: data.formId, phone: data.phone ?? null, say: data.say ?? null };
    const problem = say(text, error.key, error.values);
    return { card: callFormCard(text, { ...form, people, phones: services.phoneCalls, problem }) };
  }
}

/** "Which Alex?" answered: rings that one and those who were clear. */
export async function chooseCallee(
  turn: Turn,
  data: VerbData<'chooseCallee'>,
  services: Services,
): Promise<Answer> {
  const callees = await calleesOf(turn, [data.personId, ...idsIn(data.also)], services);
  return ring(turn, data.formId, callees, data.say ?? null, services);
}

async function ring(
  turn: Turn,
  formId: string,
  callees: readonly Callee[],
  spoken: string | null,
  services: Services,
): Promise<Answer> {
  const text = services.text(turn.locale);
  if (tooMany({ callees, say: spoken })) return { card: offerMeetingCard(text, { formId, callees }) };
  const call = await place(turn, { id: formId, callees, say: spoken }, services);
  await spend(turn, call.subject, text('call.placed'), services);
  return { notice: text('call.placed') };
}

/** More than can be rung at once: a meeting that starts now, with all of them. The press is the confirmation. */
export async function meetInstead(
  turn: Turn,
  data: VerbData<'meetInstead'>,
  services: Services,
): Promise<Answer> {
  const text = services.text(turn.locale);
  const ids = idsIn(data.people);
  refuseTooMany(ids.length);
  const { people, unknown } = await services.directory.resolve({ ids });
  if (unknown[0]) throw new Refusal('error.personUnknown', { name: unknown[0] });
  const wanted: Wanted = {
    requestId: data.formId,
    subject: null,
    when: { kind: 'now', durationMinutes: null, used: [] },
    invited: people,
    lobby: 'organization',
    presenters: 'everyone',
    confirmed: true,
  };
  const planned = await plan(turn, wanted, services);
  if ('form' in planned) return { card: planned.form };
  await spend(turn, planned.meeting.subject, text('call.metInstead'), services);
  return { notice: text('call.metInstead') };
}

/** Rings the same people once more, for whoever presses; two presses ring once until that call is over as well. */
export async function callAgain(
  turn: Turn,
  data: VerbData<'callAgain'>,
  services: Services,
): Promise<Answer> {
  const text = services.text(turn.locale);
  const call = await services.calls.get(data.callId);
  if (!call?.placed || call.tenantId !== services.tenantId) throw new Refusal('error.callUnknown');
  await services.access.require('callAgain', turn, { call, meeting: null });
  if (call.phase !== 'ended') return { notice: text('call.stillOn') };
  const { sides, purpose } = call.placed;
  // After a day nobody knows any more who was rung.
  if (sides.length === 0) throw new Refusal('error.callForgotten');
  const ids = [call.broughtBy, ...sides].map(({ id }) => id);
  const spoken = purpose.kind === 'say' ? purpose.text : null;
  const wanted = spoken === null ? [...new Set(ids)] : sides.map(({ id }) => id);
  const callees = await calleesOf(turn, wanted, services);
  await place(turn, { id: await nextId('again', call, services), callees, say: spoken }, services);
  return { notice: text('call.placed') };
}

/** The id of the call that follows one: the same for everybody who asks, until that call is over, too. */
export async function nextId(
  what: 'again' | 'back',
  call: Pick<Call, 'id'>,
  services: Pick<Services, 'calls'>,
): Promise<string> {
  for (let id = derivedId(what, call.id); ; id = derivedId(what, id)) {
    const next = await services.calls.get(id);
    if (next?.phase !== 'ended') return id;
  }
}
