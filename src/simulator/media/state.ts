/** What the media service keeps of one call. All instants and lengths are milliseconds of the simulator's clock. */
import type { CallOperation } from '../model.ts';

/** A prompt as the bot asked for it. */
export interface Prompt {
  uri: string;
  resourceId: string | null;
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
  /** The words of the WAV's INFO chunk; the keys of sent tones; null where there are none. */
  words: string | null;
  /** Null while it sounds. */
  endedAt: number | null;
  outcome: 'playing' | 'played' | 'cancelled' | 'failed';
  /** Why it failed. */
  problem: string | null;
}

/** What somebody said into a recording. */
export interface Utterance {
  words: string;
  startedAt: number;
  ms: number;
}

/** What recordResponse asked for. */
export interface RecordOrder {
  playBeep: boolean;
  initialSilenceMs: number;
  maxSilenceMs: number;
  maxDurationMs: number;
  stopTones: readonly string[];
}

/** A playPrompt or recordResponse, waiting in line or being carried out. */
export interface MediaTask {
  operation: CallOperation;
  prompts: readonly Prompt[];
  /** Null for a playPrompt. */
  order: RecordOrder | null;
  /** Set while it records. */
  recording: { startedAt: number; utterances: Utterance[] } | null;
  /** Calls off what is planned for it. */
  planned: (() => void) | null;
}

/** A recorded answer, to be fetched by who holds its token. */
export interface Clip {
  token: string;
  wav: Buffer;
}

/** A key that somebody in the call pressed. */
export interface KeyPress {
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
  recordingStatus: 'notRecording' | 'recording' | 'failed' | null;
}

/** The media of a call that nothing has happened in yet. */
export const newMediaState = (): MediaState => ({
  line: [],
  heard: [],
  subscribed: false,
  keys: [],
  sequenceId: 0,
  clips: new Map(),
  onHold: null,
  recordingStatus: null,
});
