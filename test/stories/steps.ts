/** Steps that stories share. */
import assert from 'node:assert/strict';
import type { Invitee } from '../../src/meetings/meeting.ts';
import { type AuditRecord, readAudit } from '../../src/store/audit.ts';
import { botId, person, type SaidMessage, type Story, tenantId, wordsOf } from './harness.ts';

export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;

/** A meeting as the simulator's control API gives it, as far as stories look. */
export interface GraphMeeting {
  id: string;
  subject: string;
  organizerId: string;
  start: number;
  end: number;
  joinWebUrl: string;
  joinMeetingId: string;
  passcode: string | null;
  threadId: string;
  externalId: string | null;
  eventId: string | null;
  invited: Pick<Invitee, 'name'>[];
  people: { personId: string; name: string; muted: boolean; inLobby: boolean; participantId: string }[];
}

/** Everything the bot just said, cards included, as one text. */
export const heard = (said: SaidMessage[]): string =>
  said.map(({ text, card }) => `${text ?? ''} ${card ? wordsOf(card) : ''}`).join('\n');

/** What a button of a card carries; null where the card has no such button. */
export function buttonOf(card: unknown, verb: string): Record<string, string> | null {
  if (Array.isArray(card)) return card.map((each) => buttonOf(each, verb)).find(Boolean) ?? null;
  if (!card || typeof card !== 'object') return null;
  const { verb: own, data } = card as { verb?: string; data?: Record<string, string> };
  if (own === verb) return data ?? {};
  return buttonOf(Object.values(card), verb);
}

/** The same, where it must be there. */
export function button(card: unknown, verb: string): Record<string, string> {
  const found = buttonOf(card, verb);
  assert.ok(found, `no button ${verb} in ${wordsOf(card)}`);
  return found;
}

/** What an answer to a press says: its words, or its card as text. */
export const answerOf = (answer: { body: { value: unknown } | null }): string =>
  typeof answer.body?.value === 'string' ? answer.body.value : wordsOf(answer.body?.value);

/** What an input of a card is filled with; null where it is empty or not there. */
export function inputOf(card: unknown, id: string): unknown {
  if (Array.isArray(card)) return card.map((each) => inputOf(each, id)).find((one) => one !== null) ?? null;
  if (!card || typeof card !== 'object') return null;
  const node = card as { type?: string; id?: string; value?: unknown };
  if (node.id === id && node.type?.startsWith('Input.')) return node.value ?? null;
  return inputOf(Object.values(card), id);
}

export const graphMeetings = (story: Story) => story.control<GraphMeeting[]>('GET', '/meetings');

/** The meeting of Graph with this subject, the last where there are several. */
export async function graphMeeting(story: Story, subject: string): Promise<GraphMeeting> {
  const found = (await graphMeetings(story)).findLast((one) => one.subject === subject);
  assert.ok(found, `Graph has no meeting "${subject}"`);
  return found;
}

/** Somebody does something in a meeting: join, leave, mute, unmute, lobby, admit. */
export const act = (story: Story, meetingId: string, name: string, what: string, more: object = {}) =>
  story.control(
    'POST',
    `/meetings/${encodeURIComponent(meetingId)}/people/${encodeURIComponent(person(name).id)}/${what}`,
    more,
  );

/** Makes a meeting elsewhere, as if in somebody's calendar. */
export const madeElsewhere = (story: Story, organizer: string, more: object = {}) =>
  story.control<GraphMeeting>('POST', '/meetings', { organizer: person(organizer).id, ...more });

/**
 * Megan starts a meeting in this chat, brings Rollcall in, and these people join.
 * @returns the ids of all of it, and the live card as it is when asked
 */
export async function roomWith(story: Story, chat: string, subject: string, ...names: string[]) {
  await ask(story, chat, 'Megan', `meet now ${subject}`);
  const card = await story.cardWith(chat, subject);
  const { meetingId = '' } = button(card.card, 'bringIn');
  await story.press(chat, 'Megan', card.id, 'bringIn', { meetingId });
  await story.advance(3 * second);
  const graph = await graphMeeting(story, subject);
  for (const name of names) await act(story, graph.id, name, 'join', { muted: false });
  await story.advance(4 * second);
  const live = () => story.cardWith(chat, `Rollcall in ${subject}`);
  const { callId = '' } = button((await live()).card, 'showRoster');
  return { meetingId, card: card.id, graph, callId, live };
}

/** Every deed written down so far, oldest first. */
export const auditOf = (story: Story): Promise<AuditRecord[]> => readAudit(story.database.db, tenantId, 0);

/**
 * Says something and waits until its cards are there too: a chat gets one in two seconds. Gives everything the bot
 * added, as one text.
 */
export async function ask(
  story: Story,
  chat: string,
  name: string,
  text: string,
  more: object = {},
): Promise<string> {
  const before = (await story.messages(chat)).length;
  await story.say(chat, name, text, more);
  await story.advance(2.5 * second);
  return heard((await story.messages(chat)).slice(before).filter(({ from }) => from === 'bot'));
}

/** Says what is asked back before it is done ("mute all", "remove Pat") and presses yes; gives the answer in words. */
export async function sayAndConfirm(
  story: Story,
  chat: string,
  name: string,
  text: string,
  more: object = {},
): Promise<string> {
  const verb = text.startsWith('mute') ? 'muteOthers' : 'removeChosen';
  const said = await story.say(chat, name, text, more);
  const question = said.find(({ card }) => buttonOf(card, verb));
  assert.ok(question, `no question after "${text}": ${heard(said)}`);
  return answerOf(await story.press(chat, name, question.id, verb, button(question.card, verb)));
}

/** A message as Teams would deliver it, for what the simulator's people cannot say; `more` lies over it. */
export const rawActivity = (
  story: Story,
  chat: string,
  name: string,
  text: string,
  more: object = {},
): string => {
  const id = String(story.clock.now() * 1_000 + Math.floor(Math.random() * 1_000));
  return JSON.stringify({
    ...{ type: 'message', id, text, channelId: 'msteams', serviceUrl: `${story.simulator.url}/teams/` },
    from: { id: `29:${person(name).id}`, name: person(name).name, aadObjectId: person(name).id },
    recipient: { id: `28:${botId}`, name: 'Rollcall' },
    conversation: { id: chat, conversationType: 'groupChat', isGroup: true, tenantId },
    channelData: { tenant: { id: tenantId } },
    ...more,
  });
};
