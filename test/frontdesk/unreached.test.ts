import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { unreached } from '../../src/frontdesk/unreached.ts';
import type { MenuBook } from '../../src/ivr/menu.ts';
import { bookOf } from '../ivr/walk.fixtures.ts';
import { desk, id, read } from './fixtures.ts';

const end = 'languages: [en]\nstart: z\nnodes:\n  z: { hangUp: true }';
const to = (menu: string, node: string) =>
  `languages: [en]\nstart: a\nnodes:\n  a: ${node.replace('MENU', `{ menu: ${menu} }`)}`;
const sample = (file: string) => readFileSync(new URL(`../../config/${file}`, import.meta.url), 'utf8');

/** A book of these menus with the rule of the fixtures for everybody, which answers with `helpdesk`. */
const left = (rules: string, book: MenuBook, more = '') => unreached(desk(rules, more), book);

describe('menus that nobody reaches', () => {
  it('are not in the sample', () => {
    const found = read(sample('frontdesk.yaml'));
    assert.ok('desk' in found);
    const menus = {
      helpdesk: sample('menus/helpdesk.yaml'),
      afterHours: sample('menus/afterHours.yaml'),
    };
    assert.deepEqual(unreached(found.desk, bookOf(menus)), []);
    assert.deepEqual(unreached(found.desk, bookOf({ ...menus, idle: end })), ['idle']);
  });

  it('are not those that a rule names, whatever its outcome', () => {
    const book = bookOf({ helpdesk: end, afterHours: end });
    assert.deepEqual(left('', book), ['afterHours']);
    const outcomes = [
      'answer: afterHours',
      'ask: { otherwise: { answer: afterHours } }',
      'ask: { menu: afterHours, otherwise: { reject: busy } }',
      'hold: { otherwise: { answer: afterHours } }',
    ];
    for (const outcome of outcomes) {
      assert.deepEqual(left(`  - { when: { waiting: { atLeast: 1 } }, then: { ${outcome} } }`, book), []);
    }
    const elsewhere = [
      'reject: busy',
      'ask: { otherwise: { reject: busy } }',
      `redirect: { to: { user: ${id(1)} } }`,
    ];
    for (const outcome of elsewhere) {
      const rule = `  - { when: { waiting: { atLeast: 1 } }, then: { ${outcome} } }`;
      assert.deepEqual(left(rule, book), ['afterHours']);
    }
    assert.deepEqual(left('', book, 'blocked: { answer: afterHours }'), []);
  });

  it('are not those that a menu leads to, by whatever way', () => {
    const ways = [
      '{ prompt: { en: x }, next: MENU }',
      '{ prompt: { en: x }, choices: [{ key: 1, next: MENU }] }',
      '{ prompt: { en: x }, choices: [{ key: 1, next: hangUp }], silence: { next: MENU } }',
      '{ prompt: { en: x }, choices: [{ key: 1, next: hangUp }], wrong: { next: MENU } }',
      `{ transfer: { to: ${id(1)}, otherwise: MENU } }`,
      '{ prompt: { en: x }, recordAnswer: { seconds: 9, next: MENU } }',
      '{ prompt: { en: x }, recordAnswer: { seconds: 9, next: hangUp, otherwise: MENU } }',
      '{ lookUp: { url: https://contoso.example, failed: { en: x }, next: MENU } }',
    ];
    for (const way of ways) {
      assert.deepEqual(left('', bookOf({ helpdesk: to('other', way), other: end })), [], way);
    }
  });

  it('are those as well that only lead to each other', () => {
    const round = '{ prompt: { en: x }, choices: [{ key: 1, next: MENU }] }';
    const book = bookOf({ helpdesk: end, one: to('two', round), two: to('one', round) });
    assert.deepEqual(left('', book), ['one', 'two']);
  });
});
