/** Ports: which are free, and a clear word about one that is not. */
import { createServer } from 'node:net';

/** A port that somebody needs, and the setting that moves it. */
export interface WantedPort {
  port: number;
  setting: string;
  /** Who wants it, as the message says it. */
  for: string;
}

const step = 250;

function listens(port: number, host?: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** Whether nothing listens on the port, on loopback or on all addresses. */
export const isFree = async (port: number): Promise<boolean> =>
  (await listens(port)) && (await listens(port, '127.0.0.1'));

/**
 * Resolves when all ports are free, waiting up to `patienceMs` for processes of an earlier run that are still leaving.
 * @throws Error with a line for each that is taken: the port and the setting that moves it.
 */
export async function needPorts(wanted: readonly WantedPort[], patienceMs = 3000): Promise<void> {
  for (let left = patienceMs; ; left -= step) {
    const free = await Promise.all(wanted.map(({ port }) => isFree(port)));
    const taken = wanted.filter((_, index) => !free[index]);
    if (taken.length === 0) return;
    if (left <= 0) {
      throw new Error(
        taken
          .map(
            (one) => `Port ${one.port} is taken: free it, or set ${one.setting} to another one (${one.for}).`,
          )
          .join('\n'),
      );
    }
    await new Promise((resolve) => setTimeout(resolve, step));
  }
}

/** `count` different ports that are free at this moment. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
