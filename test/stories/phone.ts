/** Somebody on the phone with Rollcall: what stories of calls dial, press, say and hear. */
import { readFileSync } from 'node:fs';
import { person, type Story } from './harness.ts';

/** One leg of the bot, as the simulator's control API tells it. */
export interface LegView {
  id: string;
  state: string;
  direction: string;
  callbackUri: string;
  result: { code: number; subcode: number } | null;
  /** What became of a caller who was rejected, redirected or transferred. */
  handover: unknown;
}

/** A sound on the line; `words` null: nobody's words are in it. */
export interface HeardSound {
  kind: string;
  words: string | null;
  outcome: string;
  startedAt: number;
  ms: number;
}

interface LineView {
  heard: HeardSound[];
  recordingSince: number | null;
  subscribed: boolean;
  recordingStatus: string | null;
}

/** Somebody's call with Rollcall. */
export interface Phone {
  id: string;
  leg(): Promise<LegView>;
  line(): Promise<LineView>;
  /** Every word heard so far, in order, as one text. */
  heard(): Promise<string>;
  press(key: string): Promise<void>;
  /** Says something where Rollcall is listening, waits until it has been understood; false: it did not listen. */
  say(words: string): Promise<boolean>;
  hangUp(): Promise<void>;
  /** Moves the time until these words were heard, for at most so long; fails with what was heard instead. */
  until(words: string | RegExp, withinMs?: number): Promise<void>;
  /** Moves the time until Rollcall listens. */
  untilListening(withinMs?: number): Promise<void>;
}

const step = 500;

/** The phone of a leg that is there already, such as one that Rollcall placed. */
export function phoneOf(story: Story, id: string): Phone {
  const at = `/calls/${id}`;
  const line = () => story.control<LineView>('GET', `${at}/media`);
  const heard = async () => (await line()).heard.flatMap(({ words }) => words ?? []).join(' ');
  const moveUntil = async (there: () => Promise<boolean>, withinMs: number, what: () => Promise<string>) => {
    for (let left = withinMs; left > 0; left -= step) {
      if (await there()) return;
      await story.advance(step);
    }
    if (!(await there())) throw new Error(await what());
  };
  return {
    id,
    line,
    heard,
    leg: () => story.control<LegView>('GET', at),
    async press(key) {
      await story.control('POST', `${at}/press`, { key });
      await story.settle();
    },
    async say(words) {
      const { heard: listened } = await story.control<{ heard: boolean }>('POST', `${at}/speak`, { words });
      await story.settle();
      return listened;
    },
    async hangUp() {
      await story.control('POST', `${at}/hangUp`, {});
      await story.settle();
    },
    until: (words, withinMs = 60_000) =>
      moveUntil(
        async () => {
          const said = await heard();
          return typeof words === 'string' ? said.includes(words) : words.test(said);
        },
        withinMs,
        async () => `Nobody heard "${words}", but: ${await heard()}`,
      ),
    untilListening: (withinMs = 60_000) =>
      moveUntil(
        async () => (await line()).recordingSince !== null,
        withinMs,
        async () => `Rollcall does not listen; heard: ${await heard()}`,
      ),
  };
}

/** Somebody of the cast (or a number, or `anonymous`) calls Rollcall. */
export async function dial(story: Story, who: string, more: object = {}): Promise<Phone> {
  const from = who.startsWith('+') || who === 'anonymous' ? who : person(who).id;
  const { id } = await story.control<{ id: string }>('POST', '/calls', { from, ...more });
  await story.settle();
  return phoneOf(story, id);
}

/** All legs of the bot, the newest last. */
export const legs = (story: Story) => story.control<LegView[]>('GET', '/calls');

/** What the spoken texts of Rollcall are in a language: src/locales/spoken. */
export const spoken = (language: string): Record<string, string> =>
  JSON.parse(readFileSync(`src/locales/spoken/${language}.json`, 'utf8')) as Record<string, string>;
