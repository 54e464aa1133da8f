import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

/** Values for the places of the manifest, by name. */
export type Values = Readonly<Record<string, string | undefined>>;

/** What env/.env.<name> says, overruled by what is set in the environment. */
export function readValues(file: string | URL, environment: Values): Values {
  const written = parseEnv(readFileSync(file, 'utf8'));
  const set = Object.entries(environment).filter(([name, value]) => name in written && value);
  return { ...written, ...Object.fromEntries(set) };
}

/** Values that may be empty. */
const mayBeEmpty: ReadonlySet<string> = new Set(['APP_NAME_SUFFIX']);

/**
 * The manifest with its `${{NAME}}` places filled.
 * @throws Error naming every value that is missing
 */
export function fill(template: string, values: Values): unknown {
  const missing = new Set<string>();
  const filled = template.replace(/\$\{\{\s*([A-Z][A-Z0-9_]*)\s*\}\}/g, (_, name: string) => {
    const value = values[name] ?? '';
    if (!value && !mayBeEmpty.has(name)) missing.add(name);
    return JSON.stringify(value).slice(1, -1);
  });
  if (missing.size > 0) {
    throw new Error(`The package needs ${[...missing].join(', ')}: provision, or set it in the environment.`);
  }
  return JSON.parse(filled);
}
