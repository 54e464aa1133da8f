/** The console under {url}/simulator/: a page that shows the world as it changes and plays anyone in it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../context.ts';
import { controlRoute } from '../controlRoute.ts';
import type { Answer, Reply, Route, SimulatorRequest } from '../server.ts';
import { snapshot } from './snapshot.ts';

const files: Record<string, string> = {
  'index.html': 'text/html; charset=utf-8',
  'console.css': 'text/css; charset=utf-8',
  'phone.css': 'text/css; charset=utf-8',
  'parts.css': 'text/css; charset=utf-8',
  'behaviours.js': 'text/javascript; charset=utf-8',
  'console.js': 'text/javascript; charset=utf-8',
  'dropFile.js': 'text/javascript; charset=utf-8',
  'dom.js': 'text/javascript; charset=utf-8',
  'phone.js': 'text/javascript; charset=utf-8',
  'phoneSound.js': 'text/javascript; charset=utf-8',
  'room.js': 'text/javascript; charset=utf-8',
  'side.js': 'text/javascript; charset=utf-8',
};

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; media-src 'self'; img-src data:";

async function page(file: string): Promise<Answer> {
  const type = files[file];
  if (!type) return { status: 404, body: { error: `There is no ${file} here.` } };
  return {
    status: 200,
    headers: { 'content-type': type, 'cache-control': 'no-cache', 'content-security-policy': policy },
    body: await readFile(join(import.meta.dirname, file)),
  };
}

/** Server-sent events: the whole snapshot, each time it has changed. */
function live(context: Context, { response }: SimulatorRequest): Reply {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  let shown = '';
  const show = (): void => {
    const state = JSON.stringify(snapshot(context));
    if (state === shown) return;
    shown = state;
    response.write(`data: ${state}\n\n`);
  };
  const timer = setInterval(show, 300);
  timer.unref();
  response.on('close', () => clearInterval(timer));
  show();
  return 'taken';
}

export const consoleRoutes = (context: Context): Route[] => [
  controlRoute('GET', '/snapshot', () => ({ status: 200, body: snapshot(context) })),
  { method: 'GET', path: '/simulator/live', handle: (request) => live(context, request) },
  {
    method: 'GET',
    path: '/simulator',
    handle: () => ({ status: 302, headers: { location: '/simulator/' } }),
  },
  { method: 'GET', path: '/simulator/', handle: () => page('index.html') },
  { method: 'GET', path: '/simulator/{file}', handle: ({ params }) => page(params.file ?? '') },
];
