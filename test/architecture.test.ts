/** The rules of docs/architecture.md that a machine can hold: who imports whom, what is pure, how large a file is. */
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';

interface Import {
  /** `src/...` for ours, the name as written otherwise. */
  target: string;
  typeOnly: boolean;
}

interface SourceFile {
  path: string;
  text: string;
  /** Text without comments. */
  code: string;
  imports: Import[];
}

const statement = /^[ \t]*(import|export)\s+(type\s+)?(?:([\w*{][^'";]*?)\s+from\s+)?(['"])([^'"\n]+)\4/gm;
const dynamic = /\bimport\(\s*(['"])([^'"\n]+)\1\s*\)/g;

const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`\w\\])\/\/.*$/gm, '$1');

/** `{ type A, type B }` and nothing else: as much a type import as `import type`. */
const namesOnlyTypes = (names = ''): boolean => {
  const list = /^\{([\s\S]*)\}$/.exec(names.trim())?.[1];
  const entries = list?.split(',').filter((name) => name.trim());
  return Boolean(entries?.length) && Boolean(entries?.every((name) => /^\s*type\s/.test(name)));
};

function importsOf(path: string, code: string): Import[] {
  const place = (written: string) =>
    written.startsWith('.')
      ? normalize(join(dirname(path), written))
          .split(sep)
          .join('/')
      : written;
  const found: Import[] = [];
  for (const [, , type, names, , written] of code.matchAll(statement)) {
    found.push({ target: place(written ?? ''), typeOnly: Boolean(type) || namesOnlyTypes(names) });
  }
  for (const [, , written] of code.matchAll(dynamic))
    found.push({ target: place(written ?? ''), typeOnly: false });
  return found;
}

const read = (path: string): SourceFile => {
  const text = readFileSync(path, 'utf8');
  const code = withoutComments(text);
  return { path: path.split(sep).join('/'), text, code, imports: importsOf(path.split(sep).join('/'), code) };
};

const files = globSync('src/**/*.ts').sort().map(read);

/** `src/lib/clock.ts` is in room `lib`; `src/app.ts` stands outside all rooms: ''. */
const roomOf = (path: string): string => /^src\/([^/]+)\//.exec(path)?.[1] ?? '';

/** What a room may import besides itself. Types of ours are free, but not those of the simulator. */
const mayImport: Record<string, string[]> = {
  lib: [],
  locales: ['lib'],
  policy: ['lib'],
  people: ['lib', 'locales'],
  meetings: ['lib', 'locales'],
  reminders: ['lib', 'people'],
  graph: ['lib'],
  jobs: ['lib'],
  auth: ['lib'],
  ivr: ['lib', 'locales'],
  frontdesk: ['lib', 'ivr', 'locales'],
  calling: ['lib', 'meetings', 'people', 'policy', 'graph', 'ivr', 'frontdesk', 'locales'],
  chat: [
    'lib',
    'meetings',
    'people',
    'policy',
    'graph',
    'ivr',
    'frontdesk',
    'calling',
    'reminders',
    'locales',
  ],
  store: ['lib'],
  telemetry: ['lib'],
  simulator: [],
};

/** Files that decide and do nothing else: no Node, no client, no clock; `now` is an argument. */
const pure = [
  'src/calling/call.ts',
  'src/calling/decide.ts',
  'src/calling/roster.ts',
  'src/chat/importRows.ts',
  'src/chat/remindWords.ts',
  'src/frontdesk/route.ts',
  'src/frontdesk/rulesFile.ts',
  'src/frontdesk/unreached.ts',
  'src/ivr/builtIn.ts',
  'src/ivr/menuFile.ts',
  'src/ivr/walk.ts',
  'src/meetings/when.ts',
  'src/meetings/joinUrl.ts',
  'src/people/phone.ts',
  'src/people/ringing.ts',
  'src/policy/policy.ts',
  'src/reminders/check.ts',
  'src/reminders/csv.ts',
  'src/reminders/decideReminder.ts',
];
const pureLibraries = ['zod', 'temporal-polyfill', 'chrono-node', 'chrono-node/en', 'yaml', 'csv-parse/sync'];
const pureOfOurs = ['src/lib/ids.ts', 'src/lib/errors.ts'];

/** Where a program starts, with an environment of its own to hand on. */
const starters = ['src/dev.ts', 'src/story.ts'];
const isStarter = (path: string) => starters.includes(path) || /^src\/(dev|story)\//.test(path);

const none: string[] = [];

describe('the architecture', () => {
  it('reads imports as they are written', () => {
    const code = withoutComments(`
      // import a from './not.ts';
      /* import b from './neither.ts'; */
      import c, { d } from './c.ts';
      import type { E } from '../e.ts';
      import { type F, type G } from './f.ts';
      import { type H, i } from './h.ts';
      import * as j from 'node:fs';
      import './side.ts';
      export { k } from './k.ts';
      export type { L } from './l.ts';
      const m = await import('./m.ts');
      import {
        n,
        o,
      } from './n.ts';
    `);
    assert.deepEqual(
      importsOf('src/room/x.ts', code).map(({ target, typeOnly }) => `${typeOnly ? 'type ' : ''}${target}`),
      [
        'src/room/c.ts',
        'type src/e.ts',
        'type src/room/f.ts',
        'src/room/h.ts',
        'node:fs',
        'src/room/side.ts',
        'src/room/k.ts',
        'type src/room/l.ts',
        'src/room/n.ts',
        'src/room/m.ts',
      ],
    );
  });

  it('finds the sources', () => {
    assert.ok(files.length > 50);
    assert.ok(files.some(({ imports }) => imports.length > 5));
  });

  it('knows every room', () => {
    const rooms = new Set(
      files.map(({ path }) => roomOf(path)).filter((room) => !['', 'dev', 'story'].includes(room)),
    );
    assert.deepEqual(
      [...rooms].filter((room) => !mayImport[room]),
      none,
    );
  });

  it('lets rooms import only what stands below them', () => {
    const breaches = files.flatMap(({ path, imports }) => {
      const room = roomOf(path);
      const allowed = mayImport[room];
      if (!allowed) return [];
      return imports
        .filter(({ target, typeOnly }) => {
          if (!target.startsWith('src/')) return false;
          const other = roomOf(target);
          if (other === room) return false;
          // Types cost nothing at run time: they are how a room says what it needs.
          if (typeOnly && other !== 'simulator' && room !== 'lib' && room !== 'simulator') {
            return other === 'store' && room !== 'store';
          }
          return !allowed.includes(other);
        })
        .map(({ target }) => `${path} imports ${target}`);
    });
    assert.deepEqual(breaches, none);
  });

  it('keeps the simulator and the product apart', () => {
    const breaches = files.flatMap(({ path, imports }) =>
      imports
        .filter(({ target }) => {
          if (!target.startsWith('src/') || isStarter(path)) return false;
          return (roomOf(path) === 'simulator') !== (roomOf(target) === 'simulator');
        })
        .map(({ target }) => `${path} imports ${target}`),
    );
    assert.deepEqual(breaches, none);
  });

  it('imports only files that are there', () => {
    const missing = files.flatMap(({ path, imports }) =>
      imports
        .filter(({ target }) => target.startsWith('src/') && !existsSync(target))
        .map(({ target }) => `${path} imports ${target}`),
    );
    assert.deepEqual(missing, none);
  });

  for (const path of pure) {
    it(`keeps ${path} pure, with all it imports`, () => {
      const seen = new Set<string>();
      const impure: string[] = [];
      const visit = (current: string) => {
        if (seen.has(current) || pureOfOurs.includes(current)) return;
        seen.add(current);
        const file = read(current);
        if (
          /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bperformance\.now\(|\bfetch\(|\bTemporal\.Now\b/.test(
            file.code,
          )
        ) {
          impure.push(`${current} reads a clock, chance or the network`);
        }
        for (const { target, typeOnly } of file.imports) {
          if (typeOnly) continue;
          if (target.startsWith('src/')) visit(target);
          else if (!pureLibraries.includes(target)) impure.push(`${current} imports ${target}`);
        }
      };
      visit(path);
      assert.deepEqual(impure, none);
    });
  }

  it('lets only config.ts read the environment', () => {
    const readers = files.filter(
      ({ path, code }) =>
        /\bprocess\.env\b/.test(code) &&
        path !== 'src/config.ts' &&
        path !== 'src/simulator/config.ts' &&
        // Hands it to its config.ts, as a whole.
        path !== 'src/simulator/main.ts' &&
        !isStarter(path),
    );
    assert.deepEqual(
      readers.map(({ path }) => path),
      none,
    );
  });

  it('lets only the clock set timers', () => {
    const setters = files.filter(
      ({ path, code, imports }) =>
        (/\bset(Timeout|Interval)\s*\(/.test(code) ||
          imports.some(({ target }) => /^(node:)?timers(\/promises)?$/.test(target))) &&
        path !== 'src/lib/clock.ts' &&
        roomOf(path) !== 'simulator' &&
        !isStarter(path),
    );
    assert.deepEqual(
      setters.map(({ path }) => path),
      none,
    );
  });

  it('keeps botbuilder in chat and auth', () => {
    const users = files.filter(
      ({ path, imports }) =>
        !['chat', 'auth'].includes(roomOf(path)) &&
        imports.some(({ target, typeOnly }) => /^botbuilder/.test(target) && !typeOnly),
    );
    assert.deepEqual(
      users.map(({ path }) => path),
      none,
    );
  });

  it('has no file with two jobs: at most 250 lines', () => {
    const large = files.filter(({ text }) => text.trimEnd().split('\n').length > 250);
    assert.deepEqual(
      large.map(({ path }) => path),
      none,
    );
  });

  it('has no any, no default export, no barrel', () => {
    const breaches = files.flatMap(({ path, code }) => {
      const lines = code.split('\n').filter((line) => line.trim());
      return [
        ...(/\bas any\b|:\s*any\b|<any>/.test(code) ? [`${path} uses any`] : []),
        ...(/^export default\b/m.test(code) ? [`${path} has a default export`] : []),
        ...(lines.length > 0 && lines.every((line) => /^export \* from /.test(line))
          ? [`${path} is a barrel`]
          : []),
      ];
    });
    assert.deepEqual(breaches, none);
  });

  it('chains nothing to writeHead: restify, once loaded, makes it return nothing in the whole process', () => {
    const chained = /writeHead\((?:[^()]|\([^()]*\))*\)\s*\./;
    const breaches = globSync(['src/**/*.ts', 'test/**/*.ts']).filter((path) =>
      chained.test(read(path).code),
    );
    assert.deepEqual(breaches, none);
  });
});
