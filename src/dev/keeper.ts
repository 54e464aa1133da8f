/**
 * Stands between `npm start` and the Agents Playground, which knows nothing of its parent: when the parent is gone,
 * however it went, the Playground goes too. Arguments: the Playground's program and its own arguments.
 */
import { spawn } from 'node:child_process';

const [program = '', ...args] = process.argv.slice(2);
const playground = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });

let said = '';
playground.stdout.on('data', (chunk: Buffer) => {
  process.stdout.write(chunk);
  if (said === 'told') return;
  said += chunk.toString('utf8');
  const port = /Listening on (\d+)/.exec(said)?.[1];
  if (!port) return;
  said = 'told';
  process.send?.({ ready: true, port: Number(port) });
});
playground.once('exit', (code) => process.exit(code ?? 1));

function end(): void {
  playground.kill('SIGTERM');
  setTimeout(() => playground.kill('SIGKILL'), 2000).unref();
}
process.once('disconnect', end);
process.once('SIGTERM', end);
process.once('SIGINT', end);
if (!process.connected) end();
