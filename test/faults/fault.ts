/** What a fault is to whoever runs rounds of it. */
import type { Random } from '../fixtures/random.ts';
import type { Servers } from './servers.ts';

/** What the rounds of a fault share: servers that are started once. */
export interface Scene {
  /** @returns what did not hold, in words; nothing: everything held */
  round(random: Random): Promise<string[]>;
  /** What has not held once all rounds are over, where that takes longer than one. */
  end?(): Promise<string[]>;
  /** Bytes of memory of the product after the last round, where it lives through all of them. */
  memory?(): Promise<number>;
  /** Ends what is its own, and what it left going on at the shared servers. */
  close(): Promise<void>;
}

export interface Fault {
  /** As `--only` has it. */
  name: string;
  /** What is done, for the table. */
  what: string;
  open(servers: Servers): Promise<Scene>;
}
