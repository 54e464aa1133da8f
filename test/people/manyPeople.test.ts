import assert from 'node:assert/strict';
import { resolveMany } from '../../src/people/manyPeople.ts';

const user = (name: string, more: object = {}) => ({
  id: name.toUpperCase().replace(' ', '-'),
  displayName: name,
  userPrincipalName: `${name.toLowerCase().replace(' ', '.')}@contoso.com`,
  mail: null,
  ...more,
});
const users = [
  user('Adele Vance', { mail: 'av@contoso.com' }),
  user('Alex Wilber'),
  user('Alex Kim'),
  user('Zoë Müller'),
  user('Robin Kline', { userType: 'Guest' }),
];
const begins = (text: string) =>
  users.filter(({ displayName, userPrincipalName }) =>
    [displayName, userPrincipalName].some((name) => name.toLowerCase().startsWith(text)),
  );

describe('many people at once', () => {
  const asked: unknown[] = [];
  const resolve = (words: string[]) =>
    resolveMany(words, {
      async exactly({ addresses, names }) {
        asked.push([addresses, names]);
        return users.filter(
          ({ displayName, userPrincipalName, mail }) =>
            names.includes(displayName.toLowerCase()) ||
            addresses.some((address) => address === userPrincipalName || address === mail),
        );
      },
      async beginning(texts) {
        asked.push(texts);
        return texts.map(begins);
      },
    });

  it('are found by address and name, those in doubt by the beginnings of their names', async () => {
    const words = [
      'Adele Vance',
      'AV@contoso.com',
      'alex.kim@contoso.com',
      'alex',
      'al wil',
      'Zoë Muller',
      'Nobody',
      'x@y.z',
    ];
    const found = await resolve([...words, 'Robin Kline', 'Adele Vance']);
    const said = (word: string) => {
      const meant = found.get(word);
      if (!meant) return null;
      return 'several' in meant ? meant.several.map(({ name }) => name) : meant.person.name;
    };
    assert.deepEqual(words.map(said), [
      'Adele Vance',
      'Adele Vance',
      'Alex Kim',
      ['Alex Wilber', 'Alex Kim'],
      'Alex Wilber',
      'Zoë Müller',
      null,
      null,
    ]);
    const robin = found.get('Robin Kline');
    assert.ok(robin && 'person' in robin && robin.person.outside);
  });

  it('are asked for once each, and by beginnings only where no whole name fits', async () => {
    asked.length = 0;
    await resolve(['Adele Vance', 'adele vance', 'Alex', 'alex  w', 'av@contoso.com']);
    assert.deepEqual(asked, [[['av@contoso.com'], ['adele vance', 'alex', 'alex  w']], ['alex']]);
  });
});
