import assert from 'node:assert/strict';
import type { OnlineMeeting } from '@microsoft/microsoft-graph-types';
import type { Meeting } from '../../src/meetings/meeting.ts';
import {
  askedRoles,
  knownRoles,
  presentersIn,
  rolesInConnector,
  rolesInGraph,
} from '../../src/meetings/roles.ts';

const info = (id: string, role?: string) => ({ identity: { user: { id } }, role }) as never;
const online = (allowedPresenters: OnlineMeeting['allowedPresenters']): OnlineMeeting => ({
  allowedPresenters,
  participants: {
    organizer: info('ORGANIZER'),
    attendees: [info('co', 'coorganizer'), info('pres', 'presenter'), info('att', 'attendee')],
  },
});
const meeting = {
  organizer: { id: 'organizer', name: 'O' },
  onlineMeetingId: 'm',
  threadId: '19:meeting@thread.v2',
  conversationId: '19:chat@thread.v2',
  invited: [{ id: 'att', name: 'A', address: '', response: 'none', outside: false }],
} as unknown as Meeting;
const sources = {
  meeting,
  broughtBy: { id: 'bringer', name: 'B' },
  placeId: 'elsewhere',
  adminIds: ['boss'],
};
const known = (id: string, changes: Partial<typeof sources> = {}) =>
  knownRoles({ id, name: '' }, { ...sources, ...changes });

describe('roles', () => {
  it('of a call that Rollcall placed, and of the front desk', () => {
    const placed = { ...sources, meeting: null, placed: ['adele', 'bringer'], agentsChatId: 'elsewhere' };
    const of = (id: string) => knownRoles({ id, name: '' }, placed);
    assert.deepEqual(of('bringer'), ['caller', 'called', 'agent']);
    assert.deepEqual(of('adele'), ['called', 'agent']);
    assert.deepEqual(knownRoles({ id: 'adele', name: '' }, { ...placed, placeId: '' }), ['called']);
  });

  it('known without asking', () => {
    assert.deepEqual(known('organizer'), ['organizer']);
    assert.deepEqual(known('bringer'), ['broughtIn']);
    assert.deepEqual(known('boss'), ['admin']);
    assert.deepEqual(known('att'), ['attendee']);
    assert.deepEqual(known('stranger'), []);
    assert.deepEqual(known('stranger', { meeting: null as never }), []);
  });

  it('membership of the meeting’s chat and of the chat it was made in, but not of one it was looked up from', () => {
    assert.deepEqual(known('x', { placeId: '19:meeting@thread.v2' }), ['chatMember']);
    assert.deepEqual(known('x', { placeId: '19:chat@thread.v2' }), ['chatMember']);
    const learned = { ...meeting, learned: true };
    assert.deepEqual(known('x', { placeId: '19:chat@thread.v2', meeting: learned }), []);
    assert.deepEqual(known('x', { placeId: '', meeting: { ...meeting, threadId: null } }), []);
  });

  it('in Graph, cell by cell', () => {
    const table: [OnlineMeeting['allowedPresenters'], string, string, string, string, string][] = [
      // allowedPresenters, organizer, coorganizer, named presenter, attendee, attendee who is a guest
      ['everyone', 'organizer', 'coorganizer', 'presenter', 'presenter', 'presenter'],
      ['organization', 'organizer', 'coorganizer', 'presenter', 'presenter', 'attendee'],
      ['roleIsPresenter', 'organizer', 'coorganizer', 'presenter', 'attendee', 'attendee'],
      ['organizer', 'organizer', 'coorganizer', 'attendee', 'attendee', 'attendee'],
    ];
    for (const [allowed, ...expected] of table) {
      const best = (id: string, outside = false) => rolesInGraph(id, online(allowed), outside)[0];
      assert.deepEqual(
        [best('organizer'), best('co'), best('pres'), best('att'), best('att', true)],
        expected,
      );
      assert.equal(best('stranger'), undefined);
    }
  });

  it('in the connector, stray spaces and unknown words borne', () => {
    assert.deepEqual(rolesInConnector('Organizer'), ['organizer']);
    assert.deepEqual(rolesInConnector(' presenter '), ['presenter', 'attendee']);
    assert.deepEqual(rolesInConnector('Attendee'), ['attendee']);
    assert.deepEqual(rolesInConnector('king'), []);
    assert.deepEqual(rolesInConnector(null), []);
  });

  it('presenters by name, but not where everybody is one', () => {
    assert.deepEqual(presentersIn(online('everyone')), ['organizer', 'co', 'pres']);
    const all = { participants: { organizer: info('o'), attendees: [info('a', 'presenter')] } };
    assert.deepEqual(presentersIn(all), ['o']);
  });

  it('asks Graph, and the connector only in the meeting’s chat; a failure gives no role', async () => {
    let connector = 0;
    const needs = {
      getOnlineMeeting: async () => online('organizer'),
      connectorRole: async () => {
        connector += 1;
        return 'Presenter';
      },
      isOutside: async () => false,
    };
    const att = { id: 'att', name: '' };
    assert.deepEqual(await askedRoles(att, meeting, false, needs), ['attendee']);
    assert.equal(connector, 0);
    assert.deepEqual(await askedRoles(att, meeting, true, needs), ['attendee', 'presenter']);
    const broken = { ...needs, getOnlineMeeting: async () => Promise.reject(new Error('down')) };
    assert.deepEqual(await askedRoles(att, meeting, false, broken), []);
  });
});
