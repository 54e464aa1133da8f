/** What Rollcall uses of @nlpjs, which brings no types. https://github.com/axa-group/nlp.js/tree/master/docs/v4 */

declare module '@nlpjs/core' {
  export interface Container {
    use(language: new () => unknown): void;
    register(name: string, item: unknown, isSingleton?: boolean): void;
    registerPipeline(tag: string, steps: string[]): void;
  }
  const core: { containerBootstrap(): Container };
  export default core;
}

declare module '@nlpjs/nlu' {
  import type { Container } from '@nlpjs/core';

  interface NluNeural {
    train(corpus: { utterance: string; intent: string }[], settings: { log: boolean }): Promise<unknown>;
    process(utterance: string): Promise<{ classifications: { intent: string; score: number }[] }>;
  }
  const nlu: {
    NluNeural: new (settings: {
      locale: string;
      container: Container;
      keepStopwords: boolean;
      useNoneFeature: boolean;
      log: boolean;
    }) => NluNeural;
  };
  export default nlu;
}

declare module '@nlpjs/sentiment' {
  import type { Container } from '@nlpjs/core';

  interface SentimentAnalyzer {
    process(input: { locale: string; text: string }): Promise<{ sentiment: { score: number } }>;
  }
  const sentiment: { SentimentAnalyzer: new (settings: object, container: Container) => SentimentAnalyzer };
  export default sentiment;
}

declare module '@nlpjs/lang-en' {
  const language: { LangEn: new () => unknown };
  export default language;
}

declare module '@nlpjs/lang-ru' {
  const language: { LangRu: new () => unknown };
  export default language;
}

declare module '@nlpjs/lang-pt' {
  const language: { LangPt: new () => unknown };
  export default language;
}
