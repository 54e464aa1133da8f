/** Runs rounds of a fault, each by a seed of its own, and counts those that held. */
import { randomly } from '../fixtures/random.ts';
import type { Fault, Scene } from './fault.ts';
import type { Servers } from './servers.ts';

export interface Row {
  fault: string;
  what: string;
  /** Those that were run. */
  rounds: number;
  held: number;
  seconds: number;
  /** Bytes that the product holds after the rounds more than when it was warm; null where it does not live through them. */
  grown: number | null;
  /** What did not hold, with the seed that shows it again. */
  broken: { seed: number; what: string[] }[];
}

/** What a round may leave behind at most, in bytes; below it, what is measured is noise. */
const perRound = 256 * 1024;
const noise = 24 * 1024 * 1024;
/** Rounds until caches are filled and code is compiled. */
const warm = 5;

/**
 * @param seed of the first round; the next ones have the next seeds
 * @param tell gets what it came to so far after every round
 */
export async function runRounds(
  fault: Fault,
  { seed, rounds }: { seed: number; rounds: number },
  servers: Servers,
  tell: (row: Row) => void = () => undefined,
): Promise<Row> {
  const started = performance.now();
  const since = () => (performance.now() - started) / 1_000;
  const row: Row = {
    fault: fault.name,
    what: fault.what,
    rounds: 0,
    held: 0,
    seconds: 0,
    grown: null,
    broken: [],
  };
  let scene: Scene | null = null;
  let before = 0;
  try {
    for (let round = 0; round < rounds; round += 1) {
      scene ??= await fault.open(servers);
      const what = await scene
        .round(randomly(seed + round))
        .catch((error: Error) => [error.stack ?? String(error)]);
      if (what.length === 0) row.held += 1;
      else {
        row.broken.push({ seed: seed + round, what });
        // What a broken round left behind is not the next one's.
        await scene.close().catch(() => undefined);
        await servers.close();
        scene = null;
      }
      if (round === warm) before = (await scene?.memory?.()) ?? 0;
      row.rounds = round + 1;
      tell({ ...row, seconds: since() });
    }
    const inTheEnd = (await scene?.end?.()) ?? [];
    const after = (await scene?.memory?.()) ?? 0;
    if (before > 0 && after > 0) row.grown = after - before;
    if (row.grown !== null && row.grown > noise + perRound * (rounds - warm))
      inTheEnd.push(`memory grew by ${Math.round(row.grown / 1024 / 1024)} MB`);
    if (inTheEnd.length > 0) row.broken.push({ seed, what: inTheEnd });
    row.held = Math.min(row.held, rounds - row.broken.length);
  } finally {
    await scene?.close();
  }
  return { ...row, seconds: since() };
}
