/**
 * What @nlpjs needs to read our languages. Its own Chinese package is left out: 11 MB, and it compiles its dictionary
 * for 0.8 s on the event loop, where Node's own segmenter does as well for the short phrases of a menu.
 */
import core, { type Container } from '@nlpjs/core';
import english from '@nlpjs/lang-en';
import portuguese from '@nlpjs/lang-pt';
import russian from '@nlpjs/lang-ru';

const segmenter = new Intl.Segmenter('zh-CN', { granularity: 'word' });

/** Words and the signs they are made of: two ways to say a thing in Chinese often share no more than a sign. */
const chineseTokens = (text: string): string[] =>
  [...segmenter.segment(text)]
    .filter(({ isWordLike }) => isWordLike)
    .flatMap(({ segment }) => [...new Set([segment, ...segment])]);

/** A container of @nlpjs that knows our languages. */
export function languageContainer(): Container {
  const container = core.containerBootstrap();
  container.use(english.LangEn);
  container.use(russian.LangRu);
  container.use(portuguese.LangPt);
  container.register('tokenizer-zh', { tokenize: chineseTokens }, true);
  return container;
}
