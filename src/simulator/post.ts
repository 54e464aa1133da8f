/** Sending a notification to the address the bot gave. */
import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { rootCertificates } from 'node:tls';

const patience = 15_000;

export class Post {
  readonly #http = new HttpAgent({ keepAlive: true });
  readonly #https: HttpsAgent;

  /** @param ca PEM of the simulator's own authority: the bot usually stands behind the simulator's front. */
  constructor(ca: string) {
    this.#https = new HttpsAgent({ keepAlive: true, ca: [...rootCertificates, ca] });
  }

  /** @returns the status; 0 when there was no answer within 15 seconds, or no connection. */
  send(uri: string, body: unknown, headers: Record<string, string>): Promise<number> {
    const payload = Buffer.from(JSON.stringify(body));
    const secure = uri.startsWith('https:');
    return new Promise((resolve) => {
      const outgoing = (secure ? httpsRequest : httpRequest)(
        uri,
        {
          method: 'POST',
          agent: secure ? this.#https : this.#http,
          timeout: patience,
          headers: { 'content-type': 'application/json', 'content-length': payload.length, ...headers },
        },
        (answer) => {
          answer.resume();
          answer.on('close', () => resolve(answer.statusCode ?? 0));
        },
      );
      outgoing.on('timeout', () => outgoing.destroy());
      outgoing.on('error', () => resolve(0));
      outgoing.end(payload);
    });
  }

  close(): void {
    this.#http.destroy();
    this.#https.destroy();
  }
}
