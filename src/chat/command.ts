import type { Services } from './services.ts';
import type { Turn } from './turn.ts';

/** What commands are about, in the order of help. */
export const topics = ['meetings', 'calls', 'room', 'reminders', 'frontDesk', 'rollcall'] as const;

/** One thing people can type. Help, the manifest's command lists and the docs derive from the table of these. */
export interface Command {
  /** The word that is typed, with or without a slash. */
  name: string;
  /** Other words for the same. */
  also: readonly string[];
  topic: (typeof topics)[number];
  /** What may follow, shown in help and in the manifest; not translated. */
  args: string;
  /** In the manifest's command lists (12 a scope at most), and at once in help; the others are unfolded there. */
  listed: boolean;
  /** Asks Graph as a rule, so typing is shown meanwhile: a request of its own, beside that of the answer. */
  slow: boolean;
  /** Changes nothing, and only says what it finds: it begins while its message is still being saved. Never `slow`. */
  looks: boolean;
  /**
   * Carries it out and answers in the chat.
   * @param rest what follows the command word
   * @throws Refusal when it cannot be done; nothing has changed then
   */
  run(turn: Turn, rest: string, services: Services): Promise<void>;
}

/** A command with its ordinary values filled in. Its summary is the text `command.<name>`. */
export const command = (
  row: Pick<Command, 'name' | 'topic' | 'run'> & Partial<Omit<Command, 'name' | 'topic' | 'run'>>,
): Command => ({ also: [], args: '', listed: true, slow: !row.looks, looks: false, ...row });
