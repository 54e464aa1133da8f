/** A YAML file held against a schema, every mistake with its line and in words. Pure. */
import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { z } from 'zod';

/** Where something is in the file: keys and positions from the top. */
type Path = readonly PropertyKey[];

/** `line` counts from 1. */
export interface YamlMistake {
  line: number;
  message: string;
}

/** What the schema gave, and the line at which anything in the file stands: its key's, or that of what it would be in. */
export interface YamlRead<T> {
  value: T;
  lineOf(path: Path): number;
}

/** What a file is held against; `also`: what a schema cannot see, found in the file as it was written. */
export interface Expected<T> {
  schema: z.ZodType<T>;
  also?: { path: Path; message: string }[];
}

/**
 * Reads a file; never throws, whatever the text is.
 * @param expect what to hold it against, given the file as plain values, not yet checked
 */
export function readYaml<T>(
  text: string,
  expect: (raw: unknown) => Expected<T>,
): YamlRead<T> | { mistakes: YamlMistake[] } {
  try {
    return read(text, expect);
  } catch (error) {
    // Aliases that multiply without end, or a nesting that no stack holds.
    const why = error instanceof Error ? firstLine(error.message) : 'unknown reason';
    return { mistakes: [{ line: 1, message: `This file cannot be read: ${why}` }] };
  }
}

function read<T>(text: string, expect: (raw: unknown) => Expected<T>) {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  // The first alone: one slip makes the parser stumble over all that follows.
  const [slip] = document.errors;
  if (slip) {
    const message = `This is not YAML: ${firstLine(slip.message)}`;
    return { mistakes: [{ line: lines.linePos(slip.pos[0]).line, message }] };
  }
  const lineOf = (path: Path) => lines.linePos(offsetOf(document, path)).line || 1;
  const raw: unknown = document.toJS();
  const { schema, also = [] } = expect(raw);
  const parsed = schema.safeParse(raw);
  const issues = [...(parsed.error?.issues ?? []), ...also];
  if (parsed.success && also.length === 0) return { value: parsed.data, lineOf };
  const misspelt = new Set(issues.filter(unknownKeys).map(({ path }) => path.join('\0')));
  const mistakes = issues.flatMap((issue) => {
    const { path, message } = issue;
    const unknown = unknownKeys(issue);
    if (unknown) {
      return unknown.map((key) => ({
        line: lineOf([...path, key]),
        message: named([...path, key], message),
      }));
    }
    // What else is wrong with a mapping follows from the key that was misspelt in it.
    if ('code' in issue && issue.code === 'custom' && misspelt.has(path.join('\0'))) return [];
    return [{ line: lineOf(path), message: named(path, message) }];
  });
  return { mistakes: mistakes.sort((a, b) => a.line - b.line) };
}

const unknownKeys = (issue: object): string[] | null =>
  'keys' in issue && Array.isArray(issue.keys) ? issue.keys.map(String) : null;

/** "`seconds` must be ...", by the last key that has a name. */
function named(path: Path, message: string): string {
  const key = path.findLast((step) => typeof step === 'string');
  return key === undefined ? `The file ${message}` : `\`${String(key)}\` ${message}`;
}

/** As deep as the file goes along the path: a mistake about what is missing stands where it belongs. */
function offsetOf(document: Document.Parsed, path: Path): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document);
    let marked: unknown;
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => String(isScalar(key) ? key.value : key) === String(step));
      marked = pair?.key;
      node = pair?.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      marked = node;
    } else break;
    const range = (marked as Node | null | undefined)?.range;
    if (!range) break;
    offset = range[0];
  }
  return offset;
}

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? '';
