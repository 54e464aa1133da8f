/** Which choice of a menu somebody meant by what they said. Nothing that was said is kept, by @nlpjs neither. */
import { LRUCache } from 'lru-cache';
import { type Language, localeOf } from './language.ts';

/** What a listener at one place of a menu may say. */
export interface Choices {
  choices: { phrases: string[] }[];
  /** Phrases that sound like a choice and are none. */
  negatives: string[];
}

export interface Intents {
  /**
   * @param text what was said
   * @returns the place of the choice that was meant, in the order given; null when none is likely enough
   */
  understand(text: string, of: Choices, language: Language): Promise<number | null>;
}

/** A choice less likely than this is not taken: the caller is asked again instead. */
const threshold = 0.6;

const none = 'None';

/** What people say on the phone that is no choice of any menu; it also takes the weight from words of courtesy. */
const smallTalk: Record<Language, string[]> = {
  en: [
    ...[
      'what is the weather like',
      'I want to',
      'I would like to know about the',
      'can you',
      'could you please',
    ],
    ...['hello is anybody there', 'I do not know', 'thank you', 'good morning', 'one moment please'],
    ...['do you have', 'I need a', 'where is the', 'it is about the', 'my'],
  ],
  ru: [
    ...['какая сегодня погода', 'я хочу', 'вы можете', 'алло вы меня слышите', 'я не знаю', 'спасибо'],
    ...['доброе утро', 'где находится', 'подождите', 'у меня', 'мне нужно', 'это про'],
  ],
  'zh-CN': [
    ...['今天天气怎么样', '我想', '你能', '喂你听得到吗', '我不知道', '谢谢', '早上好', '在哪里', '等一下'],
    ...['我要', '请问', '你好', '我的'],
  ],
  'pt-BR': [
    ...['como está o tempo', 'eu quero', 'você pode', 'alô tem alguém aí', 'não sei', 'obrigado', 'bom dia'],
    ...['onde fica', 'um momento por favor', 'eu preciso de um', 'minha', 'é sobre o'],
  ],
};

/** Without case, punctuation and spaces, as a recognizer's "Operator." and a menu's "operator" are one. */
const bare = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

type Trained = (text: string) => Promise<number | null>;

async function train({ choices, negatives }: Choices, language: Language): Promise<Trained> {
  // Only where somebody is understood by what they say: megabytes that most installations never need.
  const [{ default: nlu }, { languageContainer }] = await Promise.all([
    import('@nlpjs/nlu'),
    import('./nlp.ts'),
  ]);
  const locale = localeOf(language);
  const container = languageContainer();
  // A pipeline of our own: the library's keeps every text it was ever asked about.
  container.registerPipeline(`nlu-${locale}-prepare`, [
    ...['normalize', 'tokenize', 'removeStopwords', 'stem', 'arrToObj', 'output.tokens'],
  ]);
  const spoken = choices.flatMap(({ phrases }, at) =>
    phrases.map((utterance) => ({ utterance, intent: String(at) })),
  );
  const exact = new Map(spoken.map(({ utterance, intent }) => [bare(utterance), Number(intent)]));
  const others = [...negatives, ...smallTalk[language]].filter((utterance) => !exact.has(bare(utterance)));
  const network = new nlu.NluNeural({
    ...{ locale, container, keepStopwords: false, useNoneFeature: true, log: false },
  });
  await network.train([...spoken, ...others.map((utterance) => ({ utterance, intent: none }))], {
    log: false,
  });
  const refused = new Set(negatives.map(bare));
  return async (text) => {
    const known = exact.get(bare(text));
    if (known !== undefined) return known;
    if (refused.has(bare(text))) return null;
    const [best] = (await network.process(text)).classifications;
    return best && best.intent !== none && best.score >= threshold ? Number(best.intent) : null;
  };
}

/** Intents by a small network per set of choices and language, trained in milliseconds when first asked and then kept. */
export function createIntents(): Intents {
  const trained = new LRUCache<string, Promise<Trained>>({ max: 200 });
  return {
    async understand(text, of, language) {
      const key = JSON.stringify([language, of.choices, of.negatives]);
      let network = trained.get(key);
      if (!network) {
        network = train(of, language);
        trained.set(key, network);
      }
      return (await network)(text);
    },
  };
}
