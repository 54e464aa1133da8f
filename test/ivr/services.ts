/** A speech service of a few lines on one https address, that answers whatever a test wants, however wrong. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { writeWav } from '../../src/ivr/wav.ts';
import { type HttpsServer, httpsServer } from '../fixtures/https.ts';

export type Request = IncomingMessage & { body: string; raw: Buffer };

export interface Service {
  url: string;
  asked: Request[];
  /** What it does with the next requests. */
  answer(request: Request, response: ServerResponse): void;
  close: HttpsServer['close'];
}

export async function service(): Promise<Service> {
  const server = await httpsServer((request, response) => {
    made.asked.push(request);
    made.answer(request, response);
  });
  const made: Service = {
    url: server.url,
    asked: [],
    answer(_, response) {
      response.writeHead(500);
      response.end();
    },
    close: server.close,
  };
  return made;
}

/** A tone of so many seconds. */
export const tone = (seconds: number): Buffer =>
  Buffer.from(
    writeWav(Int16Array.from({ length: 16_000 * seconds }, (_, at) => Math.round(9000 * Math.sin(at / 8)))),
  );

export const patient = (): AbortSignal => AbortSignal.timeout(20_000);
