import assert from 'node:assert/strict';
import { person, type Story, startStory, wordsOf } from './harness.ts';
import {
  answerOf,
  ask,
  auditOf,
  button,
  buttonOf,
  graphMeeting,
  graphMeetings,
  hour,
  inputOf,
  minute,
  second,
} from './steps.ts';

const berlin = { timezone: 'Europe/Berlin', locale: 'en-US' };
const at = (text: string) => Date.parse(text);
const permissions = (story: Story, change: (all: string[]) => string[]) =>
  story
    .control<{ permissions: string[] }>('GET', '/permissions')
    .then((now) => story.control('PUT', '/permissions', { permissions: change(now.permissions) }));

describe('/meet', () => {
  let story: Story;
  let all: string[];
  before(async () => {
    // A Thursday; the clocks go forward in Berlin on Sunday at 2.
    story = await startStory({ now: at('2026-03-26T09:00:00Z') });
    all = (await story.control<{ permissions: string[] }>('GET', '/permissions')).permissions;
  });
  after(() => story.close());
  afterEach(async () => {
    await story.control('PUT', '/permissions', { permissions: all });
    await story.control('PUT', '/policy', { users: 'all' });
  });

  const count = async (subject: string) =>
    (await graphMeetings(story)).filter((meeting) => meeting.subject === subject).length;
  const mentions = (...names: string[]) => ({ ...berlin, mentions: names.map((name) => person(name).id) });

  it('makes a future meeting a calendar event, in the zone of the sender', async () => {
    const chat = await story.group('Megan', 'Adele', 'Alex');
    const said = await ask(
      story,
      chat,
      'Megan',
      'meet Budget review tomorrow 3pm for 45 min with @Adele @Alex',
      mentions('Adele', 'Alex'),
    );
    const meeting = await graphMeeting(story, 'Budget review');
    assert.ok(meeting.eventId, 'an event, so that people get an invitation');
    assert.equal(meeting.start, at('2026-03-27T15:00:00+01:00'));
    assert.equal(meeting.end, at('2026-03-27T15:45:00+01:00'));
    assert.deepEqual(meeting.invited.map(({ name }) => name).sort(), ['Adele Vance', 'Alex Wilber']);
    assert.match(said, /"fallbackText":"Meeting: Budget review"/);
    assert.match(said, /\{\{TIME\(2026-03-27T14:00:00Z\)\}\}/, 'each reader sees their own zone');
    assert.match(said, /Megan Bowen.*Meeting ID.*Passcode.*Join.*bringIn.*rescheduleForm.*cancelMeeting/);
    const deed = (await auditOf(story)).find(({ verb }) => verb === 'scheduleMeeting');
    assert.equal(deed?.actor.id, person('Megan').id);
    assert.deepEqual(
      deed?.targets.map(({ name, outcome }) => [name, outcome]),
      [
        ['Adele Vance', 'done'],
        ['Alex Wilber', 'done'],
      ],
    );
  });

  it('makes one meeting however often the message is delivered', async () => {
    const chat = await story.group('Megan', 'Adele');
    await ask(story, chat, 'Megan', 'meet Planning Monday 9:00', { ...berlin, activityId: '1770000000001' });
    await ask(story, chat, 'Megan', 'meet Planning Monday 9:00', { ...berlin, activityId: '1770000000001' });
    assert.equal(await count('Planning'), 1);
    const cards = (await story.messages(chat)).filter(({ card }) => wordsOf(card).includes('Planning'));
    assert.equal(cards.length, 1);
    await ask(story, chat, 'Megan', 'meet now Standup', { ...berlin, activityId: '1770000000002' });
    await ask(story, chat, 'Megan', 'meet now Standup', { ...berlin, activityId: '1770000000002' });
    assert.equal(await count('Standup'), 1);
  });

  describe('that is not certain', () => {
    for (const [words, problem, filled] of [
      ['meet Retro at 3 or 4', /could mean several things/, {}],
      ['meet Night Sunday 2:30', /could mean several things/, {}],
      ['meet Retro on Friday', /A time is missing/, { subject: 'Retro', date: '2026-03-27' }],
      ['meet Retro today 8:00', /That time has passed/, { subject: 'Retro', time: '08:00' }],
      [
        'meet Retro tomorrow 11:00-10:00',
        /The end is before the start|could mean several/,
        { subject: 'Retro' },
      ],
      ['meet Retro tomorrow 10:00 for 0 min', /at least five minutes/, { subject: 'Retro', time: '10:00' }],
      ['meet Retro tomorrow 10:00 for 48 hours', /a day at most/, { subject: 'Retro', time: '10:00' }],
      ['meet Retro Sunday 02:30', /The clocks skip that time/, { subject: 'Retro', date: '2026-03-29' }],
    ] as const) {
      it(`comes back as a form: ${words}`, async () => {
        const chat = await story.personal('Pat');
        const said = await ask(story, chat, 'Pat', words, berlin);
        assert.match(said, problem);
        const { card } = await story.cardWith(chat, 'Plan a meeting');
        for (const [input, value] of Object.entries(filled)) assert.equal(inputOf(card, input), value, input);
        for (const input of ['Input.Date', 'Input.Time', 'duration', 'people', 'lobby', 'presenters'])
          assert.ok(said.includes(input), input);
        assert.match(said, /Europe\/Berlin/);
        assert.equal(await count('Retro'), 0);
      });
    }

    it('is made from the form, once however often it is pressed, and the form goes for everyone', async () => {
      const chat = await story.group('Megan', 'Adele');
      await ask(story, chat, 'Megan', 'meet Offsite on Friday with @Adele', mentions('Adele'));
      const form = await story.cardWith(chat, 'Plan a meeting');
      const { formId } = button(form.card, 'scheduleMeeting');
      assert.match(wordsOf(inputOf(form.card, 'people')), new RegExp(person('Adele').id));
      const data = {
        formId,
        subject: 'Offsite',
        date: '2026-03-27',
        time: '10:30',
        duration: '60',
        people: person('Adele').id,
        lobby: 'everyone',
        presenters: 'organizer',
      };
      const answer = await story.press(chat, 'Megan', form.id, 'scheduleMeeting', data);
      assert.match(answerOf(answer), /Scheduled/);
      await story.press(chat, 'Megan', form.id, 'scheduleMeeting', data);
      await story.advance(5 * second);
      assert.equal(await count('Offsite'), 1);
      assert.equal((await graphMeeting(story, 'Offsite')).start, at('2026-03-27T10:30:00+01:00'));
      const spent = (await story.messages(chat)).find(({ id }) => id === form.id);
      assert.match(wordsOf(spent?.card), /Offsite.*Scheduled/);
      assert.equal(buttonOf(spent?.card, 'scheduleMeeting'), null);
      const cards = (await story.messages(chat)).filter(({ card }) => buttonOf(card, 'bringIn'));
      assert.equal(cards.length, 1);
    });

    it('is made once when two presses arrive at the same moment', async () => {
      const chat = await story.personal('Lynne');
      await ask(story, chat, 'Lynne', 'meet Hasty on Friday', berlin);
      const form = await story.cardWith(chat, 'Plan a meeting');
      const { formId } = button(form.card, 'scheduleMeeting');
      const data = { formId, subject: 'Hasty', date: '2026-03-27', time: '10:30', duration: '30' };
      const press = () => story.press(chat, 'Lynne', form.id, 'scheduleMeeting', data);
      for (const answer of await Promise.all([press(), press(), press()])) {
        assert.match(answerOf(answer), /Scheduled/);
      }
      await story.advance(5 * second);
      assert.equal(await count('Hasty'), 1);
      assert.equal((await story.messages(chat)).filter(({ card }) => buttonOf(card, 'bringIn')).length, 1);
    });

    it('says on the form what is wrong, with everything still filled in', async () => {
      const chat = await story.personal('Adele');
      await ask(story, chat, 'Adele', 'meet Review on Friday', berlin);
      const form = await story.cardWith(chat, 'Plan a meeting');
      const filled = {
        ...{ formId: button(form.card, 'scheduleMeeting').formId, subject: 'Review of *it*' },
        ...{ date: '2026-03-20', time: '10:30', duration: '90', people: person('Lee').id },
        ...{ lobby: 'organizer', presenters: 'organization' },
      };
      const wrong: [object, RegExp][] = [
        [{}, /That time has passed/],
        [{ date: '' }, /A time is missing/],
        [{ date: '2026-03-27', duration: '0' }, /at least five minutes/],
        [{ date: '2026-03-27', duration: '2880' }, /a day at most/],
        [{ date: '2026-03-27', people: '00000000-0000-4000-8000-000000000009' }, /Nobody called/],
        [{ date: '2026-03-27', subject: 'x'.repeat(2_000) }, /2000 characters; 255 fit/],
      ];
      for (const [change, problem] of wrong) {
        const answer = await story.press(chat, 'Adele', form.id, 'scheduleMeeting', { ...filled, ...change });
        const card = answer.body?.value;
        assert.match(answerOf(answer), problem);
        const kept = { ...filled, ...change } as Record<string, string>;
        assert.equal(String(inputOf(card, 'subject')).slice(0, 254), (kept.subject ?? '').slice(0, 254));
        for (const input of ['time', 'lobby', 'presenters', 'duration'])
          assert.equal(inputOf(card, input), kept[input], `${input} with ${problem}`);
        if (kept.date) assert.equal(inputOf(card, 'date'), kept.date);
        if (!('people' in change)) assert.equal(inputOf(card, 'people'), kept.people);
        assert.equal(button(card, 'scheduleMeeting').formId, filled.formId);
      }
      assert.equal(await count('Review of *it*'), 0);
    });
  });

  describe('with many people, or somebody from outside', () => {
    const seven = ['Adele', 'Alex Wilber', 'Lee', 'Pat', 'Alex Johnson', 'Isaiah', 'Diego'];

    it('is a draft first, which can be changed and sent, once', async () => {
      const chat = await story.group('Megan', ...seven);
      const words = `meet All hands tomorrow 4pm with ${seven.map((name) => `@${person(name).name}`).join(' ')}`;
      assert.match(
        await ask(story, chat, 'Megan', words, mentions(...seven)),
        /Not sent yet.*Send to 7.*Change/,
      );
      assert.equal(await count('All hands'), 0, 'nobody heard of it');
      const draft = await story.cardWith(chat, 'Not sent yet');

      const form = await story.press(
        chat,
        'Megan',
        draft.id,
        'changeDraft',
        button(draft.card, 'changeDraft'),
      );
      const card = form.body?.value;
      assert.equal(inputOf(card, 'subject'), 'All hands');
      assert.equal(inputOf(card, 'time'), '16:00');
      const data = {
        formId: button(card, 'scheduleMeeting').formId,
        ...{ subject: 'All hands 2', date: '2026-03-27', time: '17:00', duration: '30' },
        people: [...seven, 'Nestor'].map((name) => person(name).id).join(','),
      };
      const changed = await story.press(chat, 'Megan', draft.id, 'scheduleMeeting', data);
      assert.match(answerOf(changed), /Not sent yet/);
      await story.advance(3 * second);
      const again = await story.cardWith(chat, 'Not sent yet');
      assert.equal(again.id, draft.id, 'that very draft');
      assert.match(wordsOf(again.card), /All hands 2.*Send to 8/);

      const sent = await story.press(chat, 'Megan', draft.id, 'sendDraft', button(again.card, 'sendDraft'));
      assert.match(answerOf(sent), /Sent to 8/);
      await story.press(chat, 'Megan', draft.id, 'sendDraft', button(again.card, 'sendDraft'));
      await story.advance(3 * second);
      assert.equal(await count('All hands 2'), 1);
      assert.equal((await graphMeeting(story, 'All hands 2')).start, at('2026-03-27T17:00:00+01:00'));
      const shown = (await story.messages(chat)).find(({ id }) => id === draft.id);
      assert.match(wordsOf(shown?.card), /All hands 2.*bringIn/);
      assert.ok(
        (await auditOf(story)).some(({ verb, targets }) => verb === 'sendDraft' && targets.length === 8),
      );
      const late = await story.press(
        chat,
        'Megan',
        draft.id,
        'changeDraft',
        button(again.card, 'changeDraft'),
      );
      assert.match(answerOf(late), /have gone out already/);
    });

    it('starts when it is sent, where it was to start at once', async () => {
      const chat = await story.group('Megan', ...seven);
      const words = `meet now Huddle with ${seven.map((name) => `@${person(name).name}`).join(' ')}`;
      assert.match(await ask(story, chat, 'Megan', words, mentions(...seven)), /Not sent yet.*Send to 7/);
      assert.equal(await count('Huddle'), 0);
      await story.advance(10 * minute);
      const draft = await story.cardWith(chat, 'Not sent yet');
      await story.press(chat, 'Megan', draft.id, 'sendDraft', button(draft.card, 'sendDraft'));
      const meeting = await graphMeeting(story, 'Huddle');
      assert.equal(meeting.eventId, null);
      assert.ok(Math.abs(meeting.start - story.clock.now()) < minute);
      const told = (await story.messages(chat)).map(({ text }) => text).join();
      assert.match(told, /Megan Bowen started "Huddle": https/);
    });

    it('stays the organizer’s when the admin changes it, and nobody else may', async () => {
      const chat = await story.group('Megan', 'Patti', 'Joni', ...seven);
      const words = `meet Board tomorrow 4pm with ${seven.map((name) => `@${person(name).name}`).join(' ')}`;
      await ask(story, chat, 'Megan', words, mentions(...seven));
      const draft = await story.cardWith(chat, 'Not sent yet');
      const { meetingId } = button(draft.card, 'changeDraft');
      for (const verb of ['changeDraft', 'sendDraft']) {
        const refused = await story.press(chat, 'Joni', draft.id, verb, { meetingId });
        assert.match(answerOf(refused), /Only organizers can change this meeting. Ask Megan Bowen/);
      }
      const data = {
        ...{ formId: meetingId, subject: 'Board', date: '2026-03-27', time: '18:00', duration: '30' },
        people: person('Adele').id,
      };
      const stolen = await story.press(chat, 'Joni', draft.id, 'scheduleMeeting', data);
      assert.match(answerOf(stolen), /Only organizers can change this meeting/);
      await story.press(chat, 'Patti', draft.id, 'scheduleMeeting', data);
      const meeting = await graphMeeting(story, 'Board');
      assert.equal(meeting.organizerId, person('Megan').id);
      assert.equal(await count('Board'), 1);
    });

    it('is a draft for one guest or one address elsewhere', async () => {
      const chat = await story.group('Megan', 'Robin');
      const said = await ask(
        story,
        chat,
        'Megan',
        'meet Outside tomorrow 9:00 with ann@fabrikam.example',
        berlin,
      );
      assert.match(said, /Not sent yet.*Outside your organization.*ann@fabrikam/);
      const guest = await ask(
        story,
        chat,
        'Megan',
        'meet Guest tomorrow 9:00 with @Robin',
        mentions('Robin'),
      );
      assert.match(guest, /Not sent yet.*Send to 1/);
    });
  });

  describe('now', () => {
    it('is an online meeting named by the activity, and the people named are told', async () => {
      const chat = await story.group('Megan', 'Adele', 'Alex');
      const said = await ask(story, chat, 'Megan', 'meet now Sync with @Adele', mentions('Adele'));
      const meeting = await graphMeeting(story, 'Sync');
      assert.equal(meeting.eventId, null);
      assert.ok(meeting.externalId && !meeting.externalId.includes(chat));
      assert.match(said, /<at>Adele Vance<\/at> Megan Bowen started "Sync": https/);
      await ask(story, chat, 'Megan', 'meet now Sync');
      assert.equal(await count('Sync'), 2, 'never yesterday’s meeting');
      assert.ok((await auditOf(story)).some(({ verb }) => verb === 'startMeeting'));
    });

    it('said alone with Rollcall tells people in their own chats, or says who cannot be reached', async () => {
      const adele = await story.personal('Adele');
      await ask(story, adele, 'Adele', 'help');
      const chat = await story.personal('Nestor');
      const said = await ask(
        story,
        chat,
        'Nestor',
        'meet now Two with @Adele @Joni',
        mentions('Adele', 'Joni'),
      );
      assert.match(said, /can't write to Joni Sherman yet/);
      assert.doesNotMatch(said, /can't write to Adele/);
      const told = (await story.messages(adele)).at(-1);
      assert.match(told?.text ?? '', /Nestor Wilke started "Two" and asks you in: https/);
    });

    it('told to somebody who took Rollcall away leaves it to the sender', async () => {
      const alex = await story.personal('Alex Johnson');
      await ask(story, alex, 'Alex Johnson', 'help');
      await story.control('POST', `/conversations/${encodeURIComponent(alex)}/uninstall`, {
        from: person('Alex Johnson').id,
      });
      const said = await ask(
        story,
        await story.personal('Nestor'),
        'Nestor',
        'meet now Three with @Alex Johnson',
        {
          ...mentions('Alex Johnson'),
        },
      );
      assert.match(said, /can't write to Alex Johnson yet\. Send them the link/);
    });

    it('falls back to an event without the access policy; a user is told to ask, the admin the cmdlet', async () => {
      await story.control('PUT', '/policy', { users: [] });
      const patti = await story.personal('Patti');
      await ask(story, patti, 'Patti', 'help');
      const chat = await story.personal('Lynne');
      const said = await ask(story, chat, 'Lynne', 'meet now Fallback', berlin);
      const told = (await story.messages(patti)).at(-1);
      assert.match(told?.text ?? '', /New-CsApplicationAccessPolicy/, 'the admin hears of it');
      await ask(story, chat, 'Lynne', 'meet now Fallback again', berlin);
      assert.equal((await story.messages(patti)).at(-1)?.id, told?.id, 'once');
      assert.ok((await graphMeeting(story, 'Fallback')).eventId);
      assert.match(said, /may not make online meetings for you yet.*Ask your admin/);
      assert.doesNotMatch(said, /CsApplicationAccessPolicy/);
      const admin = await ask(story, await story.personal('Patti'), 'Patti', 'meet now Fallback 2', berlin);
      assert.match(admin, /New-CsApplicationAccessPolicy.*Grant-CsApplicationAccessPolicy/);
      assert.ok((await graphMeeting(story, 'Fallback 2')).eventId);
    });

    it('gives Teams’ own link, filled in, without rights to the calendar either', async () => {
      await story.control('PUT', '/policy', { users: [] });
      await permissions(story, (names) => names.filter((name) => !name.startsWith('Calendars')));
      const chat = await story.personal('Isaiah');
      const said = await ask(
        story,
        chat,
        'Isaiah',
        'meet Linked tomorrow 11:00 with @Adele',
        mentions('Adele'),
      );
      assert.match(said, /Teams opens a new meeting, filled in/);
      assert.match(said, /https:\/\/teams\.microsoft\.com\/l\/meeting\/new\?[^"]*subject=Linked/);
      assert.match(said, /attendees=adele\.vance/);
      assert.match(said, /may not use your calendar yet.*Ask your admin/);
      const admin = await ask(
        story,
        await story.personal('Patti'),
        'Patti',
        'meet Linked 2 tomorrow 11:00',
        berlin,
      );
      assert.match(admin, /Grant Calendars.ReadWrite/);
      assert.equal(await count('Linked'), 0);
    });
  });

  it('refuses people it cannot find or tell apart, and the sender alone', async () => {
    const chat = await story.personal('Diego');
    assert.match(
      await ask(story, chat, 'Diego', 'meet X tomorrow 9:00 with Zebulon', berlin),
      /Nobody called Zebulon/,
    );
    assert.match(
      await ask(story, chat, 'Diego', 'meet X tomorrow 9:00 with Alex', berlin),
      /Alex could be Alex Johnson, Alex Wilber|Alex could be Alex Wilber, Alex Johnson/,
    );
    assert.match(
      await ask(story, chat, 'Diego', 'meet X tomorrow 9:00 with @Diego', mentions('Diego')),
      /That is only you/,
    );
    assert.equal(await count('X'), 0);
  });
});

describe('/meet when the clocks go back', () => {
  it('takes the first of two hours and says so', async () => {
    // A Friday; the clocks go back in Berlin on Sunday at 3.
    const story = await startStory({ now: at('2026-10-23T09:00:00Z') });
    try {
      const chat = await story.personal('Megan');
      const said = await ask(story, chat, 'Megan', 'meet Shift Sunday 02:30', berlin);
      assert.match(said, /that hour comes twice; the first one was taken/);
      assert.equal((await graphMeeting(story, 'Shift')).start, at('2026-10-25T02:30:00+02:00'));
      await story.advance(minute);
      await ask(story, chat, 'Megan', 'meet Brunch Sunday 9:00', berlin);
      assert.equal((await graphMeeting(story, 'Brunch')).start, at('2026-10-25T09:00:00+01:00'));
      assert.equal(
        (await graphMeeting(story, 'Brunch')).end - (await graphMeeting(story, 'Brunch')).start,
        hour / 2,
      );
    } finally {
      await story.close();
    }
  });
});
