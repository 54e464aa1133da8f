import type { Call, ControlRequest } from '../../calling/call.ts';
import { others } from '../../calling/roster.ts';
import { Refusal } from '../../lib/errors.ts';
import { adminHint } from '../adminHint.ts';
import type { Answer } from '../answer.ts';
import { titleOf } from '../cards/names.ts';
import { outcomeSentence } from '../cards/outcome.ts';
import { idsIn } from '../idsIn.ts';
import { type Invited, ringIn } from '../invitePeople.ts';
import { removeQuestion } from '../rosterConfirm.ts';
import type { Services } from '../services.ts';
import { spend } from '../spend.ts';
import { meetingOf } from '../subject.ts';
import type { Turn } from '../turn.ts';
import type { VerbData } from '../verbs.ts';
import { liveCall } from '../which.ts';

/** "Which call?" answered: the command is run again, as if there were only this call. */
export async function chooseCall(
  turn: Turn,
  data: VerbData<'chooseCall'>,
  services: Services,
): Promise<Answer> {
  const call = await liveCall(data.callId, services);
  const row = services.commands.find(({ name }) => name === data.command);
  if (!row) throw new Refusal('error.actionBroken');
  const only: Services = { ...services, calls: { ...services.calls, liveIn: async () => [call] } };
  await row.run({ ...turn, text: data.rest }, data.rest, only);
  const text = services.text(turn.locale);
  const said = text('chat.chosen', { name: titleOf(text, call.subject) });
  await spend(turn, text('card.chooseCall.title'), said, services);
  return { notice: said };
}

/** What can be done to somebody by name. */
const commandsOnPeople = ['mute', 'remove', 'invite', 'hold', 'resume'] as const;

/** "Which Alex?" answered: the control is carried out on that one, after a question of its own where it removes. */
export async function choosePerson(
  turn: Turn,
  data: VerbData<'choosePerson'>,
  services: Services,
): Promise<Answer> {
  const call = await liveCall(data.callId, services);
  const meeting = await meetingOf(call, services);
  const command = commandsOnPeople.find((name) => name === data.command);
  if (!command) throw new Refusal('error.actionBroken');
  const deed = command === 'hold' || command === 'resume' ? 'operate' : command;
  await services.access.require(deed, turn, { call, meeting });
  const ids = [data.personId, ...idsIn(data.also)];
  const request = await requestFor(command, ids, turn, call, services);
  if (request.verb === 'remove') {
    const people = others(call).filter(({ id }) => request.to.includes(id));
    return { card: removeQuestion(turn, call, people, {}, services) };
  }
  const { control, leftOut } = await carriedOut(turn, call, request, services);
  const text = services.text(turn.locale);
  const said = [control ? outcomeSentence(text, control) : text('control.nothing'), leftOut ?? '']
    .join(' ')
    .trim();
  const name = control?.targets[0]?.name;
  await spend(turn, name ?? text('name.unknown'), said, services);
  await adminHint(turn, control, services);
  return { notice: said };
}

/** Who is rung into a call must want to be. */
async function carriedOut(
  turn: Turn,
  call: Call,
  request: ControlRequest,
  services: Services,
): Promise<Pick<Invited, 'control' | 'leftOut'>> {
  if (request.verb === 'invite') return ringIn(turn, call, turn.id, request.people, services);
  const { controls } = await services.calls.control(call.id, turn.id, turn.who, request);
  return { control: controls.find(({ id }) => id === turn.id), leftOut: null };
}

/** The ids looked up in the call or the tenant, whatever the card said they are; nobody is left out unsaid. */
async function requestFor(
  deed: (typeof commandsOnPeople)[number],
  ids: string[],
  turn: Turn,
  call: Call,
  services: Services,
): Promise<ControlRequest> {
  if (deed === 'invite') {
    const { people, unknown } = await services.directory.resolve({ ids });
    if (unknown[0]) throw new Refusal('error.personUnknown', { name: unknown[0] });
    const rung = people.filter(({ id }) => id !== turn.who.id);
    if (rung.length === 0)
      throw new Refusal(people.length > 0 ? 'error.personYourself' : 'error.actionBroken');
    return { verb: deed, people: rung.map(({ id, name }) => ({ id, name })) };
  }
  const there = others(call).filter(({ id }) => ids.includes(id));
  if (there.length === 0) throw new Refusal('error.actionBroken');
  const own = there.find(({ personId }) => personId === turn.who.id);
  // One who is not in the roster any more has left first, and the outcome says so.
  const to = ids.filter((id) => id !== own?.id);
  if (to.length === 0) throw new Refusal('error.personYourself');
  if (to.length > 1 && (deed === 'hold' || deed === 'resume')) throw new Refusal('error.holdOne');
  return { verb: deed, to };
}
