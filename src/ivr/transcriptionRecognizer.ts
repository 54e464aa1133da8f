/** Speech to text by any service that speaks OpenAI's: https://platform.openai.com/docs/api-reference/audio/createTranscription */
import { z } from 'zod';
import type { Recognize } from './recognizer.ts';
import { SpeechError } from './synthesizer.ts';

const answer = z.object({ text: z.string() });

/** @param settings `url` ends before /audio/transcriptions, such as https://api.openai.com/v1; `key` '' where none is asked for */
export function transcriptionRecognizer(settings: { url: string; key: string; model: string }): Recognize {
  const address = `${settings.url.replace(/\/$/, '')}/audio/transcriptions`;
  return async (wav, language, signal) => {
    const form = new FormData();
    form.set('file', new Blob([new Uint8Array(wav)], { type: 'audio/wav' }), 'clip.wav');
    form.set('model', settings.model);
    // ISO 639-1: the country is of no use to it.
    form.set('language', language.slice(0, 2));
    form.set('response_format', 'json');
    const response = await fetch(address, {
      method: 'POST',
      redirect: 'error',
      signal,
      headers: settings.key ? { authorization: `Bearer ${settings.key}` } : {},
      body: form,
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw new SpeechError(`The transcription service answered ${response.status}`);
    }
    const heard = answer.safeParse(await response.json().catch(() => null)).data;
    if (!heard) throw new SpeechError('The transcription service answered something other than a text');
    return heard.text.trim();
  };
}
