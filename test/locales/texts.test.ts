import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { endingReasons } from '../../src/calling/ending.ts';
import { failureReasons } from '../../src/calling/failures.ts';
import { commands } from '../../src/chat/commands.ts';
import en from '../../src/locales/en.json' with { type: 'json' };
import { textFor } from '../../src/locales/text.ts';
import type { Missing } from '../../src/meetings/meetingsGraph.ts';
import { deeds } from '../../src/policy/policy.ts';

const text = textFor('en');
/** Values for every place that texts have, so that none stays open. */
const values = { count: 2 };

type Tree = { [key: string]: string | Tree };
const flat = (tree: Tree, path: string[] = []): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[[...path, key].join('.'), value]] : flat(value, [...path, key]),
  );
const all = flat(en);
const keys = new Set(all.map(([key]) => key.replace(/_(one|other)$/, '')));
const sections = Object.keys(en).join('|');

/**
 * Every dotted key that the product's source writes out, with the file it is in; `*` where code fills a part in. What names
 * a property is none.
 */
const used = globSync('src/**/*.ts', { cwd: new URL('../../', import.meta.url) })
  .filter((file) => !file.startsWith('src/simulator'))
  .flatMap((file) => {
    const source = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
    const found = source.matchAll(new RegExp(`(['\`])((?:${sections})\\.[\\w.\${}?:' ]+?)\\1(?!:)`, 'g'));
    return [...found].map(([, , key = '']) => [file, key.replace(/\$\{[^}]*\}/g, '*')] as const);
  })
  .filter(([, key]) => /^[\w.*]+$/.test(key));

describe('the texts', () => {
  it('exist for every key that the code writes out', () => {
    assert.ok(used.length > 100);
    const missing = used.filter(([, key]) => {
      const pattern = new RegExp(`^${key.replaceAll('.', '\\.').replaceAll('*', '[\\w]*')}$`);
      return ![...keys].some((each) => pattern.test(each));
    });
    assert.deepEqual(missing, []);
  });

  it('throw where there is none: no bare key reaches a card', () => {
    for (const locale of ['en', 'en-US', 'de']) {
      assert.ok(textFor(locale)('command.help'));
      assert.throws(() => textFor(locale)('command.dance'), /No text for command\.dance/);
    }
  });

  it('exist for every reason why a call ends and why a control fails', () => {
    for (const reason of endingReasons) assert.ok(text(`call.ended.${reason}`));
    for (const reason of failureReasons)
      assert.ok(text(`control.failed.${reason}`, { who: 'Ann', count: 1 }));
  });

  it('exist for every refusal and every command', () => {
    for (const deed of deeds) assert.match(text(`refusal.${deed}`, { who: 'Megan' }), /Ask Megan\.$/);
    for (const { name } of commands) assert.ok(text(`command.${name}`));
  });

  it('exist for every grant that may be missing, for its reader', () => {
    const grants: Record<Missing, true> = { policy: true, onlineMeetings: true, calendar: true };
    for (const grant of Object.keys(grants)) {
      for (const reader of ['user', 'admin']) assert.ok(text(`missing.${grant}.${reader}`, { appId: 'id' }));
      assert.match(text(`missing.${grant}.user`), /Ask your admin\.$/);
    }
  });

  it('have both numbers where one of them depends on a count', () => {
    const plural = all.map(([key]) => key).filter((key) => /_(one|other)$/.test(key));
    for (const key of plural) {
      const stem = key.replace(/_(one|other)$/, '');
      assert.ok(plural.includes(`${stem}_one`) && plural.includes(`${stem}_other`), key);
      assert.ok(text(stem, values));
    }
  });

  it('tell people who ask and fail in two sentences and 25 words what to do next', () => {
    const short = all.filter(
      ([key]) =>
        /^(error|refusal|rings|call\.ended|call\.over|control\.failed)\./.test(key) && !key.endsWith('Admin'),
    );
    for (const [key, said] of short) {
      assert.ok(said.split(/\s+/).length <= 25, `${key}: ${said}`);
      assert.ok(said.split(/[.?!](?=\s|$)/).filter((part) => part.trim()).length <= 2, `${key}: ${said}`);
    }
  });

  it('shows an admin the cmdlets, and nobody else', () => {
    for (const [key, said] of all) {
      if (/\b(New|Grant|Set)-Cs/.test(said)) assert.match(key, /(Admin|\.admin)$/, key);
    }
  });
});
