import assert from 'node:assert/strict';
import type { ControlRequest } from '../../src/calling/call.ts';
import { adele, graphId, Life, person, rollcall, rosterOf } from './fixtures.ts';

const ask = (life: Life, id: string, request: ControlRequest): Life =>
  life.tell({ kind: 'controlRequested', id, by: adele, request });
const outcomes = (life: Life, id: string) =>
  life.control(id).targets.map(({ name, outcome, reason }) => [name, outcome, ...(reason ? [reason] : [])]);
const failure = (status: number) => ({ status, code: '', message: '', reference: 'r' });

const asker = person('Adele Vance', { personId: adele.id });

describe('controls', () => {
  it('mutes those who are there and not muted, in one effect', () => {
    const life = new Life().established(person('Alex'), person('Pat', { muted: true }), person('Lee'));
    ask(life, 'c1', { verb: 'mute', to: ['p-Alex', 'p-Pat', 'p-Lee', 'p-gone', 'p-me'] });
    const effect = life.last.effects[0]?.effect;
    assert.deepEqual(effect, { kind: 'mute', participantIds: ['p-Alex', 'p-Lee'] });
    assert.equal(life.last.audit.length, 1);
    const results = [
      { participantId: 'p-Alex', failure: null },
      { participantId: 'p-Lee', failure: failure(404) },
    ];
    life.done({ kind: 'mute', results });
    assert.deepEqual(outcomes(life, 'c1'), [
      ['Alex', 'done'],
      ['Pat', 'done'],
      ['Lee', 'left'],
      ['', 'left'],
      ['Rollcall', 'failed', 'rollcallItself'],
    ]);
    assert.equal(life.last.audit[0]?.finishedAt, life.now);
  });

  it('mutes others but the asker, Rollcall, those spared and those in the lobby', () => {
    const people = [asker, person('Alex'), person('Pat'), person('Lee', { inLobby: true })];
    const life = new Life().established(...people);
    ask(life, 'c1', { verb: 'muteOthers', spare: ['ID-PAT'] });
    assert.deepEqual(outcomes(life, 'c1'), [['Alex', 'waiting']]);
  });

  it('believes a roster that shows somebody muted', () => {
    const life = new Life().established(person('Alex'));
    ask(life, 'c1', { verb: 'mute', to: ['p-Alex'] }).tell(rosterOf(person('Alex', { muted: true })));
    assert.deepEqual(outcomes(life, 'c1'), [['Alex', 'done']]);
  });

  it('shows in the roster at once what Graph confirmed', () => {
    const life = new Life().established(person('Alex'), person('Pat'), person('Lee'));
    ask(life, 'c1', { verb: 'mute', to: ['p-Alex', 'p-Pat'] });
    const results = [
      { participantId: 'p-Alex', failure: null },
      { participantId: 'p-Pat', failure: failure(500) },
    ];
    life.done({ kind: 'mute', results });
    ask(life, 'c2', { verb: 'remove', to: ['p-Lee'] });
    life.done({ kind: 'remove', results: [{ participantId: 'p-Lee', failure: null }] });
    const shown = life.call.roster.participants.filter(({ name }) => name !== 'Rollcall');
    assert.deepEqual(
      shown.map(({ name, muted }) => [name, muted]),
      [
        ['Alex', true],
        ['Pat', false],
      ],
    );
  });

  it('finishes at once when there is nobody to do it to', () => {
    const life = new Life().established(person('Alex', { muted: true }));
    ask(life, 'c1', { verb: 'muteOthers', spare: [] });
    assert.deepEqual(life.planned, []);
    assert.equal(life.control('c1').finishedAt, life.now);
  });

  it('does the same control once', () => {
    const life = new Life().established(person('Alex'));
    ask(life, 'c1', { verb: 'mute', to: ['p-Alex'] });
    ask(life, 'c1', { verb: 'mute', to: ['p-Alex'] });
    assert.deepEqual([life.planned, life.last.audit], [[], []]);
  });

  it('removes all in one effect, and says of each what became of it', () => {
    const life = new Life().established(person('Alex'), person('Pat'), asker);
    ask(life, 'c1', { verb: 'removeEveryone' });
    const planned = life.last.effects.map((one) => one.effect);
    assert.deepEqual(planned, [{ kind: 'remove', participantIds: ['p-Alex', 'p-Pat'] }]);
    const results = [
      { participantId: 'p-Alex', failure: failure(403) },
      { participantId: 'p-Pat', failure: null },
    ];
    life.done({ kind: 'remove', results });
    assert.deepEqual(outcomes(life, 'c1'), [
      ['Alex', 'failed', 'removeNotAllowed'],
      ['Pat', 'done'],
    ]);
  });

  it('follows each invitation by its operation, by the roster, and by its time', () => {
    const life = new Life().established(person('Alex'));
    const people = ['Alex', 'Pat', 'Lee', 'Kim'].map((name) => ({ id: `ID-${name}`, name }));
    ask(life, 'c1', { verb: 'invite', people });
    assert.deepEqual(life.planned, ['invite', 'invite', 'invite']);
    const ids = life.last.effects.map((one) => one.id);
    const running = { kind: 'invite', operationId: 'o', ended: false, ok: false, result: null } as const;
    for (const effectId of ids) life.tell({ kind: 'effectDone', effectId, result: running });
    const operation = { kind: 'operationEnded', graphId, operationId: 'o', context: ids[0] ?? '' } as const;
    life.tell({ ...operation, ok: false, result: { code: 603, subcode: 0, message: '' } });
    life.tell(rosterOf(person('Alex'), person('Lee')), 1_000);
    assert.deepEqual(outcomes(life, 'c1'), [
      ['Alex', 'done'],
      ['Pat', 'failed', 'declined'],
      ['Lee', 'done'],
      ['Kim', 'waiting'],
    ]);
    life.due('settle').settled([rollcall(), person('Alex'), person('Lee')]);
    assert.equal(life.control('c1').finishedAt, null);
    life.due('invitation').settled([rollcall(), person('Alex'), person('Lee')]);
    assert.deepEqual(outcomes(life, 'c1').at(-1), ['Kim', 'failed', 'noAnswer']);
    assert.equal(life.now - life.control('c1').at, 90_000);
  });

  it('knows the operation of an invitation by its id where Graph echoes no context', () => {
    const life = new Life().established();
    ask(life, 'c1', { verb: 'invite', people: [{ id: 'x', name: 'Pat' }] });
    life.done({ kind: 'invite', operationId: 'o', ended: false, ok: false, result: null });
    const ended = { kind: 'operationEnded', graphId, context: null, ok: false } as const;
    const result = { code: 486, subcode: 0, message: '' };
    life.tell({ ...ended, operationId: 'another', result });
    assert.deepEqual(outcomes(life, 'c1'), [['Pat', 'waiting']]);
    life.tell({ ...ended, operationId: 'o', result });
    assert.deepEqual(outcomes(life, 'c1'), [['Pat', 'failed', 'busy']]);
  });

  it('ends an invitation by what Graph says of its operation when the news of it was lost', () => {
    const life = new Life().established();
    ask(life, 'c1', { verb: 'invite', people: [{ id: 'x', name: 'Pat', bot: true }] });
    assert.equal(life.control('c1').targets[0]?.bot, true, 'to be invited again as what it is');
    life.done({ kind: 'invite', operationId: 'o', ended: false, ok: false, result: null });
    life.due('invitation');
    const news = { graphId, state: 'established' } as const;
    const result = { code: 603, subcode: 0, message: '' };
    const operations = [{ operationId: 'o', ended: true, ok: false, result }];
    life.done({ kind: 'settle', askedAt: life.now, news, participants: [rollcall()], operations });
    assert.deepEqual(outcomes(life, 'c1'), [['Pat', 'failed', 'declined']]);
  });

  it('leaves, urgently, and is over with the last notification', () => {
    const life = ask(new Life().established(person('Alex')), 'c1', { verb: 'leave' });
    assert.deepEqual(
      life.last.effects.map((one) => one.lane),
      ['urgent'],
    );
    assert.equal(life.call.phase, 'leaving');
    life.done({ kind: 'hangUp' });
    assert.deepEqual(outcomes(life, 'c1'), [['Rollcall', 'done']]);
    life.tell({ kind: 'callDeleted', news: { graphId, state: 'terminated' } });
    assert.equal(life.call.ending?.reason, 'left');
  });

  it('leaves a call that Graph has not named yet, as soon as it does', () => {
    const life = ask(new Life(), 'c1', { verb: 'leave' });
    assert.deepEqual(life.planned, []);
    life.done({ kind: 'join', news: { graphId, state: 'establishing' } });
    assert.deepEqual(life.planned, ['hangUp']);
    life.done({ kind: 'hangUp' });
    assert.deepEqual(outcomes(life, 'c1'), [['Rollcall', 'done']]);
  });

  it('is back in the meeting when hanging up fails', () => {
    const life = ask(new Life().established(person('Alex')), 'c1', { verb: 'leave' }).failed('hangUp', 503);
    assert.equal(life.call.phase, 'established');
    assert.deepEqual(outcomes(life, 'c1'), [['Rollcall', 'failed', 'teamsSilent']]);
  });

  it('refuses everything but leaving outside a meeting', () => {
    const life = ask(new Life(), 'c1', { verb: 'invite', people: [{ id: 'x', name: 'Pat' }] });
    assert.deepEqual(outcomes(life, 'c1'), [['Pat', 'failed', 'notInMeeting']]);
    life.tell({ kind: 'callDeleted', news: { graphId, state: 'terminated' } });
    ask(life, 'c2', { verb: 'leave' });
    assert.deepEqual(outcomes(life, 'c2'), [['Rollcall', 'failed', 'notInMeeting']]);
  });

  it('tells what was still waiting when the call ended', () => {
    const life = new Life().established(person('Alex'));
    ask(life, 'c1', { verb: 'mute', to: ['p-Alex'] });
    life.tell({ kind: 'callDeleted', news: { graphId, state: 'terminated' } });
    assert.deepEqual(outcomes(life, 'c1'), [['Alex', 'failed', 'meetingEnded']]);
    assert.equal(life.last.audit.length, 1);
  });

  it('does nothing for one that came before, however many have finished since: its turn may be taken up again', () => {
    const life = new Life().established(person('Alex', { muted: true }));
    const adeleVance = { id: adele.id, name: adele.name };
    ask(life, 'first', { verb: 'invite', people: [adeleVance] });
    life.done({ kind: 'invite', operationId: null, ended: true, ok: true, result: null });
    for (let many = 0; many < 50; many += 1) ask(life, `c${many}`, { verb: 'mute', to: ['p-Alex'] });
    assert.ok(!life.call.controls.some(({ id }) => id === 'first'));
    ask(life, 'first', { verb: 'invite', people: [adeleVance] });
    assert.deepEqual(life.last.effects, []);
    assert.deepEqual(life.last.audit, []);
  });

  it('remembers the last five that are finished', () => {
    const life = new Life().established(person('Alex', { muted: true }));
    for (let i = 1; i <= 8; i++) ask(life, `c${i}`, { verb: 'mute', to: ['p-Alex'] });
    assert.deepEqual(
      life.call.controls.map((one) => one.id),
      ['c4', 'c5', 'c6', 'c7', 'c8'],
    );
  });
});
