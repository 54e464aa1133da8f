/** What Rollcall uses of espeak-ng, which brings no types. https://github.com/echogarden-project/espeak-ng-emscripten */
declare module '@echogarden/espeak-ng-emscripten' {
  interface Worker {
    samplerate: number;
    /** 0 where there is such a voice. */
    set_voice(name: string): number;
    set_rate(wordsPerMinute: number): void;
    /** Reads SSML; every piece of sound is handed to `heard`, which returns true to stop. */
    synthesize(ssml: string, heard: (samples: Int16Array | null) => boolean): void;
  }
  export default function load(): Promise<{ eSpeakNGWorker: new () => Worker }>;
}
