/** Speech to text by Azure AI Speech: https://learn.microsoft.com/azure/ai-services/speech-service/rest-speech-to-text-short */
import { z } from 'zod';
import type { Language } from './language.ts';
import type { Recognize } from './recognizer.ts';
import { SpeechError } from './synthesizer.ts';
import { lengthMs, readWav, samplesOf, speechRate, writeWav } from './wav.ts';

/** https://learn.microsoft.com/azure/ai-services/speech-service/language-support?tabs=stt */
const locales: Record<Language, string> = { en: 'en-US', ru: 'ru-RU', 'zh-CN': 'zh-CN', 'pt-BR': 'pt-BR' };

/** The service hears at most 60 seconds at a time. */
const longestSeconds = 59;

const answer = z.object({ RecognitionStatus: z.string(), DisplayText: z.string().optional() });

/** Somebody was silent, made noise, or spoke another language. */
const nothingSaid = ['NoMatch', 'InitialSilenceTimeout', 'BabbleTimeout'];

/** The clip itself where it is short enough, in pieces otherwise. */
function pieces(wav: Buffer): Buffer[] {
  const read = readWav(wav);
  if ('wrong' in read || lengthMs(read) <= longestSeconds * 1000) return [wav];
  const samples = samplesOf(read) ?? new Int16Array();
  const step = longestSeconds * speechRate;
  return Array.from({ length: Math.ceil(samples.length / step) }, (_, at) =>
    Buffer.from(writeWav(samples.subarray(at * step, (at + 1) * step))),
  );
}

/** @param settings `url` is that of the region or resource, such as https://westeurope.stt.speech.microsoft.com */
export function azureRecognizer(settings: { url: string; key: string }): Recognize {
  const base = `${settings.url.replace(/\/$/, '')}/speech/recognition/conversation/cognitiveservices/v1`;

  async function hear(wav: Buffer, language: Language, signal: AbortSignal): Promise<string> {
    const response = await fetch(`${base}?language=${locales[language]}&format=simple&profanity=raw`, {
      method: 'POST',
      redirect: 'error',
      signal,
      headers: {
        'ocp-apim-subscription-key': settings.key,
        'content-type': 'audio/wav; codecs=audio/pcm; samplerate=16000',
        accept: 'application/json',
      },
      body: new Uint8Array(wav),
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw new SpeechError(`Azure's recognizer answered ${response.status}`);
    }
    const heard = answer.safeParse(await response.json().catch(() => null)).data;
    if (heard?.RecognitionStatus === 'Success') return heard.DisplayText ?? '';
    if (heard && nothingSaid.includes(heard.RecognitionStatus)) return '';
    throw new SpeechError('Azure could not recognize a clip');
  }

  return async (wav, language, signal) => {
    const heard = await Promise.all(pieces(wav).map((piece) => hear(piece, language, signal)));
    return heard.filter(Boolean).join(' ');
  };
}
