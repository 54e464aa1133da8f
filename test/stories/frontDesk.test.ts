import assert from 'node:assert/strict';
import { bodiesTo, fault, noFaults } from './callSteps.ts';
import { always, type Desk, outcomeFor, phones, rejections, startDesk, words } from './deskSteps.ts';
import { person } from './harness.ts';
import { dial } from './phone.ts';
import { act, ask, madeElsewhere, second } from './steps.ts';
import { asked } from './wire.ts';

const [adele, lee] = [person('Adele').id, person('Lee').id];
const at = (written: string) => Date.parse(written);

describe('the rules of the front desk', () => {
  let story: Desk;
  afterEach(() => story.close());

  it('answers with a menu, whoever calls: by a number, hidden, encrypted, or with video', async () => {
    story = await startDesk(always('{ answer: helpdesk }'));
    const callers: [string, object][] = [
      ['Megan', {}],
      ['+12065550113', {}],
      ['anonymous', {}],
      ['Megan', { encrypted: true }],
      ['Megan', { modalities: ['audio', 'video'] }],
      ['Megan', { legacyFirst: true }],
      ['Megan', { languageId: '' }],
    ];
    for (const [who, more] of callers) assert.equal(await outcomeFor(story, who, more), words.helpdesk, who);
    const answers = bodiesTo(story, /\/answer$/);
    assert.equal(answers.length, callers.length);
    for (const { acceptedModalities } of answers) assert.deepEqual(acceptedModalities, ['audio']);
  });

  it('sends a call on before it is answered: to a person, to several at once, to a voicemail', async () => {
    story = await startDesk(`
zone: UTC
lists: { support: [${adele}, ${lee}] }
rules:
  - when: { caller: { users: ${person('Megan').id} } }
    then: { redirect: { to: { user: ${adele} }, seconds: 20 } }
  - when: { caller: { users: ${person('Pat').id} } }
    then: { redirect: { to: { voicemail: ${adele} } } }
  - then: { redirect: { to: { list: support } } }
`);
    assert.match(await outcomeFor(story, 'Megan'), /"to":\["[^"]*02"\],"outcome":"connected"/);
    assert.match(await outcomeFor(story, 'Pat'), /"to":\["[^"]*02"\],"outcome":"voicemail"/);
    assert.match(await outcomeFor(story, 'Nestor'), /"to":\["[^"]*02","[^"]*04"\],"outcome":"connected"/);
    assert.match(await outcomeFor(story, 'Adele'), /"to":\["[^"]*04"\]/, 'nobody is rung by their own call');
    assert.deepEqual(
      bodiesTo(story, /\/redirect$/).map(({ timeout }) => timeout ?? null),
      [20, null, null, null],
    );
    assert.equal(bodiesTo(story, /\/answer$/).length, 0);
  });

  it('turns calls away with the reason of the rule, by list, tenant, prefix and kind', async () => {
    story = await startDesk(`
zone: UTC
lists: { pests: ${lee} }
rules:
  - when: { caller: { lists: pests } }
    then: { reject: forbidden }
  - when: { caller: { phones: "+1206" } }
    then: { reject: busy }
  - when: { caller: { kinds: [anonymous, encrypted] } }
    then: { reject: none }
  - then: { answer: helpdesk }
`);
    await outcomeFor(story, 'Lee');
    await outcomeFor(story, '+12065550113');
    await outcomeFor(story, 'anonymous');
    await outcomeFor(story, 'Lee', { encrypted: true });
    assert.deepEqual(rejections(story), ['forbidden', 'busy', 'none', 'none']);
    assert.equal(await outcomeFor(story, '+4930123456'), words.helpdesk);
  });

  it('keeps to hours and holidays of its own zone, in winter and in summer', async () => {
    const rules = `
zone: Europe/Berlin
holidays: [2026-11-25]
rules:
  - name: after hours
    unless: { time: { days: mon-fri, from: "08:00", to: "18:00", holiday: false } }
    then: { answer: afterHours }
  - then: { answer: helpdesk }
`;
    const instants = [
      ['2026-11-22T10:00:00Z', 'afterHours'],
      ['2026-11-24T06:58:00Z', 'afterHours'],
      ['2026-11-24T07:01:00Z', 'helpdesk'],
      ['2026-11-25T10:00:00Z', 'afterHours'],
      ['2027-03-29T06:01:00Z', 'helpdesk'],
    ] as const;
    story = await startDesk(rules, { now: at(instants[0][0]) });
    for (const [when, menu] of instants) {
      await story.clock.advance(Math.max(0, at(when) - story.clock.now()));
      await story.settle();
      assert.equal(await outcomeFor(story, 'Megan'), words[menu], when);
    }
  });

  it('looks at the presence of the person wanted, and waits no longer than 400 ms for it', async () => {
    story = await startDesk(`
zone: UTC
rules:
  - when: { presence: { of: ${adele}, is: [Busy, DoNotDisturb] } }
    then: { redirect: { to: { voicemail: ${adele} } } }
  - when: { presence: { of: ${adele}, is: PresenceUnknown } }
    then: { answer: busyLines }
  - then: { answer: helpdesk }
`);
    assert.equal(await outcomeFor(story, 'Megan'), words.helpdesk);
    await story.control('PATCH', `/people/${adele}`, { presence: { availability: 'Busy' } });
    assert.match(await outcomeFor(story, 'Megan'), /voicemail/);
    await fault(story, 'delay', 'presence', { ms: 5_000 });
    assert.equal(await outcomeFor(story, 'Megan'), words.busyLines, 'slow is as good as unknown');
    await noFaults(story);
    await fault(story, '500', 'presence');
    assert.equal(await outcomeFor(story, 'Megan'), words.busyLines);
  });

  it('turns away who calls again and again and is gone at once, and nobody else', async () => {
    story = await startDesk(`
zone: UTC
rules:
  - name: spam
    when: { shortCalls: { atLeast: 3, withinMinutes: 10, shorterThanSeconds: 8 } }
    then: { reject: busy }
  - then: { answer: helpdesk }
`);
    for (let time = 0; time < 3; time += 1) assert.equal(await outcomeFor(story, 'Lee'), words.helpdesk);
    assert.match(await outcomeFor(story, 'Lee'), /rejected/);
    assert.match(await outcomeFor(story, 'Lee'), /rejected/);
    assert.equal(await outcomeFor(story, 'Megan'), words.helpdesk);
    await story.clock.advance(11 * 60 * second);
    await story.settle();
    assert.equal(await outcomeFor(story, 'Lee'), words.helpdesk, 'after a while they are welcome again');
  });

  it('turns away whom an admin blocked before any rule, by person and by number, until they are unblocked', async () => {
    story = await startDesk(`${always('{ answer: helpdesk }')}\nblocked: { reject: forbidden }`);
    const chat = await story.group('Patti', 'Megan');
    assert.match(await ask(story, chat, 'Megan', 'block Lee Gu'), /Only admins/);
    await ask(story, chat, 'Patti', 'block Lee Gu');
    await ask(story, chat, 'Patti', 'block +1 206 555 0113');
    await outcomeFor(story, 'Lee');
    await outcomeFor(story, '+12065550113');
    assert.deepEqual(rejections(story), ['forbidden', 'forbidden']);
    assert.match(await ask(story, chat, 'Patti', 'block'), /Blocked:.*Lee Gu/);
    await ask(story, chat, 'Patti', 'unblock Lee Gu');
    assert.equal(await outcomeFor(story, 'Lee'), words.helpdesk);
    assert.match(await outcomeFor(story, '+12065550113'), /rejected/);
  });

  it('takes up changed files without dropping a call, and keeps the old ones while the new have mistakes', async () => {
    const lines: string[] = [];
    const logTo = { write: (line: string) => lines.push(line) };
    story = await startDesk(always('{ answer: helpdesk }'), { logTo, env: { LOG_LEVEL: 'info' } });
    const before = await dial(story, 'Megan');
    await before.until(words.helpdesk);
    story.write(always('{ answer: nowhere }'));
    await story.advance(6 * second);
    assert.equal(await outcomeFor(story, 'Lee'), words.helpdesk);
    assert.match(lines.join(''), /"line":4.*menu that is not there: nowhere.*stay in force/);
    story.write(always('{ answer: afterHours }'));
    await story.advance(6 * second);
    assert.equal(await outcomeFor(story, 'Lee'), words.afterHours);
    assert.match(lines.join(''), /have changed and are in force/);
    assert.equal((await before.leg()).state, 'established', 'the call under way goes on');
    await before.hangUp();
    assert.equal((await phones(story)).length, 3);
  });
});

describe('an invitation into a meeting', () => {
  let story: Desk;
  afterEach(() => story.close());

  it('is followed without a word under rules for callers, until Rollcall is alone there', async () => {
    story = await startDesk(always('{ answer: helpdesk }'));
    const meeting = await madeElsewhere(story, 'Megan', { subject: 'Standup' });
    for (const name of ['Megan', 'Lee']) await act(story, meeting.id, name, 'join');
    const phone = await dial(story, 'Megan', { meeting: meeting.id });
    await story.advance(30 * second);
    assert.equal((await phone.leg()).state, 'established');
    assert.equal(await phone.heard(), '');
    assert.deepEqual(asked(story, /(playPrompt|subscribeToTone|recordResponse)$/), []);
    for (const name of ['Megan', 'Lee']) await act(story, meeting.id, name, 'leave');
    await story.advance(60 * second);
    assert.equal((await phone.leg()).state, 'terminated');
  });

  it('is turned away by a rule that is about those', async () => {
    story = await startDesk(`
zone: UTC
rules:
  - when: { group: true }
    then: { reject: forbidden }
  - then: { answer: helpdesk }
`);
    const meeting = await madeElsewhere(story, 'Megan', { subject: 'Standup' });
    await act(story, meeting.id, 'Megan', 'join');
    await dial(story, 'Megan', { meeting: meeting.id });
    assert.deepEqual(rejections(story), ['forbidden']);
    assert.equal(await outcomeFor(story, 'Megan'), words.helpdesk);
  });
});

describe('a file of rules with mistakes', () => {
  for (const [what, rules, said] of [
    [
      'a number that is not E.164',
      always('{ redirect: { to: { phone: "030 1234" } } }'),
      /frontdesk\.yaml:4 .*E\.164/,
    ],
    ['a redirect to nobody', always('{ redirect: { to: [] } }'), /frontdesk\.yaml:4 .*nobody/],
    ['a menu that is not there', always('{ answer: nowhere }'), /frontdesk\.yaml:4 .*nowhere/],
    ['no zone', always('{ reject: busy }').replace('Berlin', 'Nowhere'), /frontdesk\.yaml:2 /],
  ] as const) {
    it(`keeps Rollcall from starting, and names the line: ${what}`, async () => {
      await assert.rejects(
        startDesk(rules),
        (error: Error) => said.test(error.message) || assert.fail(error.message),
      );
    });
  }
});
