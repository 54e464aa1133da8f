/** Waiting for the database: Rollcall listens at once, and works as soon as the database answers and has its tables. */
import { backOff } from './lib/backOff.ts';
import { moment } from './lib/clock.ts';
import { untilAborted } from './lib/deadline.ts';
import type { Log } from './lib/log.ts';

export interface Opening {
  /** What is waited for, in words; null once everything is there. */
  waitsFor(): string | null;
  /** Begins to try, again and again; resolves after the first try. @throws what no waiting can mend */
  begin(): Promise<void>;
  /** Resolves once everything is there. @throws what no waiting can mend */
  opened: Promise<void>;
  /** Tries no more. */
  stop(): void;
}

/** Milliseconds between two tries. */
const spacing = { first: 250, longest: 5_000 };
/** The same reason is told again only after so many milliseconds. */
const quiet = 60_000;

/**
 * @param made `prepare`: one try; `hopeless`: whether its error is one that trying again cannot mend; `pause`: waits
 *   for so many milliseconds of real time; `random` from 0 to 1
 */
export function createOpening(made: {
  prepare(): Promise<void>;
  hopeless(error: unknown): boolean;
  log: Log;
  pause?(ms: number): Promise<void>;
  random?(): number;
}): Opening {
  const { prepare, hopeless, log, pause = moment, random = Math.random } = made;
  const leaving = new AbortController();
  const opened = Promise.withResolvers<void>();
  // Whoever does not wait for it must not be ended by it.
  opened.promise.catch(() => undefined);
  let waits: string | null = 'the database was not asked yet';
  let told = { reason: '', at: 0 };

  const tell = (error: unknown): void => {
    const reason = error instanceof Error ? error.message : String(error);
    if (reason === told.reason && performance.now() - told.at < quiet) return;
    told = { reason, at: performance.now() };
    log.error({ err: error }, `${reason} Trying again until it works.`);
  };

  /** One try; false where another is to follow. */
  const tried = async (): Promise<boolean> => {
    try {
      await prepare();
      waits = null;
      opened.resolve();
      return true;
    } catch (error) {
      waits = 'the database does not answer as it should, and the log says why';
      if (!hopeless(error)) {
        tell(error);
        return false;
      }
      opened.reject(error);
      return true;
    }
  };

  const goOn = async (): Promise<void> => {
    for (let failures = 1; !leaving.signal.aborted; failures += 1) {
      await untilAborted(pause(backOff(spacing, failures, random())), leaving.signal).catch(() => undefined);
      if (leaving.signal.aborted || (await tried())) return;
    }
  };

  return {
    waitsFor: () => waits,
    opened: opened.promise,
    async begin() {
      if (await tried()) await opened.promise;
      else void goOn();
    },
    stop: () => leaving.abort(),
  };
}
