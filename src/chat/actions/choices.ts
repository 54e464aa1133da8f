import type { ControlRequest } from '../../calling/call.ts';
import { Refusal } from '../../lib/errors.ts';
import type { Answer } from '../answer.ts';
import { outcomeSentence } from '../cards/outcome.ts';
import type { Services } from '../services.ts';
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
  return { notice: services.text(turn.locale)('chat.chosen', { name: call.subject }) };
}

/** "Which Alex?" answered: the control is carried out on that one. */
export async function choosePerson(
  turn: Turn,
  data: VerbData<'choosePerson'>,
  services: Services,
): Promise<Answer> {
  const call = await liveCall(data.callId, services);
  const meeting = await meetingOf(call, services);
  const deed = data.command;
  if (deed !== 'mute' && deed !== 'remove' && deed !== 'invite') throw new Refusal('error.actionBroken');
  await services.access.require(deed, turn, { call, meeting });
  const request: ControlRequest =
    deed === 'invite'
      ? { verb: deed, people: (await services.directory.resolve({ ids: [data.personId] })).people }
      : { verb: deed, to: [data.personId] };
  const after = await services.calls.control(call.id, turn.activityId, turn.who, request);
  const control = after.controls.find(({ id }) => id === turn.activityId);
  const text = services.text(turn.locale);
  return { notice: control ? outcomeSentence(text, control) : text('control.nothing') };
}
