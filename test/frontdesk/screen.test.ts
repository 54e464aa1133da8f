import assert from 'node:assert/strict';
import { createScreen, type ScreenParts } from '../../src/frontdesk/screen.ts';
import { adele, desk, facts, id, now } from './fixtures.ts';

const { blocked, agentsChat, waiting, flood, recent } = facts({ waiting: 3 });
const kept = { blocked, agentsChat, waiting, flood, recent };
const callee = { id: id(9), phone: null };
const presence = `  - { when: { presence: { of: ${id(5)}, is: Busy } }, then: { reject: busy } }`;

const screenWith = (rules: string, parts: Partial<ScreenParts>) =>
  createScreen({
    ...{ current: () => ({ desk: desk(rules) }), kept: async () => kept, now: () => now },
    presenceOf: () => assert.fail('nobody asked'),
    ...parts,
  })('ours', adele, callee);

describe('screening a call', () => {
  it('asks for the presence that rules name, with a budget, and for what is kept', async () => {
    const asked: unknown[] = [];
    const found = await screenWith(presence, {
      kept: async (...args) => {
        asked.push(args);
        return kept;
      },
      presenceOf: async (...args) => {
        asked.push(args);
        return { [id(5)]: 'Busy' };
      },
    });
    assert.deepEqual(asked, [
      ['ours', adele, now],
      [[id(5)], 400],
    ]);
    assert.deepEqual({ ...found, group: false }, facts({ ...kept, callee, presence: { [id(5)]: 'Busy' } }));
  });

  it('asks nobody for presence where no rule does', async () => {
    assert.deepEqual((await screenWith('', {})).presence, {});
  });

  it('goes on without presence that is not to be had, but not without what is kept', async () => {
    const silent = { presenceOf: () => Promise.reject(new Error('no answer')) };
    assert.deepEqual((await screenWith(presence, silent)).presence, {});
    await assert.rejects(
      screenWith('', { kept: () => Promise.reject(new Error('no database')) }),
      /no database/,
    );
  });
});
