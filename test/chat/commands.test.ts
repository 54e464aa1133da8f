import assert from 'node:assert/strict';
import fc from 'fast-check';
import { commands, findCommand } from '../../src/chat/commands.ts';
import { textFor } from '../../src/locales/text.ts';

describe('commands', () => {
  const names = (text: string) => {
    const found = findCommand(text);
    return 'command' in found ? [found.command.name, found.rest] : [found.nearest?.name ?? null];
  };

  it('are found with and without the slash, in any case', () => {
    assert.deepEqual(names('/meet Budget review tomorrow'), ['meet', 'Budget review tomorrow']);
    assert.deepEqual(names('Meet now'), ['meet', 'now']);
    assert.deepEqual(names('  / ROSTER '), ['roster', '']);
    assert.deepEqual(names('/meetings'), ['meetings', '']);
    assert.deepEqual(names('/end'), ['leave', '']);
  });

  it('show no typing while they are being saved', () => {
    assert.deepEqual(
      commands.filter(({ looks }) => looks).map(({ name, slow }) => ({ name, slow })),
      [
        { name: 'roster', slow: false },
        { name: 'help', slow: false },
      ],
    );
  });

  it('help answers hi, hello and help in any case', () => {
    for (const text of ['hi', 'Hello!', 'HELP', 'help?', '/help', 'Hi there'])
      assert.equal(names(text)[0], 'help');
  });

  it('suggest the nearest for a slip of the finger and nothing for other words', () => {
    assert.deepEqual(names('/meat'), ['meet']);
    assert.deepEqual(names('rostr'), ['roster']);
    assert.deepEqual(names('/invte @Megan'), ['invite']);
    assert.deepEqual(names('what is the weather'), [null]);
  });

  it('take the mention alone for a hello', () => assert.equal(names('')[0], 'help'));

  it('have words no other command has, and a summary each', () => {
    const words = commands.flatMap(({ name, also }) => [name, ...also]);
    assert.equal(new Set(words).size, words.length);
    const text = textFor('en');
    for (const { name } of commands) assert.ok(text(`command.${name}`));
    assert.ok(commands.filter(({ listed }) => listed).length <= 12);
  });

  it('never throws, whatever is said', () => {
    fc.assert(fc.property(fc.string(), (text) => void findCommand(text)));
  });
});
