/** A bot with files of its own in a peer-to-peer call with Adele, and the control API. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sayWords } from '../../../src/simulator/media/voice.ts';
import { writeWav } from '../../../src/simulator/media/wav.ts';
import { ListeningBot, raw, type Stage, startStage } from '../harness.ts';

/** A file that the bot serves under /prompts/. */
const files = new Map<string, Buffer>();

export const wavOf = (words: string): Buffer => writeWav(sayWords(words), words);

export interface Talk extends Stage {
  callId: string;
  /** Serves a WAV of these words, or these bytes. @returns its https address. */
  prompt(name: string, content: string | Buffer): string;
  /** An action on the call; 200 or 202, the operation. */
  // biome-ignore lint/suspicious/noExplicitAny: what arrived over the wire, looked into by the tests
  act(action: string, body?: unknown): Promise<{ status: number; body: any }>;
  /** A request to the control API about this call. */
  // biome-ignore lint/suspicious/noExplicitAny: likewise
  control(method: string, path: string, body?: unknown): Promise<{ status: number; body: any }>;
  /** The finished operations the bot was told of: `playPromptOperation Completed 200/0`. */
  finished(): string[];
}

export const mediaPrompt = (uri: string) => ({
  '@odata.type': '#microsoft.graph.mediaPrompt',
  mediaInfo: { '@odata.type': '#microsoft.graph.mediaInfo', uri },
});

/** Serves `files` where the bot would, and hands every notification to `bot`. */
async function bothIn(bot: ListeningBot): Promise<{ url: string; close(): void }> {
  const behind = await bot.listen();
  const server = createServer(async (request, response) => {
    const file = files.get(request.url ?? '');
    if (request.method === 'GET') {
      response.writeHead(file ? 200 : 404, { 'content-type': 'audio/wav' });
      response.end(file);
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { status } = await fetch(behind + request.url, { method: 'POST', body: Buffer.concat(chunks) });
    response.writeHead(status);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, close: () => server.close() };
}

/** Adele has answered the bot's call; nothing said so far is kept. */
export async function talkToAdele(hosting = 'serviceHostedMediaConfig'): Promise<Talk> {
  const bot = new ListeningBot();
  const front = await bothIn(bot);
  const stage = await startStage({ botUrl: front.url });
  const { simulator, clock } = stage;
  const adele = simulator.world.person('Adele Vance');
  const created = await raw(stage, 'POST', '/v1.0/communications/calls', {
    '@odata.type': '#microsoft.graph.call',
    callbackUri: `${simulator.url}/api/calls/ours`,
    requestedModalities: ['audio'],
    mediaConfig: {
      '@odata.type': `#microsoft.graph.${hosting}`,
      ...(hosting.startsWith('app') ? { blob: '{}' } : {}),
    },
    targets: [
      {
        '@odata.type': '#microsoft.graph.invitationParticipantInfo',
        identity: {
          '@odata.type': '#microsoft.graph.identitySet',
          user: { '@odata.type': '#microsoft.graph.identity', id: adele?.id },
        },
      },
    ],
  });
  await clock.advance(5000);
  bot.heard.length = 0;
  const callId: string = created.body.id;
  return {
    ...{ ...stage, bot, callId },
    prompt(name, content) {
      files.set(`/prompts/${name}`, typeof content === 'string' ? wavOf(content) : content);
      return `${simulator.url}/prompts/${name}`;
    },
    act: (action, body = {}) => raw(stage, 'POST', `/v1.0/communications/calls/${callId}/${action}`, body),
    control: (method, path, body) => raw(stage, method, `/simulator/v1/calls/${callId}${path}`, body),
    finished: () =>
      bot.heard.flatMap(({ body }) => {
        const { changeType, resourceData } = body.value[0];
        const type = String(resourceData['@odata.type']).replace('#microsoft.graph.', '');
        if (changeType !== 'deleted' || type === 'call') return [];
        const { code, subcode } = resourceData.resultInfo;
        return [`${type} ${resourceData.status} ${code}/${subcode}`];
      }),
    async close() {
      await stage.close();
      front.close();
      await bot.close();
    },
  };
}
