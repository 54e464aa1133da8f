import type { Callee } from './callees.ts';
import { say } from './say.ts';
import type { Services } from './services.ts';
import type { Turn } from './turn.ts';

/**
 * Tells those who are rung who is calling: alone where they ever spoke to Rollcall, else in this chat where they are in
 * it, else not at all. Nothing depends on it: whoever cannot be told is rung all the same.
 * @param waits for a free line: they are not rung yet
 */
export async function tellCalled(
  turn: Turn,
  callees: readonly Callee[],
  waits: boolean,
  services: Services,
): Promise<void> {
  const key = waits ? 'call.toldAhead' : 'call.told';
  const words = say(services.text(turn.locale), key, { who: turn.who.name });
  const here: { mri: string; name: string }[] = [];
  for (const { id, kind } of callees) {
    if (kind !== 'user') continue;
    const chat = await services.personalChat(id).catch(() => null);
    const told = chat && (await services.connector.send(chat, { text: words }).catch(() => null));
    if (told !== null || turn.place.kind === 'personal') continue;
    const member = await services.connector.member(turn.place.reference, id).catch(() => null);
    if (member) here.push({ mri: member.mri, name: member.name });
  }
  if (here.length === 0) return;
  await services.reply(turn, { text: words, mentions: here }).catch((error) => {
    services.log.warn({ err: error }, 'those who are called could not be told in their chat');
  });
}
