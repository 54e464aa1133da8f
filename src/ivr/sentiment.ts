/** Whether somebody is angry, by their words: @nlpjs's dictionaries where it has one, words of anger in every language. */
import { type Language, localeOf } from './language.ts';

/**
 * The sum at which a text is more than a complaint, in the units of the language's dictionary (SentiCon for English,
 * AFINN for the others): "I have a problem with my bill" stays below it. @nlpjs has no dictionary for Chinese.
 */
const angryAt: Record<Language, number | null> = { en: -0.35, ru: -5, 'zh-CN': null, 'pt-BR': -4 };

const words: Record<Language, RegExp> = {
  en: /\b(idiots?|stupid|ridiculous|unacceptable|outrageous|furious|damn|crap|bullshit|fuck\w*)\b/i,
  ru: /(?<!\p{L})(идиот|дура[кц]|безобрази|возмутительн|бесполезн|к ч[её]рту|достал)/iu,
  'zh-CN': /气死|生气|愤怒|太差|垃圾|混蛋|白痴|傻瓜|烦死|受够|投诉|骗子|他妈|什么破/,
  'pt-BR':
    /(?<!\p{L})(idiotas?|imbecil|palhaçada|absurdo|péssim[oa]|ridícul[oa]|inaceitável|merda|porra)(?!\p{L})/iu,
};

let loaded: ReturnType<typeof load> | undefined;

/** Megabytes that most installations never need. */
async function load() {
  const [{ default: sentiment }, { languageContainer }] = await Promise.all([
    import('@nlpjs/sentiment'),
    import('./nlp.ts'),
  ]);
  return new sentiment.SentimentAnalyzer({}, languageContainer());
}

/** @param text what was said; it is not kept */
export async function isAngry(text: string, language: Language): Promise<boolean> {
  if (words[language].test(text)) return true;
  const limit = angryAt[language];
  if (limit === null) return false;
  loaded ??= load();
  const analyzer = await loaded;
  return (await analyzer.process({ locale: localeOf(language), text })).sentiment.score <= limit;
}
