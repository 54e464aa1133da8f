/**
 * A small bot of its own that answers calls, for the console's phone: it plays a menu; 1 puts the caller through to
 * Alex Johnson, 2 asks them to speak and repeats what it understood.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { wavOf } from '../simulator/media/harness.ts';

interface Notification {
  changeType: string;
  resourceUrl: string;
  resourceData: {
    '@odata.type': string;
    state?: string;
    mediaState?: unknown;
    toneInfo?: { tone: string };
    recordingLocation?: string;
    recordingAccessToken?: string;
  };
}

export interface AnsweringBot {
  url: string;
  /** Where Graph is, and how to ask it. Without it the bot answers nobody. */
  graph: { url: string; post(path: string, body: unknown): Promise<unknown>; transferTo: string } | null;
  close(): void;
}

const menu = 'Welcome to Contoso. Press one for a person, or two to say what you need.';
const media = (uri: string) => ({
  '@odata.type': '#microsoft.graph.mediaPrompt',
  mediaInfo: { '@odata.type': '#microsoft.graph.mediaInfo', uri },
});

export async function startAnsweringBot(): Promise<AnsweringBot> {
  const prompts = new Map<string, Buffer>();
  const bot: AnsweringBot = { url: '', graph: null, close: () => server.close() };
  const prompt = (words: string) => {
    const path = `/prompts/${prompts.size}.wav`;
    prompts.set(path, wavOf(words));
    return media(`${bot.graph?.url}${path}`);
  };

  async function understand(location: string, token: string): Promise<string> {
    const clip = await fetch(location, { headers: { authorization: `Bearer ${token}` } });
    const path = '/speech/recognition/conversation/cognitiveservices/v1?language=en-US';
    const answer = await fetch(`${bot.graph?.url}${path}`, {
      method: 'POST',
      body: await clip.arrayBuffer(),
      headers: { 'ocp-apim-subscription-key': 'simulated-speech-key', 'content-type': 'audio/wav' },
    });
    return ((await answer.json()) as { DisplayText?: string }).DisplayText ?? 'nothing';
  }

  async function act({ changeType, resourceUrl, resourceData: data }: Notification): Promise<void> {
    const [, , , id] = resourceUrl.split('/');
    const post = (action: string, body: unknown = {}) =>
      bot.graph?.post(`/communications/calls/${id}/${action}`, body);
    if (data.state === 'incoming') {
      await post('answer', {
        callbackUri: `${bot.graph?.url}/api/calls`,
        acceptedModalities: ['audio'],
        mediaConfig: { '@odata.type': '#microsoft.graph.serviceHostedMediaConfig' },
      });
    } else if (data.toneInfo?.tone === 'tone1') {
      await post('cancelMediaProcessing');
      await post('transfer', {
        transferTarget: {
          '@odata.type': '#microsoft.graph.invitationParticipantInfo',
          identity: {
            '@odata.type': '#microsoft.graph.identitySet',
            user: { '@odata.type': '#microsoft.graph.identity', id: bot.graph?.transferTo },
          },
        },
      });
    } else if (data.toneInfo?.tone === 'tone2') {
      const prompts = [prompt('Say it after the beep.')];
      await post('recordResponse', {
        prompts,
        bargeInAllowed: true,
        maxSilenceTimeoutInSeconds: 1,
        initialSilenceTimeoutInSeconds: 60,
        maxRecordDurationInSeconds: 60,
      });
    } else if (data.state === 'established' && data.mediaState && changeType === 'updated') {
      await post('subscribeToTone');
      await post('playPrompt', { prompts: [prompt(menu)] });
    } else if (data.recordingLocation && data.recordingAccessToken) {
      const words = await understand(data.recordingLocation, data.recordingAccessToken);
      await post('playPrompt', { prompts: [prompt(`You said: ${words}`)] });
    }
  }

  const server = createServer(async (request, response) => {
    const file = prompts.get(request.url ?? '');
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    response.writeHead(request.method === 'POST' ? 202 : file ? 200 : 404);
    response.end(file);
    if (request.method !== 'POST') return;
    const { value } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { value: Notification[] };
    for (const notification of value) await act(notification);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  bot.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return bot;
}
