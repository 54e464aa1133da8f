/** A process of ours: its output goes to a file, it says when it is ready, and it goes when we go. */
import { type ChildProcess, fork } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

export interface Child {
  name: string;
  pid: number;
  /** The first message it sent. */
  ready: Record<string, unknown>;
  logFile: string;
  /** Resolves when it is gone, with what is to be said about it. */
  gone: Promise<string>;
  /** Asks it to stop by closing its channel, insists after `patienceMs`; resolves when it is gone. */
  stop(patienceMs?: number): Promise<void>;
}

const tailLines = 20;

async function epitaph(name: string, how: string, logFile: string): Promise<string> {
  const log = await readFile(logFile, 'utf8').catch(() => '');
  const tail = log.trimEnd().split('\n').slice(-tailLines).join('\n');
  return `${name} stopped (${how}). The end of ${logFile}:\n${tail}`;
}

const leash = import.meta.resolve('./leash.ts');

/** A group of its own keeps Ctrl-C to the parent, which then stops everybody in order. */
const ownGroup = process.platform !== 'win32';

/**
 * Starts a TypeScript file and waits for its first message.
 * @throws Error with the last lines of its log when it ends before that.
 */
export async function startChild(options: {
  name: string;
  file: string;
  args?: string[];
  env: NodeJS.ProcessEnv;
  cwd?: string;
  logFile: string;
}): Promise<Child> {
  const { name, file, args = [], env, cwd, logFile } = options;
  const log = openSync(logFile, 'w');
  const child: ChildProcess = fork(file, args, {
    env,
    cwd,
    detached: ownGroup,
    execArgv: [...process.execArgv, '--import', leash],
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  const gone = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`${name} could not be started: ${error.message}`));
    child.once('exit', (code, signal) => resolve(epitaph(name, signal ?? `exit ${code}`, logFile)));
  });
  const ready = await Promise.race([
    new Promise<Record<string, unknown>>((resolve) => {
      child.once('message', (message) => resolve(message as Record<string, unknown>));
    }),
    gone,
  ]);
  if (typeof ready === 'string') throw new Error(ready);
  return {
    name,
    pid: child.pid ?? 0,
    ready,
    logFile,
    gone,
    async stop(patienceMs = 10_000) {
      if (child.connected) child.disconnect();
      const insist = setTimeout(() => child.kill('SIGKILL'), patienceMs);
      await gone;
      clearTimeout(insist);
    },
  };
}
