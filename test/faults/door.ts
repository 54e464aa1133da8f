/** The product as a process behind its own port, for what comes over raw sockets. */
import net from 'node:net';
import type { Story } from '../stories/harness.ts';
import type { OwnProcess } from '../stories/ownProcess.ts';
import { bearer, type Endpoint } from '../stories/wire.ts';
import { besideBare } from './besideBare.ts';
import type { Servers } from './servers.ts';

export interface Door {
  rollcall: OwnProcess;
  port: number;
  bearer(endpoint: Endpoint): Promise<string>;
  connect(): net.Socket;
  /** Whether it is well: alive, silent on stderr, and quick to answer others; what is wrong, in words. */
  wrong(): Promise<string[]>;
  /** Bytes that the process cannot let go of. */
  memory(): Promise<number>;
}

export async function openDoor(servers: Servers): Promise<Door> {
  const rollcall = await servers.rollcall();
  const { simulator, port } = rollcall;
  const story = { simulator, clock: simulator.clock } as unknown as Story;
  const sign = (endpoint: Endpoint) => bearer(story, endpoint, { serviceurl: `${simulator.url}/teams/` });
  const inTime = await besideBare();
  const ask = async (path: string, body?: string, authorization?: string): Promise<number> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      ...(body === undefined ? {} : { method: 'POST', body }),
      headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
    });
    await response.arrayBuffer();
    return response.status;
  };
  return {
    ...{ rollcall, port, bearer: sign },
    connect() {
      const socket = net.connect(port, '127.0.0.1');
      socket.on('error', () => undefined);
      return socket;
    },
    async wrong() {
      const { instance } = rollcall;
      const died = instance?.died() ?? null;
      if (died) return [`the process ended by itself: ${died}`];
      const complaints = instance?.complaints() ?? '';
      const honest = [
        ask('/healthz'),
        ask('/readyz'),
        ask('/api/calls', '{"value":[]}', await sign('calls')),
        ask('/api/messages', 'null', await sign('messages')),
      ];
      const statuses = await inTime(Promise.all(honest)).catch((error: Error) => [error.message]);
      return [
        ...(complaints ? [`on stderr: ${complaints}`] : []),
        ...(String(statuses) === '200,200,202,400' ? [] : [`others were answered with ${statuses}`]),
      ];
    },
    async memory() {
      const said = await rollcall.instance?.ask('memory');
      return (said as { held: number } | undefined)?.held ?? 0;
    },
  };
}
