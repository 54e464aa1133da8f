/** The texts people see, from the locale files beside this one. */
import i18next from 'i18next';
import { LRUCache } from 'lru-cache';
import en from './en.json' with { type: 'json' };

/** A text by its dotted key, `{{name}}` places filled from `values`; `count` picks the plural. */
export type Text = (key: string, values?: Record<string, string | number>) => string;

const resources = { en: { translation: en } };
const texts = i18next.createInstance();
await texts.init({
  lng: 'en',
  fallbackLng: 'en',
  // A card has dozens of texts: none is looked for in languages that there are no files of.
  supportedLngs: Object.keys(resources),
  resources,
  interpolation: { escapeValue: false },
  returnNull: false,
  parseMissingKeyHandler(key) {
    throw new Error(`No text for ${key}`);
  },
});

/** A client may name any locale; whoever comes after so many is looked up once more. */
const known = new LRUCache<string, Text>({ max: 50, memoMethod: lookedUpOnce });

/**
 * The texts of a locale such as "en-US", in English where we have no file for it. A key without a text is a mistake
 * of ours and throws, so that no test lets a bare key reach a card.
 */
export const textFor = (locale: string): Text => known.memo(locale);

/** What has no places to fill is the same each time, and a card has dozens of these. */
function lookedUpOnce(locale: string): Text {
  const t = texts.getFixedT(locale);
  const whole = new Map<string, string>();
  return (key, values) => {
    if (values) return t(key, values);
    const text = whole.get(key) ?? t(key, {});
    whole.set(key, text);
    return text;
  };
}
