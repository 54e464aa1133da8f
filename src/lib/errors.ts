/**
 * Something a person asked for that cannot be done, said so that they know what to do next. `key` names a text in
 * the locale files, `values` fills it. Nothing has changed when one of these is thrown.
 */
export class Refusal extends Error {
  readonly key: string;
  readonly values: Record<string, string | number>;

  constructor(key: string, values: Record<string, string | number> = {}) {
    super(key);
    this.name = 'Refusal';
    this.key = key;
    this.values = values;
  }
}
