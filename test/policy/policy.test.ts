import assert from 'node:assert/strict';
import type { Deed, Role } from '../../src/policy/policy.ts';
import { deeds, may, policy, roles, whoMay } from '../../src/policy/policy.ts';

/** The sentences as a table, written out by hand so that a slip in the policy's own table shows. */
const columns: Role[] = [
  'admin',
  'organizer',
  'coorganizer',
  'presenter',
  'caller',
  'called',
  'broughtIn',
  'attendee',
  'agent',
  'chatMember',
  'outsider',
];
const expected: Record<Deed, string> = {
  seeMeeting: 'yes yes yes yes no no yes yes no yes no',
  joinMeeting: 'yes yes yes yes no no yes yes no yes no',
  changeMeeting: 'yes yes yes no no no no no no no no',
  seeRoster: 'yes yes yes yes yes yes yes yes no yes no',
  mute: 'yes yes yes yes yes no no no no no no',
  invite: 'yes yes yes yes yes yes no no no no no',
  ringMissing: 'yes yes yes yes no no no no no no no',
  remindEveryone: 'yes yes yes yes no no no no no no no',
  remove: 'yes yes yes no yes no no no no no no',
  leave: 'yes yes yes no yes no yes no no no no',
  removeEveryone: 'yes yes yes no yes no no no no no no',
  transfer: 'yes yes yes no yes no no no no no no',
  operate: 'yes yes yes yes yes no no no no no no',
  callAgain: 'yes yes yes no yes yes no no no no no',
  takeCalls: 'yes no no no no no no no yes no no',
  frontDesk: 'yes no no no no no no no no no no',
  blockCallers: 'yes no no no no no no no no no no',
  pauseCalls: 'yes no no no no no no no no no no',
  confirmImport: 'no no no no yes no no no no no no',
  changeReminder: 'yes no no no yes no no no no no no',
};

describe('the policy', () => {
  it('has a row and a column for everything it knows', () => {
    assert.deepEqual(Object.keys(expected).sort(), [...deeds].sort());
    assert.deepEqual([...columns].sort(), [...roles].sort());
    assert.deepEqual(Object.keys(policy).sort(), [...roles].sort());
  });

  for (const deed of deeds) {
    const cells = expected[deed].split(' ');
    for (const [index, role] of columns.entries()) {
      const allowed = cells[index] === 'yes';
      it(`${role} ${allowed ? 'may' : 'may not'} ${deed}`, () => {
        assert.equal(may([role], deed), allowed);
        assert.equal(whoMay(deed).includes(role), allowed);
      });
    }
  }

  it('lets somebody with two roles do what either may', () => {
    assert.equal(may(['attendee', 'broughtIn'], 'leave'), true);
    assert.equal(may(['attendee', 'presenter'], 'mute'), true);
    assert.equal(may(['presenter', 'broughtIn'], 'remove'), false);
  });

  it('lets nobody without a role do anything', () => {
    for (const deed of deeds) assert.equal(may([], deed), false);
  });

  it('does not let one role more in by naming outsider beside it', () => {
    assert.equal(may(['outsider', 'organizer'], 'remove'), true);
    assert.equal(may(['outsider', 'attendee'], 'remove'), false);
  });

  it('names who may, the most trusted first', () => {
    assert.deepEqual(whoMay('remove'), ['admin', 'organizer', 'coorganizer', 'caller']);
    assert.deepEqual(whoMay('leave'), ['admin', 'organizer', 'coorganizer', 'caller', 'broughtIn']);
    assert.deepEqual(whoMay('takeCalls'), ['admin', 'agent']);
  });
});
