import assert from 'node:assert/strict';
import { playing } from '../../src/calling/talkWaits.ts';
import { byKeys, byVoice, Line, menu, person } from './talk.fixtures.ts';

const cancelled = { code: 400, subcode: 8508 };
const sealed = 'sealed';

describe('talking on the line', () => {
  it('waits for active audio, then for keys, and only then speaks', () => {
    const line = new Line();
    assert.deepEqual(line.kinds, []);
    line.hear({ state: 'established' });
    assert.deepEqual(line.kinds, []);
    line.hear({ audio: 'active' });
    assert.deepEqual(line.kinds, ['subscribeTones']);
    line.hear({ audio: 'active' });
    assert.deepEqual(line.kinds, ['subscribeTones']);
    line.done('subscribeTones');
    assert.deepEqual(line.kinds, ['play']);
    assert.equal(line.lastWords, 'Welcome.');
  });

  it('does not begin before the call is established', () => {
    const line = new Line();
    line.call = { ...line.call, phase: 'joining', graphState: 'establishing' };
    line.hear({ state: 'establishing', audio: 'active' });
    assert.deepEqual(line.kinds, []);
    line.hear({ state: 'established' });
    assert.deepEqual(line.kinds, ['subscribeTones']);
  });

  it('waits after the prompt, asks again, and hangs up on a silent caller', () => {
    const line = new Line().begin().spoken().due();
    assert.equal(line.lastWords, 'Welcome.');
    line.spoken().due();
    assert.deepEqual(line.kinds, ['hangUp']);
    assert.ok(line.over);
  });

  it('cuts a prompt short by a key, and speaks on only once it is silenced', () => {
    const line = new Line().begin().done('play').press('1');
    assert.deepEqual(line.kinds, ['cancelMedia']);
    line.ended(cancelled);
    assert.deepEqual(line.kinds, ['cancelMedia']);
    line.done('cancelMedia');
    assert.deepEqual(line.kinds, ['play']);
    assert.equal(line.lastWords, 'Nine to five.');
  });

  it('cancels again what may have begun after the cancel', () => {
    const line = new Line().begin().press('1');
    assert.deepEqual(line.kinds, ['play', 'cancelMedia']);
    line.done('cancelMedia');
    assert.deepEqual(line.kinds, ['play']);
    assert.equal(line.lastWords, 'Welcome.');
    line.done('play');
    assert.deepEqual(line.kinds, ['cancelMedia']);
    line.done('cancelMedia');
    assert.equal(line.lastWords, 'Nine to five.');
  });

  it('takes a prompt that somebody else cancelled for one that was heard', () => {
    const line = new Line().begin().press('1').done('play').done('cancelMedia').done('cancelMedia');
    line.done('play').ended(cancelled);
    assert.equal(line.lastWords, 'Welcome.');
  });

  it('holds keys that come before it speaks, in their order, and keeps none of them', () => {
    const line = new Line();
    line.press('2', 2).press('1', 1);
    assert.equal(line.call.talk?.held.length, 2);
    line.begin();
    assert.deepEqual(line.call.talk?.held, []);
    assert.deepEqual(line.kinds, ['play', 'cancelMedia']);
    line.done('play').done('cancelMedia').done('cancelMedia');
    assert.equal(line.lastWords, 'One moment.', 'what the second key chooses');
    assert.ok(!/tone\d|pound|star/.test(JSON.stringify(line.call)));
  });

  it('waits a second for a key that is missing, then goes on without it', () => {
    const line = new Line().begin().spoken().press('9', 2);
    assert.equal(line.call.talk?.held.length, 1);
    const before = line.now;
    line.due();
    assert.equal(line.now - before, 1_000);
    assert.deepEqual([line.over, line.call.talk?.held], [true, []]);
  });

  it('goes on without keys where voice can be understood, else apologises and hangs up', () => {
    const voice = new Line(byVoice).hear({ audio: 'active' }).fail('subscribeTones');
    assert.deepEqual(voice.kinds, ['record']);
    const keys = new Line(byKeys).hear({ audio: 'active' }).fail('subscribeTones');
    assert.match(keys.lastWords ?? '', /sorry/i);
    keys.spoken();
    assert.ok(keys.over);
  });

  it('hands whom it cannot serve to the fallback person, where there is one', () => {
    const fallback = 'a9e47000-0000-4000-8000-000000000002';
    const line = new Line(byKeys, { ...menu, name: 'made', fallback });
    line.hear({ audio: 'active' }).fail('subscribeTones').spoken().spoken();
    const transfer = line.planned.find(({ kind }) => kind === 'transfer');
    assert.ok(transfer?.kind === 'transfer' && transfer.to === fallback);
    line.fail('transfer').spoken();
    assert.ok(line.over);
  });

  it('goes on in the menu when a prompt cannot be played', () => {
    const line = new Line().begin().fail('play', 424);
    assert.ok(!line.over);
    line.press('9');
    assert.ok(line.over);
  });

  it('goes on when Graph never tells of the end of a prompt', () => {
    const line = new Line().begin().done('play');
    const before = line.now;
    while (line.call.talk?.walk?.step === 1) line.due();
    assert.equal(line.now - before, 120_000);
    line.done('play');
    while (line.call.talk?.walk?.doing === 'speaking') line.due();
    line.press('9');
    assert.ok(line.over);
  });

  it('asks Graph whether a prompt is over when it hears nothing of it', () => {
    const line = new Line().begin().done('play').due();
    const [settle] = line.heads;
    assert.ok(settle?.effect.kind === 'settle');
    const [operationId] = playing(line.call);
    assert.ok(operationId);
    const runs = { operationId, ended: false, ok: false, result: null };
    line.done('settle', { operations: [runs] });
    assert.equal(line.call.talk?.walk?.doing, 'speaking');
    line.due().done('settle', { operations: [{ ...runs, ended: true, ok: true }] });
    assert.equal(line.call.talk?.walk?.doing, 'waiting');
    assert.deepEqual(playing(new Line(byVoice).begin().done('record').call), []);
  });

  it('has a recording understood, and never keeps what it holds', () => {
    const line = new Line(byVoice).begin().done('record').ended(null, sealed);
    const [understand] = line.heads;
    assert.ok(understand?.effect.kind === 'understand');
    assert.deepEqual([understand.effect.sealed, understand.effect.purpose], [sealed, 'choice']);
    assert.deepEqual(understand.effect.choices?.choices[1], { phrases: ['a person'] });
    assert.ok(!JSON.stringify(line.call).includes(sealed));
    line.done('understand', { heard: { kind: 'choice', choice: 0 } });
    assert.equal(line.lastWords, 'Nine to five.');
  });

  it('takes a key while it still finds out what was said', () => {
    const line = new Line(byVoice).begin().done('record').ended(null, sealed).press('1');
    assert.equal(line.lastWords, 'Nine to five.');
    line.done('understand', { heard: { kind: 'choice', choice: 1 } });
    assert.equal(line.lastWords, 'Nine to five.');
  });

  it('tells silence from a recording that came to nothing', () => {
    for (const subcode of [8510, 0]) {
      const line = new Line(byVoice).begin().done('record').ended({ code: 400, subcode });
      assert.ok(!line.over);
      assert.equal(line.lastWords?.includes('Welcome.'), true);
    }
  });

  it('tells Graph that it records before a message is kept, and again when it is over', () => {
    const line = new Line(byVoice).begin().press('4').done('record').done('cancelMedia').done('cancelMedia');
    line.spoken();
    assert.deepEqual(line.kinds, ['recordingStatus']);
    line.done('recordingStatus').done('record').ended(null, sealed);
    assert.deepEqual(line.kinds, ['recordingStatus', 'understand']);
    line
      .done('understand', { heard: { kind: 'recorded' } })
      .done('recordingStatus')
      .spoken();
    assert.ok(line.over);
    const statuses = line.planned.flatMap((one) => (one.kind === 'recordingStatus' ? one.status : []));
    assert.deepEqual(statuses, ['recording', 'notRecording']);
  });

  it('records nothing where Graph does not take the recording status', () => {
    const line = new Line(byVoice).begin().press('4').done('record').done('cancelMedia').done('cancelMedia');
    const recorded = line.planned.filter(({ kind }) => kind === 'record').length;
    line.spoken().fail('recordingStatus', 403).spoken();
    assert.equal(line.planned.filter(({ kind }) => kind === 'record').length, recorded);
    assert.ok(line.over);
  });

  it('speaks what was looked up, and its own words when nothing was found', () => {
    const found = new Line().begin().spoken().press('3').done('lookUp');
    assert.equal(found.lastWords, 'It is on its way.');
    const late = new Line().begin().spoken().press('3').due();
    assert.equal(late.lastWords, 'Not now.');
  });

  it('returns to the menu when a transfer comes to nothing', () => {
    const line = new Line().begin().spoken().press('2').spoken();
    const [transfer] = line.heads.filter(({ effect }) => effect.kind === 'transfer');
    assert.ok(transfer?.effect.kind === 'transfer' && transfer.effect.to === person);
    line.fail('transfer', 500);
    assert.equal(line.lastWords, 'Welcome.');
  });

  it('gives way to another talk, and hears nothing more of the first', () => {
    const asked = new Line().begin().spoken().press('3').beginAgain();
    assert.deepEqual(asked.kinds, ['lookUp', 'play']);
    asked.spoken().press('3').done('lookUp', { text: 'Of the first.' });
    assert.equal(asked.lastWords, 'Welcome.');
    asked.done('lookUp');
    assert.equal(asked.lastWords, 'It is on its way.');
    assert.equal(asked.planned.filter(({ kind }) => kind === 'subscribeTones').length, 1);
  });

  it('tells Graph that it records no more when another talk cuts a message short', () => {
    const line = new Line(byVoice).begin().press('4').done('record').done('cancelMedia').done('cancelMedia');
    line.spoken().done('recordingStatus').done('record').beginAgain();
    assert.deepEqual(line.kinds, ['cancelMedia', 'recordingStatus']);
    line.ended(null, sealed).done('cancelMedia').done('recordingStatus');
    assert.deepEqual(line.kinds, ['record']);
    assert.equal(line.lastWords, 'Welcome.');
  });

  it('lets a hang-up wait for nothing', () => {
    const line = new Line().begin().press('9');
    assert.ok(line.kinds.includes('hangUp'));
    assert.ok(line.over);
  });

  it('hangs up again where Graph refused', () => {
    const line = new Line().begin().spoken().press('9').fail('hangUp', 500);
    assert.equal(line.call.phase, 'established');
    line.due();
    assert.ok(line.over);
    assert.ok(line.kinds.includes('hangUp'));
  });

  it('erases what it holds when the call ends, whoever ends it', () => {
    const line = new Line(byVoice).begin().done('record').ended(null, sealed).press('7', 9);
    line.tell({ kind: 'callDeleted', news: { graphId: line.call.graphId ?? '', state: 'terminated' } });
    const { talk } = line.call;
    assert.deepEqual([talk?.held, talk?.waits, talk?.walk, talk?.inline], [[], [], null, null]);
    assert.ok(Object.values(line.call.timers).every(({ due }) => due === null));
  });
});
