/** `npm start`: the simulator, PostgreSQL, Rollcall and the Agents Playground, in one terminal. */
import { relative } from 'node:path';
import { hasBrowser } from './dev/playground.ts';
import { devSettings } from './dev/settings.ts';
import { type Stack, startStack } from './dev/stack.ts';

function announce(stack: Stack): void {
  const fromHere = relative(process.cwd(), stack.logDir);
  const logs = fromHere.startsWith('..') ? stack.logDir : fromHere;
  const lines = [
    `Simulator   ${stack.simulatorUrl}/simulator/  its console: watch meetings, play people, phone Rollcall`,
    `Database    ${stack.database}`,
    `Rollcall    ${stack.rollcallUrl}  reached by Teams and Graph as ${stack.simulatorUrl}`,
    `Playground  ${stack.playgroundUrl}  open it and write /meet`,
    `Logs        ${logs}  Ctrl-C stops everything`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** Stops what was started, also what is only starting; a second signal does not wait. */
function stopOnSignals(starting: Promise<Stack>): { asked: boolean } {
  const stopping = { asked: false };
  const stop = async (): Promise<void> => {
    if (stopping.asked) process.exit(130);
    stopping.asked = true;
    await starting.then(
      (stack) => stack.stop(),
      () => undefined,
    );
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  return stopping;
}

async function start(): Promise<void> {
  const browser = hasBrowser(process.platform, process.env);
  const starting = startStack(devSettings(process.env), { browser });
  const stopping = stopOnSignals(starting);
  const stack = await starting;
  if (stopping.asked) return;
  announce(stack);
  const epitaph = await stack.died;
  if (stopping.asked) return;
  await stack.stop();
  throw new Error(epitaph);
}

start().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
