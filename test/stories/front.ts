/** Free ports, and a front that hands requests to several instances in turns, as a load balancer does. */
import { createServer, request } from 'node:http';
import net from 'node:net';

/** Ports nobody listens on, each another one. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = net.createServer();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as net.AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

export interface Front {
  url: string;
  /** Sends nothing there any more. */
  without(port: number): void;
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
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
