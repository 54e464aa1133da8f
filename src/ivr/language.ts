/** The languages that Rollcall speaks. Pure. */

export const languages = ['en', 'ru', 'zh-CN', 'pt-BR'] as const;

export type Language = (typeof languages)[number];

/** @nlpjs's name of a language: "en", "ru", "zh" or "pt". */
export const localeOf = (language: Language): string => language.slice(0, 2);

/**
 * @param tag the language a caller's source names, such as "pt-PT" or "zh-Hans-CN"; null when it names none
 * @param fallback what is spoken when the tag names none of ours
 * @returns the one of our languages that its speaker understands: any Chinese is zh-CN, any Portuguese pt-BR
 */
export function languageOf(tag: string | null, fallback: Language): Language {
  const first = (tag ?? '').trim().toLowerCase().split(/[-_]/)[0];
  return languages.find((language) => language.split('-')[0] === first) ?? fallback;
}
