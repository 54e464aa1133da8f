import assert from 'node:assert/strict';
import type { User } from '@microsoft/microsoft-graph-types';
import { createDirectory } from '../../src/people/directory.ts';

const id = (number: number) => `aaaaaaaa-0000-4000-8000-00000000000${number}`;
const users: User[] = [
  {
    id: id(1).toUpperCase(),
    displayName: 'Adele Vance',
    userPrincipalName: 'adelev@contoso.example',
    mail: 'adele.vance@contoso.example',
  },
  { id: id(2), displayName: 'Alex Wilber', userPrincipalName: 'alexw@contoso.example' },
  { id: id(3), displayName: 'Alex Kim', userPrincipalName: 'alexk@contoso.example' },
  {
    id: id(4),
    displayName: 'Pat Guest',
    userPrincipalName: 'pat_fabrikam.example#EXT#@contoso.example',
    userType: 'Guest',
    mail: 'pat@fabrikam.example',
  },
];
let asked = 0;
const askedTogether: number[] = [];
const directory = () =>
  createDirectory({
    getUser: async (wanted) => {
      asked += 1;
      return (
        users.find((user) =>
          [user.id?.toLowerCase(), user.userPrincipalName].includes(wanted.toLowerCase()),
        ) ?? null
      );
    },
    getUsers: async (wanted) => {
      askedTogether.push(wanted.length);
      return users.filter((user) => wanted.includes(user.id?.toLowerCase() ?? ''));
    },
    findUsers: async (text) =>
      users.filter((user) =>
        [user.displayName, user.userPrincipalName].some((name) =>
          name?.toLowerCase().startsWith(text.toLowerCase()),
        ),
      ),
  });

describe('directory', () => {
  it('looks many ids up together, those of mentions too, and tells which nobody has', async () => {
    asked = 0;
    askedTogether.length = 0;
    const found = await directory().resolve({
      ids: [id(2).toUpperCase(), id(9), id(1)],
      mentions: [{ id: id(3), mri: '29:a', name: 'Alex' }],
    });
    assert.deepEqual(
      found.people.map((person) => person.name),
      ['Alex Wilber', 'Adele Vance', 'Alex Kim'],
    );
    assert.deepEqual(found.unknown, [id(9)]);
    assert.deepEqual([asked, askedTogether], [0, [4]]);
  });

  it('finds people by id, mention, name and address, each once and in order', async () => {
    const found = await directory().resolve({
      ids: [id(3)],
      mentions: [{ id: id(1), mri: '29:a', name: 'Adele Vance' }],
      names: ['alex kim', 'alexw@contoso.example', 'adele'],
    });
    assert.deepEqual(
      found.people.map((person) => person.name),
      ['Alex Kim', 'Adele Vance', 'Alex Wilber'],
    );
    assert.deepEqual(found.people[1], {
      id: id(1),
      name: 'Adele Vance',
      address: 'adele.vance@contoso.example',
      response: 'none',
      outside: false,
    });
    assert.deepEqual([found.ambiguous, found.unknown], [[], []]);
  });

  it('asks back a name that several have, and names who is unknown', async () => {
    const found = await directory().resolve({ ids: [id(9), 'no id'], names: ['Alex', 'Nobody'] });
    assert.deepEqual(found.unknown, [id(9), 'no id', 'Nobody']);
    assert.deepEqual(
      found.ambiguous.map(({ name, people }) => [name, people.map((person) => person.name)]),
      [['Alex', ['Alex Wilber', 'Alex Kim']]],
    );
  });

  it('knows guests and strangers as outside', async () => {
    const found = await directory().resolve({ names: ['Pat', 'sam@fabrikam.example'] });
    assert.deepEqual(
      found.people.map((person) => [person.id, person.address, person.outside]),
      [
        [id(4), 'pat@fabrikam.example', true],
        ['sam@fabrikam.example', 'sam@fabrikam.example', true],
      ],
    );
  });

  it('finds a mail address that is no UPN, and does not take a typo in our own domain for a stranger', async () => {
    const here = directory();
    const found = await here.resolve({ names: ['adele.vance@contoso.example'] });
    assert.deepEqual(
      found.people.map((person) => person.id),
      [id(1)],
    );
    await here.resolve({ ids: [id(2)] });
    assert.deepEqual((await here.resolve({ names: ['typo@contoso.example'] })).unknown, [
      'typo@contoso.example',
    ]);
  });

  it('looks up a mention without an Entra id by its name', async () => {
    const found = await directory().resolve({ mentions: [{ id: '29:x', mri: '29:x', name: 'Adele Vance' }] });
    assert.deepEqual(
      found.people.map((person) => person.id),
      [id(1)],
    );
  });

  it('asks for each of many people once', async () => {
    asked = 0;
    await directory().resolve({ ids: Array.from({ length: 50 }, () => id(2)) });
    assert.equal(asked, 1);
  });
});
