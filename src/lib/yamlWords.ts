/** How the values of a YAML file are spelled: zod schemas that say in plain words what is wrong. Pure. */
import { z } from 'zod';
import { isZone } from './zone.ts';

/** The error of a schema: what a value must be, or that there is none. */
export const must = (be: string) => ({
  error: ({ input }: { input?: unknown }) => (input === undefined ? 'is missing' : `must be ${be}`),
});

/** A mapping with these keys and no others. */
export const mapping = <S extends z.ZodRawShape>(shape: S) => {
  const known = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: ({ code, input }) => {
      if (code === 'unrecognized_keys') return `is not known here; what is: ${known}`;
      return input === undefined ? 'is missing' : `must have some of these under it: ${known}`;
    },
  });
};

/** A mapping of which at least one key is there. */
export const anyOf = <S extends z.ZodRawShape>(shape: S) =>
  mapping(shape).refine((given) => Object.keys(given).length > 0, {
    error: `says nothing; leave it out, or name some of these under it: ${Object.keys(shape).join(', ')}`,
  });

/** A mapping of which exactly one key is there: what its schema gave. */
export function oneOf<S extends Record<string, z.ZodType>>(shape: S) {
  const optional = Object.fromEntries(Object.entries(shape).map(([key, type]) => [key, type.optional()]));
  return mapping(optional).transform((given, context): z.output<S[keyof S]> => {
    const [first, ...others] = Object.values(given);
    if (first !== undefined && others.length === 0) return first as z.output<S[keyof S]>;
    context.addIssue({
      code: 'custom',
      message: `must be exactly one of these: ${Object.keys(shape).join(', ')}`,
    });
    return z.NEVER;
  });
}

/** One, or a list of at least one. */
export const some = <T extends z.ZodType>(item: T, nobody: string) =>
  z.preprocess(
    (value) => (value === undefined || Array.isArray(value) ? value : [value]),
    z.array(item, must('one or a list')).min(1, { error: nobody }),
  );

export const text = z.string(must('a text')).trim().min(1, must('a text'));

export const choice = <const T extends string>(values: readonly T[]) =>
  z
    .string(must(`one of ${values.join(', ')}`))
    .transform((given) => values.find((value) => value.toLowerCase() === given.toLowerCase()) ?? given)
    .pipe(z.enum(values, must(`one of ${values.join(', ')}`)));

/** @param why what the limits rest on, as the end of a sentence */
export const count = (least: number, most: number, why = '') => {
  const rule = must(`a whole number from ${least} to ${most}${why && `, ${why}`}`);
  return z.int(rule).min(least, rule).max(most, rule);
};

export const truth = z.boolean(must('true or false'));

/** An Entra object, tenant or application id, lower case. */
export const id = z
  .guid(must('an id of Entra, a GUID such as 12345678-90ab-4cde-8f01-234567890abc'))
  .toLowerCase();

/** https://learn.microsoft.com/graph/api/resources/identityset takes phone ids in E.164. */
const quoted = '(in quotes, or YAML reads a number)';
const wholeNumber = must(`a phone number in E.164 such as "+493012345678" ${quoted}`);
export const phone = z.string(wholeNumber).regex(/^\+[1-9]\d{6,14}$/, wholeNumber);
const beginning = must(`the beginning of a phone number in E.164 such as "+49" ${quoted}`);
export const phonePrefix = z.string(beginning).regex(/^\+[1-9]\d{0,14}$/, beginning);

const ianaZone = must('an IANA time zone such as Europe/Berlin');
// An offset is a zone to Intl too, but one that knows no summer.
export const knownZone = z.string(ianaZone).refine((name) => /^[a-z]/i.test(name) && isZone(name), ianaZone);
