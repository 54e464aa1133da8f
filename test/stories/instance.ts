/** An instance of the product as a process of its own, to be killed or stopped. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const main = join(import.meta.dirname, '../../src/main.ts');

export interface Instance {
  pid: number;
  /** SIGKILL; resolves when it is gone. Harmless when repeated. */
  kill(): Promise<void>;
  /** SIGTERM; gives its exit code. */
  stop(): Promise<number | null>;
  /** What it wrote to stderr: nothing, as long as it is well. */
  complaints(): string;
  /** Asks it, with this word, for what it says in one message: whoever was loaded before it may know the answer. */
  ask(word: string): Promise<unknown>;
  /** How it ended, where nobody had asked for that; null as long as it lives, or when somebody had. */
  died(): string | null;
}

/**
 * @param file the product's main.ts, where it is not this source's
 * @returns when it is ready. @throws Error with what it said where it does not start
 */
export async function startInstance(env: NodeJS.ProcessEnv, file = main): Promise<Instance> {
  const child = spawn(process.execPath, [file], { env, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  const said: Buffer[] = [];
  let asked = false;
  let ended: string | null = null;
  child.stderr?.on('data', (chunk: Buffer) => {
    said.push(chunk);
    process.stderr.write(chunk);
  });
  const gone = once(child, 'exit').then(([code, signal]) => {
    if (!asked) ended = `exit code ${code}, signal ${signal}`;
    return code as number | null;
  });
  const complaints = () => Buffer.concat(said).toString();
  const end = (signal: NodeJS.Signals) => {
    asked = true;
    child.kill(signal);
    return gone;
  };
  await Promise.race([
    once(child, 'message'),
    gone.then(() => {
      throw new Error(`It does not start: ${ended}\n${complaints()}`);
    }),
  ]);
  return {
    pid: child.pid ?? 0,
    complaints,
    async ask(word) {
      const answer = once(child, 'message', { signal: AbortSignal.timeout(10_000) });
      child.send(word);
      return (await answer)[0];
    },
    died: () => ended,
    async kill() {
      await end('SIGKILL');
    },
    stop: () => end('SIGTERM'),
  };
}
