import assert from 'node:assert/strict';
import { person, type Story, startStory, wordsOf } from './harness.ts';
import { act, ask, auditOf, type GraphMeeting, hour, madeElsewhere, roomWith, second } from './steps.ts';

const people = (...names: string[]) => names.map((name) => person(name).id);

describe('/join', () => {
  let story: Story;
  let meeting: GraphMeeting;
  let short: GraphMeeting;
  before(async () => {
    story = await startStory();
    meeting = await madeElsewhere(story, 'Lee', { subject: 'Quarterly', invited: people('Megan', 'Pat') });
    short = await madeElsewhere(story, 'Lee', { subject: 'Shorty', invited: people('Megan'), link: 'short' });
  });
  after(() => story.close());

  const calls = async () => (await story.control<{ meetingId: string }[]>('GET', '/calls')).length;
  /** Joins in a chat of its own, and leaves again. */
  const joined = async (words: string) => {
    const chat = await story.personal('Megan');
    const before = await calls();
    const said = await ask(story, chat, 'Megan', words);
    const count = (await calls()) - before;
    await story.say(chat, 'Megan', 'leave');
    await story.advance(5 * second);
    return { said, count };
  };

  describe('takes', () => {
    const kinds: [string, () => string][] = [
      ['a long link', () => meeting.joinWebUrl],
      ['a short link', () => short.joinWebUrl],
      ['a link encoded twice', () => meeting.joinWebUrl.replaceAll('%', '%25')],
      [
        'a safelink',
        () =>
          `https://eur03.safelinks.protection.outlook.com/ap/t-59584e83/?url=${encodeURIComponent(meeting.joinWebUrl)}&data=05%7C01&reserved=0`,
      ],
      ['a link in a sentence', () => `please, the one at <${meeting.joinWebUrl}>, thanks!`],
      [
        'a meeting ID and passcode in words',
        () => `Meeting ID: ${spaced(short.joinMeetingId)} Passcode: ${short.passcode}`,
      ],
      ['a meeting ID and passcode alone', () => `${short.joinMeetingId} ${short.passcode}`],
    ];
    for (const [what, words] of kinds) {
      it(what, async () => {
        const { said, count } = await joined(`join ${words()}`);
        assert.equal(count, 1, said);
        assert.match(said, /Rollcall in (Quarterly|Shorty)/);
        assert.match(said, /Sees who is here. Doesn't listen or record\./);
      });
    }
  });

  describe('refuses', () => {
    const kinds: [string, () => string, RegExp][] = [
      ['a wrong passcode', () => `${short.joinMeetingId} wrong1`, /Meeting ID and passcode don't match/],
      [
        'a look-alike host',
        () => meeting.joinWebUrl.replace('teams.microsoft.com', 'teams.microsoft.com.evil.example'),
        /only looks like Teams|isn't Teams/,
      ],
      [
        'another look-alike',
        () => meeting.joinWebUrl.replace('teams.', 'tearns-'),
        /looks like Teams|isn't Teams/,
      ],
      ['another vendor', () => 'https://zoom.us/j/123456789', /zoom\.us isn't Teams/],
      [
        'a consumer meeting',
        () => 'https://teams.live.com/meet/9312345678901?p=abc',
        /personal Teams meeting/,
      ],
      [
        'half a link',
        () => meeting.joinWebUrl.slice(0, 60),
        /no whole meeting link|isn't a meeting of yours/,
      ],
      [
        'a meeting of another organization',
        () => meeting.joinWebUrl.replace(/7e57c0de/g, '99999999'),
        /isn't a meeting of yours/,
      ],
      ['an ID that nobody has', () => '999 888 777 66 abcdef', /isn't a meeting of yours|Which meeting/],
      ['nothing', () => '', /Which meeting\? Paste its link/],
      ['other words', () => 'the big one', /Which meeting\?/],
    ];
    for (const [what, words, answer] of kinds) {
      it(what, async () => {
        const { said, count } = await joined(`join ${words()}`);
        assert.match(said, answer);
        assert.equal(count, 0);
      });
    }

    it('a meeting that is over', async () => {
      const now = story.clock.now();
      const old = await madeElsewhere(story, 'Lee', {
        ...{ subject: 'Old', invited: people('Megan') },
        ...{ start: now - 5 * hour, end: now - 4 * hour },
      });
      const { said, count } = await joined(`join ${old.joinWebUrl}`);
      assert.match(said, /That meeting is over/);
      assert.equal(count, 0);
    });

    it('somebody with no part in it, who learns nothing, nor from /meeting', async () => {
      const chat = await story.personal('Joni');
      for (const link of [meeting.joinWebUrl, `${short.joinMeetingId} ${short.passcode}`]) {
        for (const command of ['join', 'meeting']) {
          const said = await ask(story, chat, 'Joni', `${command} ${link}`);
          assert.match(said, /isn't a meeting of yours/);
          assert.doesNotMatch(said, /Quarterly|Shorty|Lee/);
        }
      }
    });
  });

  it('lets a member of the meeting’s chat in, alone with Rollcall too', async () => {
    const chat = await story.meetingChat(meeting.id, 'Lee', 'Diego');
    const said = await ask(story, chat, 'Diego', 'join');
    assert.match(said, /Rollcall in Quarterly.*Sees who is here/);
    await story.say(chat, 'Lee', 'leave');
    await story.advance(5 * second);
    assert.match(wordsOf(await story.cardWith(chat, 'Rollcall in Quarterly')), /Rollcall left/);
  });

  it('says whom to ask where Rollcall may not look meetings up, and the cmdlet to an admin', async () => {
    await story.control('PUT', '/policy', { users: [] });
    const chat = await story.personal('Megan');
    const said = await ask(story, chat, 'Megan', `join ${meeting.joinWebUrl}`);
    assert.match(said, /may not use online meetings for you yet\. Ask your admin\./);
    const admin = await ask(story, await story.personal('Patti'), 'Patti', `join ${meeting.joinWebUrl}`);
    assert.match(admin, /New-CsApplicationAccessPolicy/);
    await story.control('PUT', '/policy', { users: 'all' });
    const { permissions } = await story.control<{ permissions: string[] }>('GET', '/permissions');
    const fewer = permissions.filter((name) => !name.startsWith('OnlineMeetings'));
    await story.control('PUT', '/permissions', { permissions: fewer });
    const consent = await ask(story, chat, 'Megan', `join ${meeting.joinWebUrl}`);
    assert.match(consent, /isn't allowed to do that yet\. Ask your admin to grant consent/);
    await story.control('PUT', '/permissions', { permissions });
  });

  it('means its meeting in a chat of one, and says where there is none', async () => {
    const chat = await story.group('Megan', 'Pat');
    assert.match(await ask(story, chat, 'Megan', 'join'), /Which meeting\?/);
  });

  it('shows the card of the call it is in already, and joins no second time', async () => {
    const chat = await story.group('Megan', 'Pat');
    const room = await roomWith(story, chat, 'Twice', 'Megan');
    const before = await calls();
    const personal = await story.personal('Megan');
    const said = await ask(story, personal, 'Megan', `join ${room.graph.joinWebUrl}`);
    assert.match(said, /Rollcall in Twice.*1 here/s);
    assert.equal(await calls(), before);
    await act(story, room.graph.id, 'Pat', 'join');
    await story.advance(6 * second);
    for (const where of [chat, personal]) {
      assert.match(wordsOf(await story.cardWith(where, 'Rollcall in Twice')), /2 here/);
    }
    assert.match(
      await ask(story, personal, 'Megan', 'leave'),
      /Rollcall is leaving/,
      'it is this chat’s call too',
    );
  });

  it('is written down', async () => {
    const deeds = (await auditOf(story)).filter(({ verb }) => verb === 'bringIn');
    const joined = deeds.filter(({ targets }) => targets.every(({ outcome }) => outcome === 'done'));
    assert.equal(joined.length, await calls(), 'once for each time it joined');
    assert.ok(deeds.every(({ actor, finishedAt }) => actor.id && finishedAt !== null));
  });
});

const spaced = (id: string) => id.replace(/(\d{3})(?=\d)/g, '$1 ');
