import assert from 'node:assert/strict';
import { matchPeople } from '../../src/people/match.ts';

const people = [
  { name: 'Adele Vance', userPrincipalName: 'adelev@contoso.example' },
  { name: 'Alex Wilber', userPrincipalName: 'alexw@contoso.example' },
  { name: 'Alex Kim', userPrincipalName: 'alexk@contoso.example' },
  { name: 'Álvaro Núñez', userPrincipalName: 'alvaro@contoso.example' },
  { name: 'Jan', userPrincipalName: 'jan@contoso.example' },
  { name: 'Jan Novák', userPrincipalName: 'jann@contoso.example' },
];
const names = (words: string) => matchPeople(words, people).map(({ name }) => name);

describe('matchPeople', () => {
  it('takes the whole name before a first name', () => assert.deepEqual(names('jan'), ['Jan']));
  it('gives everybody whom a first name fits', () =>
    assert.deepEqual(names('ALEX'), ['Alex Wilber', 'Alex Kim']));
  it('tells them apart by what follows', () => assert.deepEqual(names('alex k'), ['Alex Kim']));
  it('takes a last name', () => assert.deepEqual(names('vance'), ['Adele Vance']));
  it('does not mind accents and case', () => assert.deepEqual(names('alvaro NUNEZ'), ['Álvaro Núñez']));
  it('knows an address and what stands before its @', () => {
    assert.deepEqual(names('AlexK@contoso.example'), ['Alex Kim']);
    assert.deepEqual(names('adelev'), ['Adele Vance']);
  });
  it('finds beginnings', () => assert.deepEqual(names('ad'), ['Adele Vance']));
  it('finds nobody for nothing, or for a name that does not fit', () => {
    assert.deepEqual(names('  '), []);
    assert.deepEqual(names('Alex Vance'), []);
    assert.deepEqual(names('.*'), []);
  });
});
