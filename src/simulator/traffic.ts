/** What was said between the bot and the simulated Graph, in memory and, if asked, as JSON Lines in a file. */
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export type Exchange =
  | {
      kind: 'graph';
      method: string;
      /** With the version and the query. */
      path: string;
      requestBody?: unknown;
      status: number;
      responseBody?: unknown;
    }
  | { kind: 'notification'; requestBody: unknown; status: number };

/** A notification that no bot should believe: forged on purpose, or in the legacy format. */
export interface Forgery {
  fault: string;
  /** What the bot answered; 0 when it did not. */
  status: number;
}

const kept = 5000;

export class Traffic {
  readonly #exchanges: Exchange[] = [];
  readonly #forgeries: Forgery[] = [];
  readonly #listeners = new Set<(exchange: Exchange) => void>();
  readonly #file: string | undefined;

  /** @param file is appended to, so that several simulators of one test run share it. */
  constructor(file?: string) {
    this.#file = file;
    if (file) mkdirSync(dirname(file), { recursive: true });
  }

  record(exchange: Exchange): void {
    this.#exchanges.push(exchange);
    if (this.#exchanges.length > kept) this.#exchanges.shift();
    if (this.#file) appendFileSync(this.#file, `${JSON.stringify(exchange)}\n`);
    for (const listener of this.#listeners) listener(exchange);
  }

  /** Kept apart from the exchanges: what is broken on purpose is no Graph traffic. */
  recordForgery(forgery: Forgery): void {
    this.#forgeries.push(forgery);
  }

  forgeries(): readonly Forgery[] {
    return this.#forgeries;
  }

  /** The last exchanges, oldest first. */
  list(): readonly Exchange[] {
    return this.#exchanges;
  }

  clear(): void {
    this.#exchanges.length = 0;
    this.#forgeries.length = 0;
    if (this.#file) writeFileSync(this.#file, '');
  }

  /** Hears of each exchange until the returned function is called. */
  onExchange(listener: (exchange: Exchange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
