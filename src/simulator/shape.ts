/** Reading a request body: the member asked for, or Graph's 400. */
import { badRequest } from './graphError.ts';

export type Json = Record<string, unknown>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The body as an object; an absent one is empty unless `required`. */
export function objectOf(value: unknown, what: string, required = true): Json {
  if (value === undefined || value === null) {
    if (required) throw badRequest(`${what} is required.`);
    return {};
  }
  if (!isObject(value)) throw badRequest(`${what} must be an object.`);
  return value;
}

export function textOf(object: Json, name: string): string {
  const value = object[name];
  if (typeof value !== 'string' || value === '')
    throw badRequest(`'${name}' is required and must be a string.`);
  return value;
}

export function optionalText(object: Json, name: string): string | null {
  const value = object[name];
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string') throw badRequest(`'${name}' must be a string.`);
  return value;
}

export function listOf(object: Json, name: string): unknown[] {
  const value = object[name];
  if (!Array.isArray(value)) throw badRequest(`'${name}' is required and must be a collection.`);
  return value;
}

/** An object of one of these types, by its @odata.type: the declared one is abstract. */
export function taggedOf(object: Json, name: string, types: readonly string[]): Json {
  const value = objectOf(object[name], `'${name}'`);
  const type = value['@odata.type'];
  if (typeof type !== 'string' || !types.includes(type)) {
    throw badRequest(`'${name}' needs an @odata.type, one of ${types.join(', ')}.`);
  }
  return value;
}

/** An address for notifications; they go out over https alone. */
export function callbackOf(object: Json): string | null {
  const address = optionalText(object, 'callbackUri');
  if (address !== null && !/^https:\/\//i.test(address)) {
    throw badRequest("'callbackUri' must be an https address.");
  }
  return address;
}

export function optionalWhole(object: Json, name: string): number | null {
  const value = object[name];
  if (value === undefined || value === null) return null;
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    throw badRequest(`'${name}' must be a whole number.`);
  }
  return value;
}

/** Milliseconds since the epoch of an ISO instant. */
export function optionalInstant(object: Json, name: string): number | null {
  const text = optionalText(object, name);
  if (text === null) return null;
  const instant = Date.parse(text);
  if (Number.isNaN(instant))
    throw badRequest(`Cannot convert the literal '${text}' to 'Edm.DateTimeOffset'.`);
  return instant;
}

/** An action takes the parameters it declares and no others. */
export function onlyThese(object: Json, ...names: string[]): void {
  for (const name of Object.keys(object)) {
    if (name.includes('@') || names.includes(name)) continue;
    throw badRequest(
      `The parameter '${name}' in the request payload is not a valid parameter for the operation.`,
    );
  }
}

/** At most 256 characters, on every action that has one. */
export function clientContextOf(object: Json): string | null {
  const context = optionalText(object, 'clientContext');
  if (context !== null && context.length > 256)
    throw badRequest("'clientContext' is longer than 256 characters.");
  return context;
}
