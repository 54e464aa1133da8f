/** Text to speech by Azure AI Speech: https://learn.microsoft.com/azure/ai-services/speech-service/rest-text-to-speech */
import type { Language } from './language.ts';
import { inXml } from './ssml.ts';
import { SpeechError, type Synthesize } from './synthesizer.ts';
import { promptMistake, readWav, samplesOf, writeWav } from './wav.ts';

/** https://learn.microsoft.com/azure/ai-services/speech-service/language-support?tabs=tts */
const voices: Record<Language, string> = {
  en: 'en-US-JennyNeural',
  ru: 'ru-RU-SvetlanaNeural',
  'zh-CN': 'zh-CN-XiaoxiaoNeural',
  'pt-BR': 'pt-BR-FranciscaNeural',
};

const patienceMs = 5_000;

function ssml(text: string, language: Language): string {
  const voice = voices[language];
  const locale = voice.split('-').slice(0, 2).join('-');
  return [
    `<speak version="1.0" xmlns="http://www.w3.org/2001/10/synthesis" xml:lang="${locale}">`,
    `<voice name="${voice}">${inXml(text)}</voice></speak>`,
  ].join('');
}

/** @param settings `url` is that of the region or resource, such as https://westeurope.tts.speech.microsoft.com */
export function azureSynthesizer(settings: { url: string; key: string }): Synthesize {
  const address = `${settings.url.replace(/\/$/, '')}/cognitiveservices/v1`;
  return async (text, language, signal) => {
    const response = await fetch(address, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]),
      headers: {
        'ocp-apim-subscription-key': settings.key,
        'content-type': 'application/ssml+xml',
        'x-microsoft-outputformat': 'riff-16khz-16bit-mono-pcm',
        'user-agent': 'Rollcall',
      },
      body: ssml(text, language),
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw new SpeechError(`Azure's synthesizer answered ${response.status}`);
    }
    return asPrompt(Buffer.from(await response.arrayBuffer()));
  };
}

/** A header written before the length was known is written anew: Graph reads what it says. */
function asPrompt(bytes: Buffer): Buffer {
  if (!promptMistake(bytes)) return bytes;
  const wav = readWav(bytes);
  const samples = 'wrong' in wav || wav.rate !== 16_000 ? null : samplesOf(wav);
  if (!samples?.length) throw new SpeechError("Azure's synthesizer answered something other than speech");
  return Buffer.from(writeWav(samples));
}
