/** The menus that Rollcall walks of its own accord, each made for one call. Pure. */
import { spoken } from '../locales/spoken.ts';
import type { Language } from './language.ts';
import type { Menu, MenuNode, Misstep, Prompt, Say, SpeakNode, StayNode, Target } from './menu.ts';

/** The menu for when all else fails, made anew in the language of each call; no file has a menu of this name. */
export const apologyMenuName = 'apology';

/** How long somebody stays on the line until their call is moved. */
const moveSeconds = 60;

const nothingMore = (retries: number, next: Target): Misstep => ({ retries, prompt: null, next });

function made(name: string, language: Language, start: string, nodes: Record<string, MenuNode>): Menu {
  return { name, languages: [language], start, nodes, fallback: null };
}

const prompt = (text: string, language: Language): Prompt => ({ [language]: { text, language } });

/** Reports what was answered, thanks, and hangs up or goes on. */
const answered = (report: string, said: Prompt | null, next: Target = 'hangUp'): SpeakNode => ({
  kind: 'speak',
  prompt: said,
  report,
  next,
});

/** Until the call is moved elsewhere. */
const stay = (seconds: number): StayNode => ({
  kind: 'stay',
  prompt: null,
  seconds,
  next: { node: 'sorry' },
});

const sorry = (language: Language): SpeakNode => ({
  kind: 'speak',
  prompt: prompt(spoken[language].words.apology, language),
  report: null,
  next: 'hangUp',
});

/** Speaks a text, reports 'said' once that is done, and hangs up. */
export const sayMenu = (text: string, language: Language): Menu =>
  made('built-in say', language, 'say', {
    say: { kind: 'speak', prompt: prompt(text, language), report: null, next: { node: 'said' } },
    said: answered('said', null),
  });

/**
 * Asks somebody who is missing from a meeting: reports 'join' and stays on the line to be moved, or 'late' or 'cannot'
 * and hangs up. Without one of these keys nothing is reported: a voicemail picks up too.
 * @param sentence what they are rung for: "Budget review has started."
 */
export function ringMissingMenu(sentence: string, language: Language): Menu {
  const { keys, join, late, cannot } = spoken[language].ringMissing;
  return made('built-in ring missing', language, 'ask', {
    ask: {
      kind: 'choose',
      prompt: prompt(`${sentence} ${keys}`, language),
      choices: [
        { key: '1', phrases: {}, next: { node: 'join' } },
        { key: '2', phrases: {}, next: { node: 'late' } },
        { key: '3', phrases: {}, next: { node: 'cannot' } },
      ],
      negatives: {},
      seconds: 8,
      silence: nothingMore(1, 'hangUp'),
      wrong: nothingMore(2, 'hangUp'),
    },
    join: answered('join', prompt(join, language), { node: 'moved' }),
    late: answered('late', prompt(late, language)),
    cannot: answered('cannot', prompt(cannot, language)),
    moved: stay(moveSeconds),
    sorry: sorry(language),
  });
}

/**
 * Asks an agent whether they take a caller: reports 'take' and stays on the line to be handed the caller, or 'refuse'
 * and hangs up; silence refuses too.
 * @param caller the caller's name, or '' where they have none
 */
export function consultMenu(caller: string, language: Language): Menu {
  const { ask, askUnnamed, take, refuse } = spoken[language].consult;
  return made('built-in consult', language, 'ask', {
    ask: {
      kind: 'choose',
      prompt: prompt(caller.trim() ? ask.replace('{{caller}}', () => caller) : askUnnamed, language),
      choices: [
        { key: '1', phrases: {}, next: { node: 'take' } },
        { key: '2', phrases: {}, next: { node: 'refuse' } },
      ],
      negatives: {},
      seconds: 8,
      silence: nothingMore(1, { node: 'silent' }),
      wrong: nothingMore(2, { node: 'silent' }),
    },
    take: answered('take', prompt(take, language), { node: 'moved' }),
    refuse: answered('refuse', prompt(refuse, language)),
    silent: answered('refuse', null),
    moved: stay(moveSeconds),
    sorry: sorry(language),
  });
}

/**
 * Speaks a reminder and asks for a key: reports 'heard', 'snooze' or 'stop', and hangs up. Without one of these keys
 * nothing is reported: a voicemail picks up too.
 * @param reminder `from`: who sent it, '' for a reminder to oneself; `recording`: a prompt file in place of the text
 */
export function remindMenu(
  { text, recording, from }: { text: string; recording?: string; from: string },
  language: Language,
): Menu {
  const { own, by, keys, heard, snooze, stop } = spoken[language].remind;
  const begins = (from.trim() ? by : own).replace('{{from}}', () => from);
  const said = begins.replace('{{text}}', () => (recording ? '' : text)).trim();
  const ended = /[.!?。！？]$/.test(said) ? said : `${said}.`;
  const say = (words: string): Say => ({ text: words, language });
  const parts = recording ? [say(said), { file: recording }, say(keys)] : say(`${ended} ${keys}`);
  return made('built-in remind', language, 'ask', {
    ask: {
      kind: 'choose',
      prompt: { [language]: parts },
      choices: [
        { key: '1', phrases: {}, next: { node: 'heard' } },
        { key: '2', phrases: {}, next: { node: 'snooze' } },
        { key: '3', phrases: {}, next: { node: 'stop' } },
      ],
      negatives: {},
      seconds: 8,
      silence: nothingMore(1, 'hangUp'),
      wrong: nothingMore(2, 'hangUp'),
    },
    heard: answered('heard', prompt(heard, language)),
    snooze: answered('snooze', prompt(snooze, language)),
    stop: answered('stop', prompt(stop, language)),
    sorry: sorry(language),
  });
}

/**
 * Asks a caller for patience while agents are asked, for at most `seconds`; after that an apology and the end, should
 * nobody have begun another menu by then.
 */
export const holdMenu = (seconds: number, language: Language): Menu =>
  made('built-in hold', language, 'wait', {
    wait: { ...stay(seconds), prompt: prompt(spoken[language].hold.wait, language) },
    sorry: sorry(language),
  });
