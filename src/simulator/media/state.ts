/** What the media service keeps of one call. All instants and lengths are milliseconds of the simulator's clock. */
import type { CallOperation, SimulatedCall } from '../model.ts';

/** A prompt as the bot asked for it. */
export interface Prompt {
  uri: string;
}

/** Something a person in the call hears, or heard. */
export interface Sound {
  kind: 'prompt' | 'beep' | 'holdMusic' | 'tones';
  /** Where a prompt came from; null for what the service makes itself. */
  uri: string | null;
  operationId: string;
  startedAt: number;
  /** Its whole length; 0 while that is not known, and for what goes on until it is stopped. */
  ms: number;
  /** The words of the WAV's INFO chunk; the names of sent tones; null where there are none. */
  words: string | null;
  /** Null while it sounds. */
  endedAt: number | null;
  outcome: 'playing' | 'played' | 'cancelled' | 'failed';
  /** Why it failed. */
  problem: string | null;
  /** The file itself, for the console, until some time after the call. */
  wav: Buffer | null;
}

/** What recordResponse asked for. */
export interface RecordOrder {
  playBeep: boolean;
  initialSilenceMs: number;
  maxSilenceMs: number;
  maxDurationMs: number;
  /** As keys: `#`, `1`, `*`. */
  stopTones: readonly string[];
}

/** The service is listening. */
interface Recording {
  startedAt: number;
  /** Somebody says this, for as long as the words take, or `ms`; no words are a noise. */
  say(words: string, ms?: number): void;
  /** Somebody presses a key, which may be a stop tone. */
  press(key: string): void;
}

/** A playPrompt or recordResponse, waiting in line or being carried out. */
export interface MediaTask {
  operation: CallOperation;
  prompts: readonly Prompt[];
  /** Null for a playPrompt. */
  order: RecordOrder | null;
  /** What sounds for it now. */
  sound: Sound | null;
  /** Set while it records. */
  recording: Recording | null;
  /** Call off what is planned for it. */
  planned: (() => void)[];
}

/** A recorded answer, to be fetched by who holds its token. */
interface Clip {
  token: string;
  wav: Buffer;
}

/** A key that somebody in the call pressed. */
interface KeyPress {
  key: string;
  personId: string;
  at: number;
  /** The bot had subscribed, and was told. */
  told: boolean;
}

export interface MediaState {
  /** The first is being carried out. */
  line: MediaTask[];
  heard: Sound[];
  /** The bot asked to hear of keys. */
  subscribed: boolean;
  keys: KeyPress[];
  /** Counts the keys the bot was told of. */
  sequenceId: number;
  clips: Map<string, Clip>;
  /** The one participant on hold. */
  onHold: { participantId: string; sound: Sound } | null;
  recordingStatus: string | null;
}

/** The media of this call; begun at its first use. */
export function mediaOf(call: SimulatedCall): MediaState {
  call.media ??= {
    line: [],
    heard: [],
    subscribed: false,
    keys: [],
    sequenceId: 0,
    clips: new Map(),
    onHold: null,
    recordingStatus: null,
  };
  return call.media;
}

/** Notes that something begins to sound in the call. */
export function sounds(
  call: SimulatedCall,
  sound: Pick<Sound, 'kind' | 'operationId' | 'startedAt'> & Partial<Sound>,
): Sound {
  const entry: Sound = {
    uri: null,
    ms: 0,
    words: null,
    endedAt: null,
    outcome: 'playing',
    problem: null,
    wav: null,
    ...sound,
  };
  mediaOf(call).heard.push(entry);
  return entry;
}
