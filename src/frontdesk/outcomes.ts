/** How a file of the front desk spells what becomes of a call. Pure. */
import { z } from 'zod';
import { choice, count, id, mapping, oneOf, phone, some, text } from '../lib/yamlWords.ts';
import type { Outcome, RedirectTarget, Settled } from './frontDesk.ts';

/** What of the installation and of the rest of the file an outcome may refer to. */
export interface Surroundings {
  /** Null: not known, since the menus have mistakes of their own. */
  menus: readonly string[] | null;
  /** MEDIA_HOST_URL is set. */
  mediaHost: boolean;
  /** Rollcall's own application id. */
  botId: string;
  /** Members of the file's lists, by name. */
  lists: Readonly<Record<string, readonly string[]>>;
}

/** https://learn.microsoft.com/graph/api/call-redirect */
const mostTargets = 25;
const ringing = count(15, 90, 'as Graph rings no shorter and no longer');
/** Graph waits 15 seconds for the first word; what the agents leave of them must do for deciding and sending it. */
const longestAsk = 12;
const longestHold = 300;

/** The name of one of `names`. */
export const nameOf = (names: readonly string[], what: string) =>
  text.refine((name) => names.includes(name), {
    error: ({ input }) =>
      `names a ${what} that is not there: ${String(input)}${names.length > 0 ? `; there are ${names.join(', ')}` : ''}`,
  });

/** @returns the schemas of what can be done at once, and of every outcome of a rule */
export function outcomes(surroundings: Surroundings): {
  settled: z.ZodType<Settled>;
  every: z.ZodType<Outcome>;
} {
  const { mediaHost } = surroundings;
  const menu = surroundings.menus ? nameOf(surroundings.menus, 'menu') : text;
  const redirect = redirecting(surroundings);
  const byName = z.preprocess(
    (value) => (typeof value === 'string' ? { menu: value } : value),
    oneOf({
      menu: menu.transform((name) => ({ menu: name })),
      media: choice(['host'])
        .refine(() => mediaHost, { error: 'needs a media host: set MEDIA_HOST_URL, or answer with a menu' })
        .transform((media) => ({ media })),
    }),
  );
  const atOnce = {
    answer: byName.transform((how): Settled => ({ do: 'answer', ...how })),
    redirect,
    reject: choice(['busy', 'forbidden', 'none']).transform((reason): Settled => ({ do: 'reject', reason })),
  };
  const settled = oneOf(atOnce);
  const answered = oneOf({ answer: menu }).transform((name) => ({ do: 'answer', menu: name }) as const);
  const every = oneOf({
    ...atOnce,
    ask: mapping({
      seconds: count(1, longestAsk, 'as Graph waits 15 for an answer').default(8),
      otherwise: settled,
      menu: menu.optional(),
      voicemail: id.optional(),
    }).transform(({ menu: chosen, ...asked }): Outcome => {
      const own =
        asked.otherwise.do === 'answer' && 'menu' in asked.otherwise ? asked.otherwise.menu : undefined;
      const forButton = chosen ?? own;
      return { do: 'ask', ...asked, ...(forButton !== undefined && { menu: forButton }) };
    }),
    hold: mapping({
      seconds: count(5, longestHold).default(30),
      otherwise: answered,
    }).transform((held): Outcome => ({ do: 'hold', ...held })),
  });
  return { settled, every };
}

function redirecting({ botId, lists }: Surroundings) {
  const one =
    <K extends RedirectTarget['kind']>(kind: K) =>
    (target: string): RedirectTarget[] => [{ kind, id: target }];
  const target = oneOf({
    user: id.transform(one('user')),
    phone: phone.transform(one('phone')),
    voicemail: id.transform(one('voicemail')),
    bot: id
      .refine((bot) => bot !== botId.toLowerCase(), {
        error: 'is Rollcall itself: its calls would come back for ever',
      })
      .transform(one('bot')),
    list: nameOf(Object.keys(lists), 'list of users').transform((name) =>
      (lists[name] ?? []).flatMap((user) => one('user')(user)),
    ),
  });
  return mapping({
    to: some(target, 'names nobody to redirect to'),
    seconds: ringing.optional(),
  }).transform(({ to, seconds = null }, context): Settled => {
    const wrong = (message: string) => context.addIssue({ code: 'custom', path: ['to'], message });
    const targets = distinct(to.flat());
    if (targets.length > mostTargets)
      wrong(`rings ${targets.length} at once; Graph rings ${mostTargets} at most`);
    if (targets.length > 1 && targets.some(({ kind }) => kind === 'voicemail'))
      wrong('has a voicemail among others; a voicemail answers at once, so it stands alone');
    return { do: 'redirect', targets, seconds };
  });
}

const distinct = (targets: RedirectTarget[]): RedirectTarget[] => [
  ...new Map(targets.map((target) => [`${target.kind}:${target.id}`, target])).values(),
];
