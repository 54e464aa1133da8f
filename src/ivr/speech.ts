/** The synthesizer and recognizer that the configuration names. */
import type { Logger } from 'pino';
import { azureRecognizer } from './azureRecognizer.ts';
import { azureSynthesizer } from './azureSynthesizer.ts';
import { type EspeakSynthesizer, espeakSynthesizer, hasEspeak } from './espeakSynthesizer.ts';
import type { Recognize } from './recognizer.ts';
import { firstOf, type Synthesize } from './synthesizer.ts';
import { transcriptionRecognizer } from './transcriptionRecognizer.ts';

/** The settings under the names that config.ts and the README give them. */
export interface SpeechConfig {
  SPEECH_SYNTHESIZER: 'azure' | 'espeak' | 'none';
  SPEECH_RECOGNIZER: 'azure' | 'transcription' | 'none';
  AZURE_SPEECH_KEY: string;
  AZURE_SPEECH_URL: string;
  AZURE_SPEECH_RECOGNITION_URL: string;
  TRANSCRIPTION_URL: string;
  TRANSCRIPTION_KEY: string;
  TRANSCRIPTION_MODEL: string;
}

export interface Speech {
  synthesize: Synthesize;
  /** Null: menus work by keys alone. */
  recognize: Recognize | null;
  /** Ends the process of espeak-ng, if there is one. */
  close(): void;
}

function recognizerOf(config: SpeechConfig): Recognize | null {
  if (config.SPEECH_RECOGNIZER === 'azure') {
    return azureRecognizer({ url: config.AZURE_SPEECH_RECOGNITION_URL, key: config.AZURE_SPEECH_KEY });
  }
  if (config.SPEECH_RECOGNIZER === 'none') return null;
  const { TRANSCRIPTION_URL: url, TRANSCRIPTION_KEY: key, TRANSCRIPTION_MODEL: model } = config;
  return transcriptionRecognizer({ url, key, model });
}

/** Azure, and espeak-ng where that is installed for when Azure fails; espeak-ng alone; or neither. */
function synthesizersOf(config: SpeechConfig, espeak: EspeakSynthesizer | null): Synthesize[] {
  if (config.SPEECH_SYNTHESIZER === 'none') return [];
  const azure = azureSynthesizer({ url: config.AZURE_SPEECH_URL, key: config.AZURE_SPEECH_KEY });
  return [...(config.SPEECH_SYNTHESIZER === 'azure' ? [azure] : []), ...(espeak ? [espeak.synthesize] : [])];
}

/** Says in the log what callers will have to do without. */
export function createSpeech({ config, log }: { config: SpeechConfig; log: Logger }): Speech {
  const espeak = config.SPEECH_SYNTHESIZER !== 'none' && hasEspeak() ? espeakSynthesizer() : null;
  const synthesizers = synthesizersOf(config, espeak);
  const recognize = recognizerOf(config);
  if (synthesizers.length === 0) {
    log.warn(
      'no speech synthesizer: only WAV files are spoken. Set SPEECH_SYNTHESIZER, or install espeak-ng',
    );
  }
  if (!recognize) log.warn('no speech recognizer: menus work by keys alone. Set SPEECH_RECOGNIZER');
  return {
    synthesize: firstOf(synthesizers, (error) => log.warn({ err: error }, 'a synthesizer failed')),
    recognize,
    close: () => espeak?.close(),
  };
}
