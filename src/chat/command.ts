import type { Services } from './services.ts';
import type { Turn } from './turn.ts';

/** One thing people can type. Help, the manifest's command lists and the docs derive from the table of these. */
export interface Command {
  /** The word that is typed, with or without a slash. */
  name: string;
  /** Other words for the same. */
  also: readonly string[];
  /** What may follow, shown in help and in the manifest; not translated. */
  args: string;
  /** In the manifest's command lists (12 a scope at most). */
  listed: boolean;
  /** Asks Graph, so typing is shown meanwhile. */
  slow: boolean;
  /**
   * Carries it out and answers in the chat.
   * @param rest what follows the command word
   * @throws Refusal when it cannot be done; nothing has changed then
   */
  run(turn: Turn, rest: string, services: Services): Promise<void>;
}

/** A command with its ordinary values filled in. Its summary is the text `command.<name>`. */
export const command = (
  row: Pick<Command, 'name' | 'run'> & Partial<Omit<Command, 'name' | 'run'>>,
): Command => ({ also: [], args: '', listed: true, slow: true, ...row });
