/** `POST /v1/audio/transcriptions`, as OpenAI's (platform.openai.com/docs/api-reference/audio/createTranscription). */
import type { Context } from '../context.ts';
import type { Answer, Route, SimulatorRequest } from '../server.ts';
import { keyedRoute } from './speech.ts';
import { readWav, WavError } from './wav.ts';

const invalid = (message: string, param: string | null = null): Answer => ({
  status: 400,
  body: { error: { message, type: 'invalid_request_error', param, code: null } },
});

async function formOf({ raw, headers }: SimulatorRequest): Promise<FormData | null> {
  try {
    const type = { 'content-type': headers['content-type'] ?? '' };
    return await new Response(new Uint8Array(raw), { headers: type }).formData();
  } catch {
    return null;
  }
}

async function transcribe(request: SimulatorRequest): Promise<Answer> {
  const form = await formOf(request);
  if (!form) return invalid('The body must be multipart/form-data.');
  const file = form.get('file');
  if (!file || typeof file === 'string') return invalid("A 'file' is required.", 'file');
  if (!form.get('model')) return invalid('You must provide a model parameter.', 'model');
  const format = form.get('response_format') ?? 'json';
  if (format !== 'json' && format !== 'text') return invalid(`There is no format '${format}' here.`);
  try {
    const { words } = readWav(Buffer.from(await file.arrayBuffer()));
    const text = words ?? '';
    return { status: 200, body: format === 'json' ? { text } : `${text}\n` };
  } catch (error) {
    if (!(error instanceof WavError)) throw error;
    return invalid(`Invalid file format. ${error.message}`, 'file');
  }
}

const bearer = ({ headers }: SimulatorRequest): string | undefined =>
  /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];

export const transcriptionRoutes = (context: Context): Route[] => [
  keyedRoute(context, 'transcription', '/v1/audio/transcriptions', bearer, transcribe),
];
