import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConfigured } from '../../src/frontdesk/configured.ts';
import { route } from '../../src/frontdesk/route.ts';
import type { Mistake } from '../../src/frontdesk/rulesFile.ts';
import type { MenuBook } from '../../src/ivr/menu.ts';
import { facts, id } from './fixtures.ts';

const answering = (menu: string) => `zone: UTC\nrules:\n  - then: { answer: ${menu} }\n`;

/** A book with a menu for each file, which leads to the menu that the file names, but for files that say "wrong". */
async function readMenus(files: { name: string; text: string }[]) {
  const wrong = files.filter(({ text }) => text.startsWith('wrong'));
  if (wrong.length > 0)
    return { mistakes: wrong.map(({ name }) => ({ file: name, line: 2, message: 'is wrong' })) };
  const menus = Object.fromEntries(
    files.map(({ name, text }) => {
      const nodes = text ? { only: { kind: 'speak', next: { menu: text } } } : {};
      return [name.replace(/\.ya?ml$/, ''), { nodes }];
    }),
  );
  return { book: { menus } as unknown as MenuBook };
}

describe('the files of the front desk', () => {
  let folder: string;
  let reported: Mistake[][];
  let changes: number;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rollcall-frontdesk-'));
    mkdirSync(join(folder, 'menus'));
    reported = [];
    changes = 0;
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  const open = (reading = readMenus) =>
    createConfigured({
      ...{ folder, readMenus: reading, has: { mediaHost: false, botId: id(999) } },
      report: (mistakes) => reported.push(mistakes),
      changed: () => {
        changes += 1;
      },
    });
  const outcome = (configured: Awaited<ReturnType<typeof open>>) =>
    route(configured.current().desk, facts()).outcome;
  const menu = (name: string) => ({ do: 'answer', menu: name });

  it('are followed when they change, rules and menus together', async () => {
    write('frontdesk.yaml', answering('one'));
    write('menus/one.yaml', '');
    const configured = await open();
    const { version } = configured.current();
    await configured.check();
    await configured.check();
    assert.equal(changes, 0);
    write('menus/two.yaml', 'three');
    renameSync(join(folder, 'menus/one.yaml'), join(folder, 'menus/three.yaml'));
    write('frontdesk.yaml', answering('two'));
    await configured.check();
    assert.deepEqual(outcome(configured), menu('one'), 'perhaps half written');
    await configured.check();
    assert.deepEqual(outcome(configured), menu('two'));
    assert.deepEqual(Object.keys(configured.current().book.menus), ['three', 'two']);
    assert.notEqual(configured.current().version, version);
    assert.equal(changes, 1);
    assert.deepEqual(reported, []);
  });

  it('stay as they were while there is a mistake, which is told once with its place', async () => {
    write('frontdesk.yaml', answering('one'));
    write('menus/one.yaml', '');
    const configured = await open();
    const before = configured.current();
    write('frontdesk.yaml', answering('nowhere'));
    for (let look = 0; look < 4; look += 1) await configured.check();
    assert.equal(configured.current(), before);
    assert.deepEqual(
      reported.map((mistakes) => mistakes.map(({ file, line }) => `${file}:${line}`)),
      [['frontdesk.yaml:3']],
    );
    write('menus/one.yaml', 'wrong');
    write('frontdesk.yaml', answering('one').replace('UTC', 'Mars'));
    for (let look = 0; look < 3; look += 1) await configured.check();
    assert.equal(configured.current(), before);
    assert.deepEqual(
      reported[1]?.map(({ file, line }) => `${file}:${line}`),
      ['frontdesk.yaml:1', 'menus/one.yaml:2'],
    );
    write('menus/one.yaml', 'one');
    write('frontdesk.yaml', answering('one'));
    for (let look = 0; look < 2; look += 1) await configured.check();
    assert.notEqual(configured.current(), before);
    assert.equal(reported.length, 2);
  });

  it('are looked at again when a prompt comes or goes', async () => {
    write('menus/helpdesk.yaml', '');
    const configured = await open();
    const before = configured.current();
    mkdirSync(join(folder, 'prompts'));
    write('prompts/hello.wav', 'RIFF');
    for (let look = 0; look < 2; look += 1) await configured.check();
    assert.notEqual(configured.current(), before);
    write('prompts/hello.wav', 'Something else');
    for (let look = 0; look < 2; look += 1) await configured.check();
    assert.equal(changes, 2);
  });

  it('stay as they were where what the menus name cannot be looked at', async () => {
    write('menus/helpdesk.yaml', '');
    const configured = await open(async () => {
      if (existsSync(join(folder, 'prompts'))) throw new Error('EACCES');
      return readMenus([{ name: 'helpdesk.yaml', text: '' }]);
    });
    mkdirSync(join(folder, 'prompts'));
    write('prompts/hello.wav', 'RIFF');
    for (let look = 0; look < 3; look += 1) await configured.check();
    assert.deepEqual(outcome(configured), menu('helpdesk'));
    assert.deepEqual(
      reported.flat().map(({ message }) => message),
      ['The files cannot be read: EACCES'],
    );
  });

  it('with a mistake at the start are refused, every line named', async () => {
    write('frontdesk.yaml', `${answering('one')}blockd: 1\n`);
    write('menus/one.yaml', 'wrong');
    await assert.rejects(open(), (error: Error) => {
      assert.match(
        error.message,
        /do not work:\n {2}frontdesk\.yaml:4 `blockd` .*\n {2}menus\/one\.yaml:2 is wrong$/,
      );
      return true;
    });
  });

  it('have no menu that nobody reaches', async () => {
    write('frontdesk.yaml', answering('one'));
    write('menus/one.yaml', '');
    write('menus/two.yaml', 'three');
    write('menus/three.yml', 'two');
    await assert.rejects(open(), {
      message: [
        `The files in ${folder} do not work:`,
        ...['three.yml', 'two.yaml'].map(
          (file) =>
            `  menus/${file}:1 This menu is never reached: no rule of frontdesk.yaml leads to it, nor any menu that one leads to`,
        ),
      ].join('\n'),
    });
    write('menus/one.yaml', 'two');
    const configured = await open();
    assert.deepEqual(Object.keys(configured.current().book.menus), ['one', 'three', 'two']);
    write('menus/one.yaml', '');
    for (let look = 0; look < 3; look += 1) await configured.check();
    assert.deepEqual(
      reported.map((mistakes) => mistakes.map(({ file }) => file)),
      [['menus/three.yml', 'menus/two.yaml']],
    );
    assert.equal(changes, 0);
  });

  it('that are not there have every call answered, by the helpdesk before others', async () => {
    rmSync(join(folder, 'menus'), { recursive: true });
    assert.deepEqual(outcome(await open()), menu('apology'));
    mkdirSync(join(folder, 'menus'));
    write('menus/sales.yaml', '');
    assert.deepEqual(outcome(await open()), menu('sales'));
    write('menus/helpdesk.yaml', '');
    write('menus/notes.txt', 'wrong');
    assert.deepEqual(outcome(await open()), menu('helpdesk'));
  });

  it('that cannot be read any more leave everything as it was', async () => {
    write('menus/one.yaml', '');
    const configured = await open();
    rmSync(join(folder, 'menus'), { recursive: true });
    write('menus', 'a file where a folder was');
    for (let look = 0; look < 3; look += 1) await configured.check();
    assert.deepEqual(outcome(configured), menu('one'));
    assert.equal(reported.length, 1);
    assert.match(reported[0]?.[0]?.message ?? '', /cannot be read/);
  });
});
