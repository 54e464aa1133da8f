/** Free ports, and a front that hands requests to several instances in turns, as a load balancer does. */
import { createServer, request } from 'node:http';
import net from 'node:net';

/** Below the ports that systems give to outgoing connections, any of which could come between. */
const [lowest, count] = [20_000, 12_000];

/** Ports nobody listens on, each another one. */
export async function freePorts(wanted: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < wanted) {
    const port = lowest + Math.floor(Math.random() * count);
    if (await isFree(port)) ports.add(port);
  }
  return [...ports];
}

function isFree(port: number): Promise<boolean> {
  const server = net.createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

export interface Front {
  url: string;
  /** Sends nothing there any more. */
  without(port: number): void;
  /** Sends its share there, too. */
  with(port: number): void;
  close(): Promise<void>;
}

/** A front whose first request goes to the first port, the second to the second, and so on, round and round. */
export async function alternating(all: readonly number[]): Promise<Front> {
  let ports = [...all];
  let turn = 0;
  const server = createServer((incoming, response) => {
    const port = ports[turn++ % ports.length];
    const { method, url: path, headers } = incoming;
    const outgoing = request({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    outgoing.on('error', () => {
      if (response.headersSent) return response.destroy();
      response.writeHead(502);
      response.end();
    });
    incoming.pipe(outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`,
    without(port) {
      ports = ports.filter((one) => one !== port);
    },
    with(port) {
      ports = [...ports, port];
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
