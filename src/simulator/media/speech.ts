/**
 * Azure AI Speech of the simulated cloud: text to speech and speech to text for short audio, by their REST addresses
 * (learn.microsoft.com/azure/ai-services/speech-service/rest-text-to-speech and rest-speech-to-text-short).
 */
import type { Context } from '../context.ts';
import { refusalFor, strike } from '../requestFaults.ts';
import type { Answer, Reply, Route, SimulatorRequest } from '../server.ts';
import { readSsml, SsmlError } from './ssml.ts';
import { sayWords } from './voice.ts';
import { readWav, type Wav, WavError, writeWav } from './wav.ts';

const longestMs = 60_000;
const format = 'riff-16khz-16bit-mono-pcm';

const refused = (status: number, message: string): Answer => ({
  status,
  body: { error: { code: String(status), message } },
});

/**
 * A route of a service with a key of its own.
 * @param name what a fault names to be meant for it.
 * @param keyIn the key that came with a request.
 */
export function keyedRoute(
  context: Context,
  name: string,
  path: string,
  keyIn: (request: SimulatorRequest) => string | undefined,
  handle: (request: SimulatorRequest) => Answer | Promise<Answer>,
): Route {
  const key = `${name} POST ${path}`;
  const guarded = async (request: SimulatorRequest): Promise<Reply> => {
    if (await strike(context, key, request, true)) return 'taken';
    const refusal = refusalFor(context, key, true);
    if (refusal) return { ...refused(refusal.status, refusal.message), headers: refusal.headers };
    if (keyIn(request) !== context.settings.speechKey) {
      return refused(401, 'Access denied due to invalid subscription key or wrong API endpoint.');
    }
    return handle(request);
  };
  return { method: 'POST', path, handle: guarded };
}

function synthesize({ headers, raw }: SimulatorRequest): Answer {
  if (!/^application\/ssml\+xml\b/.test(headers['content-type'] ?? '')) {
    return refused(415, 'The Content-Type must be application/ssml+xml.');
  }
  if (headers['x-microsoft-outputformat'] !== format) {
    return refused(400, `X-Microsoft-OutputFormat must be ${format}: the simulator makes no other.`);
  }
  if (!headers['user-agent']) return refused(400, 'A User-Agent is required.');
  try {
    const { words } = readSsml(raw.toString('utf8'));
    const wav = writeWav(sayWords(words), words);
    return { status: 200, headers: { 'content-type': 'audio/x-wav' }, body: wav };
  } catch (error) {
    if (!(error instanceof SsmlError)) throw error;
    return refused(400, error.message);
  }
}

/** As the service displays what it heard: a capital at the beginning, a full stop at the end. */
function displayed(words: string): string {
  const sentence = words.charAt(0).toLocaleUpperCase() + words.slice(1);
  if (/[.!?。！？]$/u.test(sentence)) return sentence;
  return sentence + (/\p{Script=Han}$/u.test(sentence) ? '。' : '.');
}

/** Nothing but silence, as far as a recognizer can tell. */
const isSilent = ({ samples }: Wav): boolean => samples.every((value) => Math.abs(value) < 200);

/** What the simulated cloud understands of a clip: the words in its INFO chunk, and nothing else. */
function result(wav: Wav): Record<string, unknown> {
  const ticks = wav.ms * 10_000;
  if (wav.words) {
    const DisplayText = displayed(wav.words);
    return { RecognitionStatus: 'Success', DisplayText, Offset: 0, Duration: ticks };
  }
  return isSilent(wav)
    ? { RecognitionStatus: 'InitialSilenceTimeout', Offset: ticks, Duration: 0 }
    : { RecognitionStatus: 'NoMatch', Offset: 0, Duration: ticks };
}

function recognize({ query, headers, raw }: SimulatorRequest): Answer {
  if (!/^[a-z]{2,3}(-\w+)?-[A-Z]{2}$/.test(query.get('language') ?? '')) {
    return refused(400, "The query needs 'language', such as en-US.");
  }
  if ((query.get('format') ?? 'simple') !== 'simple')
    return refused(400, 'Only the simple format is simulated.');
  if (!/^audio\/wav\b/.test(headers['content-type'] ?? '')) {
    return refused(400, 'The Content-Type must be audio/wav; codecs=audio/pcm; samplerate=16000.');
  }
  try {
    const wav = readWav(raw);
    if (wav.ms > longestMs) return refused(400, 'The audio is longer than 60 seconds.');
    return { status: 200, body: result(wav) };
  } catch (error) {
    if (!(error instanceof WavError)) throw error;
    return refused(400, error.message);
  }
}

const subscriptionKey = ({ headers }: SimulatorRequest): string | undefined => {
  const key = headers['ocp-apim-subscription-key'];
  return typeof key === 'string' ? key : undefined;
};

export const speechRoutes = (context: Context): Route[] => [
  keyedRoute(context, 'synthesizer', '/cognitiveservices/v1', subscriptionKey, synthesize),
  keyedRoute(
    context,
    'recognizer',
    '/speech/recognition/conversation/cognitiveservices/v1',
    subscriptionKey,
    recognize,
  ),
];
