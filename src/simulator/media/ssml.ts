/** Reading SSML: what is to be said, or why it cannot be read. */

/** A document that a synthesizer refuses. */
export class SsmlError extends Error {}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decoded(text: string): string {
  return text.replace(/&([^;\s]*);?/g, (whole, name: string) => {
    const code = /^#(?:x([0-9a-f]+)|([0-9]+))$/i.exec(name);
    const letter = code
      ? String.fromCodePoint(Number.parseInt(code[1] ?? code[2] ?? '', code[1] ? 16 : 10))
      : null;
    const known = letter ?? entities[name];
    if (known === undefined || !whole.endsWith(';')) throw new SsmlError(`'${whole}' is no entity.`);
    return known;
  });
}

const tag =
  /<(?:\?[^>]*\?|!--[\s\S]*?--|(\/?)([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?))>/g;

const attribute = (attributes: string, name: string): string | undefined =>
  new RegExp(`\\s${name}\\s*=\\s*["']([^"']*)["']`).exec(attributes)?.[1];

interface Speech {
  words: string;
  voice: string;
}

/**
 * The words and the voice of a document such as
 * `<speak version="1.0" xml:lang="en-US"><voice name="en-US-JennyNeural">Hello</voice></speak>`
 * (learn.microsoft.com/azure/ai-services/speech-service/speech-synthesis-markup-structure).
 * @throws SsmlError where it is not well-formed, or names no voice.
 */
export function readSsml(document: string): Speech {
  const open: string[] = [];
  let voice = '';
  let words = '';
  let at = 0;
  const text = (until: number): void => {
    const between = document.slice(at, until);
    if (/[<>]/.test(between)) throw new SsmlError('A tag is not well-formed.');
    if (open.includes('voice')) words += decoded(between);
    else if (between.trim()) throw new SsmlError('What is said must stand inside a voice element.');
  };
  for (const match of document.matchAll(tag)) {
    const [whole, closing, name, attributes = '', empty] = match;
    text(match.index);
    at = match.index + whole.length;
    if (!name) continue;
    if (closing) {
      if (open.pop() !== name) throw new SsmlError(`</${name}> closes nothing.`);
    } else {
      if (open.length === 0 && name !== 'speak') throw new SsmlError('The document must begin with speak.');
      if (name === 'speak' && !attribute(attributes, 'xml:lang'))
        throw new SsmlError('speak needs xml:lang.');
      if (name === 'voice') voice ||= attribute(attributes, 'name') ?? '';
      if (!empty) open.push(name);
    }
    words += ' ';
  }
  text(document.length);
  if (open.length > 0) throw new SsmlError(`<${open.at(-1)}> is not closed.`);
  if (!/^[a-z]{2,3}(-[A-Za-z]+)?-[A-Z]{2}(-[a-z]+)?-\w+Neural$/.test(voice)) {
    throw new SsmlError(`There is no voice '${voice}'.`);
  }
  return { words: words.replace(/\s+/g, ' ').trim(), voice };
}
