/** No card says something untrue: what stands in the chats held against the simulator's world. */
import { type Kysely, sql } from 'kysely';
import type { SimulatedCall } from '../../src/simulator/model.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import type { Schema } from '../../src/store/schema.ts';
import { buttonOf } from '../stories/steps.ts';
import { isOver, type Record } from './record.ts';

const plain = (id: string | null): string => (id ?? '').replaceAll('-', '').toLowerCase();

/** The words of a card alone, so that a failure can be read. */
const wordsOf = (card: unknown): string =>
  [...JSON.stringify(card).matchAll(/"(?:text|title|value)":"([^"]*)"/g)].map(([, word]) => word).join(' | ');

/** Cards in chats that say something else than Graph's world. */
export async function untrueCards(
  db: Kysely<Schema>,
  simulator: Simulator,
  { legs, established }: Record,
): Promise<string[]> {
  const cards = await db
    .selectFrom('cards')
    .innerJoin('calls', (join) => join.on(sql`'call:' || calls.id`, '=', sql.ref('cards.subject')))
    .select(['cards.subject', 'cards.activity_id', 'cards.conversation_id', 'calls.graph_id', 'calls.state'])
    .execute();
  return cards.flatMap(({ subject, activity_id, conversation_id, graph_id, state }) => {
    const leg = [...legs.values()].find(({ id }) => plain(id) === plain(graph_id));
    if (graph_id && !leg) return [];
    const messages = simulator.channel.conversations.find(conversation_id)?.messages ?? [];
    // A chat of an earlier round.
    if (messages.length === 0) return [];
    const shown = messages.find(({ id }) => id === activity_id);
    if (!shown) return [`a card is not there: ${subject}`];
    const stood = leg !== undefined && established.has(leg.id);
    const wrong = state.placed ? placedCard(shown.card, leg, stood) : meetingCard(shown.card, leg);
    return wrong ? [`a card says something untrue (${wrong}): ${wordsOf(shown.card)}`] : [];
  });
}

function meetingCard(card: unknown, leg: SimulatedCall | undefined): string | null {
  const live = leg !== undefined && !isOver(leg);
  if (Boolean(buttonOf(card, 'leaveCall')) !== live) return live ? 'it is in the meeting' : 'it is out';
  if (!leg || !live) return null;
  const words = JSON.stringify(card);
  if (/Reconnecting|20 seconds/.test(words)) return 'Graph answers';
  const people = [...leg.room.people.values()].filter(({ person }) => person.kind !== 'application');
  const here = people.filter(({ inLobby }) => !inLobby);
  const unmuted = here.filter(({ muted, serverMuted }) => !muted && !serverMuted);
  const figure = (count: number, what: string) => new RegExp(`"text":"${count}"[^\\]]*"${what}"`).test(words);
  if (!words.includes(`"${here.length} here, Rollcall since`)) return `${here.length} are here`;
  if (!figure(people.length - here.length, 'in lobby'))
    return `${people.length - here.length} are in the lobby`;
  return figure(unmuted.length, 'unmuted') ? null : `${unmuted.length} are unmuted`;
}

function placedCard(card: unknown, leg: SimulatedCall | undefined, stood: boolean): string | null {
  const live = leg !== undefined && !isOver(leg);
  const words = JSON.stringify(card);
  // While it hangs up there are no buttons, and it says so.
  if (Boolean(buttonOf(card, 'leaveCall')) !== live) return live ? 'the call stands' : 'the call is over';
  if (/"value":"answered"/.test(words) && !stood) return 'nobody answered';
  if (/spoke the whole message/.test(words)) {
    const spoken = leg?.media?.heard.some(({ outcome }) => outcome === 'played') ?? false;
    if (!spoken) return 'nothing was spoken';
  }
  return null;
}
