import type { Call, Participant } from '../calling/call.ts';
import { others } from '../calling/roster.ts';
import type { Meeting } from '../meetings/meeting.ts';
import type { Card } from './cards/card.ts';
import { rosterConfirmCard } from './cards/rosterConfirmCard.ts';
import { idsIn } from './idsIn.ts';
import type { Services } from './services.ts';
import type { Turn } from './turn.ts';
import type { VerbData } from './verbs.ts';

type Choices = Pick<VerbData<'refreshRoster'>, 'show' | 'letters' | 'chosen'>;

/** Entra ids of those who present in the meeting of a call: "mute others" spares them unless they were chosen. */
export async function sparedIn(
  meeting: Meeting | null,
  chosen: readonly Participant[],
  services: Services,
): Promise<string[]> {
  const chosenPeople = new Set(chosen.map(({ personId }) => personId));
  const presenters = meeting ? await services.scheduling.presenters(meeting) : [];
  return presenters.filter((id) => !chosenPeople.has(id));
}

/** Asks before everybody else is muted, pressed or typed; null where nobody is unmuted. */
export function muteOthersQuestion(
  turn: Turn,
  call: Call,
  spare: readonly string[],
  choices: Choices,
  services: Services,
): Card | null {
  const unmuted = others(call).filter(
    ({ muted, inLobby, personId }) => !muted && !inLobby && personId !== turn.who.id,
  );
  const spared = unmuted.filter(({ personId }) => personId !== null && spare.includes(personId));
  const people = unmuted.filter((one) => !spared.includes(one));
  if (people.length === 0) return null;
  return question(turn, call, 'muteOthers', people, spared, choices, services);
}

/** Asks before people are removed, pressed or typed. */
export const removeQuestion = (
  turn: Turn,
  call: Call,
  people: readonly Participant[],
  choices: Choices,
  services: Services,
): Card => question(turn, call, 'removeChosen', people, [], choices, services);

function question(
  turn: Turn,
  call: Call,
  verb: 'muteOthers' | 'removeChosen',
  people: readonly Participant[],
  spared: readonly Participant[],
  { show = 'all', letters = '', chosen }: Choices,
  services: Services,
): Card {
  return rosterConfirmCard(services.text(turn.locale), {
    callId: call.id,
    subject: call.subject,
    show,
    letters: letters || null,
    people: people.map(({ id, name }) => ({ id, name })),
    verb,
    chosen: idsIn(chosen),
    spared: spared.map(({ name }) => name),
  });
}
