/** Fetching a prompt as the calling service does: by its https address, from wherever it is. */
import { Agent, request } from 'node:https';
import { rootCertificates } from 'node:tls';

const patienceMs = 10_000;
const most = 30 * 1024 * 1024;

const agents = new Map<string, Agent>();

/** One for each authority: reading all the roots takes longer than the prompt. */
function agentFor(ca: string): Agent {
  const agent = agents.get(ca) ?? new Agent({ keepAlive: true, ca: [...rootCertificates, ca] });
  agents.set(ca, agent);
  return agent;
}

/**
 * The file behind a prompt's address.
 * @param ca PEM of the simulator's own authority: the bot usually stands behind the simulator's front.
 * @throws Error, saying why, for any answer but 200, none within ten seconds, or more than 30 MB.
 */
export function fetchPrompt(uri: string, ca: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const asking = request(uri, { agent: agentFor(ca), timeout: patienceMs }, async (answer) => {
      try {
        if (answer.statusCode !== 200) throw new Error(`The server answered ${answer.statusCode}.`);
        const pieces: Buffer[] = [];
        let size = 0;
        for await (const piece of answer as AsyncIterable<Buffer>) {
          size += piece.length;
          if (size > most) throw new Error('The file is too large.');
          pieces.push(piece);
        }
        resolve(Buffer.concat(pieces));
      } catch (error) {
        asking.destroy();
        reject(error as Error);
      }
    });
    asking.on('timeout', () => asking.destroy(new Error('The server did not answer in time.')));
    asking.on('error', reject);
    asking.end();
  });
}
