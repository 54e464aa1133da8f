import type { Call } from '../../calling/call.ts';
import { Refusal } from '../../lib/errors.ts';
import { derivedId, newId } from '../../lib/ids.ts';
import { refuseTooMany } from '../../meetings/limits.ts';
import type { Person } from '../../people/person.ts';
import type { Deed } from '../../policy/policy.ts';
import type { Answer } from '../answer.ts';
import { outcomeSentence } from '../cards/outcome.ts';
import { personFormCard } from '../cards/personFormCard.ts';
import { transferConfirmCard } from '../cards/transferConfirmCard.ts';
import { idsIn } from '../idsIn.ts';
import { invitePeople } from '../invitePeople.ts';
import { say } from '../say.ts';
import type { Services } from '../services.ts';
import { spend } from '../spend.ts';
import { meetingOf } from '../subject.ts';
import type { Turn } from '../turn.ts';
import type { VerbData } from '../verbs.ts';
import { liveCall } from '../which.ts';

async function allowed(turn: Turn, callId: string, deed: Deed, services: Services): Promise<Call> {
  const call = await liveCall(callId, services);
  await services.access.require(deed, turn, { call, meeting: await meetingOf(call, services) });
  return call;
}

/** Those chosen, looked up; the presser may be one of them. @throws Refusal for nobody or somebody unknown */
async function chosen(ids: string[], services: Services): Promise<Person[]> {
  refuseTooMany(ids.length);
  if (ids.length === 0) throw new Refusal('error.chooseSomebody');
  const { people, unknown } = await services.directory.resolve({ ids });
  if (unknown[0]) throw new Refusal('error.personUnknown', { name: unknown[0] });
  return people.map(({ id, name }) => ({ id, name }));
}

/** Posts the form that asks to whom the other side is handed over. */
export async function transferForm(
  turn: Turn,
  data: VerbData<'transferForm'>,
  services: Services,
): Promise<Answer> {
  const call = await allowed(turn, data.callId, 'transfer', services);
  return form(turn, call, 'transferCall', services);
}

/** Posts the form that asks whom to add. */
export async function addForm(turn: Turn, data: VerbData<'addForm'>, services: Services): Promise<Answer> {
  const call = await allowed(turn, data.callId, 'invite', services);
  return form(turn, call, 'addPeople', services);
}

async function form(
  turn: Turn,
  call: Call,
  verb: 'transferCall' | 'addPeople',
  services: Services,
): Promise<Answer> {
  const text = services.text(turn.locale);
  const view = { verb, callId: call.id, formId: newId(), subject: call.subject, problem: null };
  await services.reply(turn, { card: personFormCard(text, view) });
  return { notice: text('meeting.formPosted') };
}

/** Does what a form asks for; what is wrong with it comes back on the form. */
async function orFormAgain(
  turn: Turn,
  view: { verb: 'transferCall' | 'addPeople'; callId: string; formId: string; subject: string },
  services: Services,
  work: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const text = services.text(turn.locale);
    return { card: personFormCard(text, { ...view, problem: say(text, error.key, error.values) }) };
  }
}

/** Hands the other side over to somebody else, after a question that names both; two presses do it once. */
export async function transferCall(
  turn: Turn,
  data: VerbData<'transferCall'>,
  services: Services,
): Promise<Answer> {
  const text = services.text(turn.locale);
  const call = await allowed(turn, data.callId, 'transfer', services);
  const [side] = call.placed?.sides ?? [];
  if (!side || call.placed?.group) throw new Refusal('error.transferGroup');
  const view = { callId: call.id, formId: data.formId, subject: call.subject };
  return orFormAgain(turn, { ...view, verb: 'transferCall' }, services, async () => {
    const [to, another] = await chosen(idsIn(data.people), services);
    if (!to) throw new Refusal('error.chooseSomebody');
    if (another) throw new Refusal('error.transferToOne');
    if (to.id === side.id) throw new Refusal('error.transferToSelf', { name: side.name });
    if (!data.confirmed) return { card: transferConfirmCard(text, { ...view, who: side.name, to }) };
    const id = derivedId('transfer', data.formId);
    const after = await services.calls.control(call.id, id, turn.who, { verb: 'transfer', to });
    const control = after.controls.find((one) => one.id === id);
    const said = control ? outcomeSentence(text, control) : text('control.nothing');
    await spend(turn, call.subject, said, services);
    return { notice: said };
  });
}

/** Rings somebody into the call; of two people that makes a group. Two presses ring once. */
export async function addPeople(
  turn: Turn,
  data: VerbData<'addPeople'>,
  services: Services,
): Promise<Answer> {
  const call = await allowed(turn, data.callId, 'invite', services);
  const view = { verb: 'addPeople' as const, callId: call.id, formId: data.formId, subject: call.subject };
  return orFormAgain(turn, view, services, async () => {
    const people = await chosen(idsIn(data.people), services);
    const said = await invitePeople(turn, call, derivedId('add', data.formId), people, services);
    await spend(turn, call.subject, said, services);
    return { notice: said };
  });
}
