import type { Call } from '../calling/call.ts';
import type { Text } from '../locales/text.ts';
import { escaped } from './cards/escape.ts';
import { callerWords } from './queueView.ts';
import type { Services } from './services.ts';

/** Teams takes longer messages; nobody says more in two minutes. */
const longest = 2_500;

/**
 * Posts what a caller left as a message into the agents' chat; only where an admin allowed that messages are kept.
 * @throws Error where no chat takes calls; ConnectorError where Teams does not take it
 */
export async function messageLeft(
  { incoming }: Call,
  said: string,
  { frontDesk, connector }: Pick<Services, 'frontDesk' | 'connector'>,
  text: Text,
): Promise<void> {
  const chat = await frontDesk.chat();
  if (!chat || !incoming) throw new Error('Nobody takes messages');
  const who = callerWords(text, incoming.caller);
  await connector.send(chat.reference, {
    text: text('desk.messageLeft', { who, said: escaped(said, longest) }),
  });
}
