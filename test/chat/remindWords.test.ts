import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readRemindWords } from '../../src/chat/remindWords.ts';
import { mentionMark } from '../../src/lib/mentionMark.ts';

/** A Wednesday, 10:30 in Berlin. */
const context = { now: Date.parse('2026-11-18T09:30:00Z'), zone: 'Europe/Berlin', locale: 'en-US' };

/** As a message comes: "@Adele" is a mention. */
const read = (said: string) =>
  readRemindWords(
    said.replace(/(?<!\w)@\w+/g, mentionMark),
    [...said.matchAll(/(?<!\w)@(\w+)/g)].map(([, name = '']) => ({ id: name, mri: `29:${name}`, name })),
    context,
  );

/** "@Adele, me: call them | 2026-11-19T13:00Z | weekly 1 | ring", or why the time is not certain. */
function told(said: string): string {
  const words = read(said);
  const { due, every } = words;
  const who = [
    ...words.mentions.map(({ name }) => `@${name}`),
    ...words.names,
    ...words.phones,
    ...words.wrongPhones.map((wrong) => `not ${wrong}`),
    ...(words.me ? ['me'] : []),
    ...(words.meeting === null ? [] : [`everyone in [${words.meeting}]`]),
  ];
  const when =
    'at' in due
      ? `${new Date(due.at).toISOString().slice(0, 16)}Z`
      : `${due.why} ${due.guess.date} ${due.guess.time}`;
  const days = every && 'days' in every ? ` ${every.days}` : every && 'day' in every ? ` ${every.day}` : '';
  const more = [
    every && `${every.kind}${days}`,
    words.everyUnknown && 'how often?',
    words.before !== null && `${words.before} before`,
    words.how,
    !words.sure && 'unsure',
  ];
  return [`${who.join(', ')}: ${words.text}`, words.recording, when, ...more].filter(Boolean).join(' | ');
}

const cases: Record<string, string> = {
  '@Adele "Your appointment is at 3pm" tomorrow 14:00':
    '@Adele: Your appointment is at 3pm | 2026-11-19T13:00Z',
  'me in 20 minutes to call the bank': 'me: call the bank | 2026-11-18T09:50Z',
  'me to call the bank in 20 minutes': 'me: call the bank | 2026-11-18T09:50Z',
  'me in 1 minute to call the bank': 'me: call the bank | 2026-11-18T09:31Z',
  // A day is asked for its time.
  'me in 2 weeks to call the bank': 'me: call the bank | noTime 2026-12-02 null',
  'me in 2 weeks at 9:00 to call the bank': 'me: call the bank | 2026-12-02T08:00Z',
  'everyone in Budget a week before': 'everyone in [Budget]:  | none null null | 10080 before',
  'me in 1 hour and 30 minutes to rest for 30 min': 'me: rest for 30 min | 2026-11-18T11:00Z',
  'me: call mum, tomorrow 9:00': 'me: call mum | 2026-11-19T08:00Z',
  'me tomorrow 14:00 that the meeting is at 15:00': 'me: the meeting is at 15:00 | 2026-11-19T13:00Z',
  'me that the heating is on tomorrow 14:00': 'me: the heating is on | 2026-11-19T13:00Z',
  'me at noon to eat': 'me: eat | 2026-11-18T11:00Z',
  '"Hello there" @Adele tomorrow 9:00': '@Adele: Hello there | 2026-11-19T08:00Z',
  // Whom: mentions, names, numbers, oneself.
  '@Adele and @Alex, Lee Gu tomorrow 9:00 about the budget':
    '@Adele, @Alex, Lee Gu: the budget | 2026-11-19T08:00Z',
  'me and @Adele "Lunch" tomorrow 12:00': '@Adele, me: Lunch | 2026-11-19T11:00Z',
  'Adele Vance to call tomorrow 9:00': 'Adele Vance: call | 2026-11-19T08:00Z',
  'adele@contoso.com "Call" tomorrow 9:00': 'adele@contoso.com: Call | 2026-11-19T08:00Z',
  'me to ask @Lee about it tomorrow 9:00': 'me: ask Lee about it | 2026-11-19T08:00Z',
  '@Adele "Ask @Lee" tomorrow 9:00': '@Adele: Ask Lee | 2026-11-19T08:00Z',
  '+49 30 1234567 14:00 "Call us"': '+49301234567: Call us | 2026-11-18T13:00Z',
  '030 1234567 "Call us" tomorrow 14:00': 'not 030 1234567: Call us | 2026-11-19T13:00Z',
  'in 20 minutes to call': ': call | 2026-11-18T09:50Z',
  // How.
  '@Adele in chat tomorrow 9:00 to reply': '@Adele: reply | 2026-11-19T08:00Z | chat',
  '@Adele "Reply" tomorrow 9:00 by phone': '@Adele: Reply | 2026-11-19T08:00Z | ring',
  'me tomorrow 9:00 to reply in chat': 'me: reply in chat | 2026-11-19T08:00Z',
  'me tomorrow 9:00 in chat': 'me:  | 2026-11-19T08:00Z | chat',
  'everyone in Budget 10 minutes before by phone':
    'everyone in [Budget]:  | none null null | 10 before | ring',
  '@Adele "Call us" tomorrow 9:00 with recording call-us.wav':
    '@Adele: Call us | call-us.wav | 2026-11-19T08:00Z',
  'me to listen to a recording tomorrow 9:00': 'me: listen to a recording | 2026-11-19T08:00Z',
  '@Adele playing call-us.wav tomorrow 9:00 to call': '@Adele: call | call-us.wav | 2026-11-19T08:00Z',
  '@Adele "Delete call-us.wav" tomorrow 9:00': '@Adele: Delete call-us.wav | 2026-11-19T08:00Z',
  // How often.
  '@Adele every Monday 9:00 to file the report': '@Adele: file the report | 2026-11-23T08:00Z | weekly 1',
  'me every Wednesday 10:00 standup': 'me: standup | 2026-11-25T09:00Z | weekly 3',
  'me every Monday and Thursday at 9:00 to run': 'me: run | 2026-11-19T08:00Z | weekly 1,4',
  'me on Mondays 9:00 to plan': 'me: plan | 2026-11-23T08:00Z | weekly 1',
  'me every weekday at 8:00 standup': 'me: standup | 2026-11-19T07:00Z | weekdays',
  'me Monday to Friday 9:00 to plan': 'me: plan | 2026-11-19T08:00Z | weekdays',
  'me daily at 18:00 to stretch': 'me: stretch | 2026-11-18T17:00Z | daily',
  'me every day 9:00 to stretch': 'me: stretch | 2026-11-19T08:00Z | daily',
  'me weekly to plan tomorrow 9:00': 'me: plan | 2026-11-19T08:00Z | weekly 4',
  'me every month on the 31st at 9:00 to pay': 'me: pay | 2026-11-30T08:00Z | monthly 31',
  'me every 5th of the month 9:00 to pay': 'me: pay | 2026-12-05T08:00Z | monthly 5',
  'me to check the daily report tomorrow 9:00': 'me: check the daily report | 2026-11-19T08:00Z',
  'me every Monday to plan': 'me: plan | noTime 2026-11-23 null | weekly 1',
  'me every 2 weeks 11:00 to plan': 'me: plan | 2026-11-18T10:00Z | how often?',
  // Everyone in a meeting.
  'everyone in Budget review 10 minutes before': 'everyone in [Budget review]:  | none null null | 10 before',
  'ring everyone in Budget review an hour before "Bring slides"':
    'everyone in [Budget review]: Bring slides | none null null | 60 before | ring',
  'everyone in "Welcome to Contoso" 10 min before it starts "Bring slides"':
    'everyone in [Welcome to Contoso]: Bring slides | none null null | 10 before',
  'everyone in Budget review tomorrow 9:00 to bring slides':
    'everyone in [Budget review]: bring slides | 2026-11-19T08:00Z',
  'everyone here 5 minutes before to join': 'everyone in []: join | none null null | 5 before',
  // Asked back.
  '': ':  | none null null',
  me: 'me:  | none null null',
  'me to buy milk': 'me: buy milk | none null null',
  'me tomorrow to buy milk': 'me: buy milk | noTime 2026-11-19 null',
  'me Wednesday 10:00 to buy milk': 'me: buy milk | past 2026-11-25 10:00',
  'me at 14:00 or 15:00 to call': 'me: or 15:00 to call | ambiguous 2026-11-18 14:00',
  'me завтра 14:00 позвонить': 'me: завтра позвонить | ambiguous 2026-11-18 14:00',
  '@Adele "Call" tomorrow 9:00 please': '@Adele: Call | 2026-11-19T08:00Z',
  '@Adele "Call" tomorrow 9:00 or so': '@Adele: Call or so | 2026-11-19T08:00Z | unsure',
};

describe('what follows "remind"', () => {
  for (const [said, meaning] of Object.entries(cases)) {
    it(JSON.stringify(said), () => assert.equal(told(said), meaning));
  }

  it('is read whatever is written', () => {
    fc.assert(fc.property(fc.string({ maxLength: 80 }), (said) => void read(said)));
  });

  it('keeps a quoted text as it was written', () => {
    const text = fc
      .string({ minLength: 1, maxLength: 60 })
      .map((said) => said.replace(/["“”„«»\s@]+/gu, ' ').trim())
      .filter(Boolean);
    fc.assert(
      fc.property(text, (said) => {
        const words = read(`me "${said}" tomorrow 14:00`);
        assert.equal(words.text, said);
        assert.deepEqual(words.due, { at: Date.parse('2026-11-19T13:00:00Z') });
      }),
    );
  });

  it('loses no word: each is in the text, or was understood', () => {
    const word = fc.constantFrom(
      ...'to that about Adele me call 9:00 tomorrow every Monday daily at, in 20 minutes @Lee'.split(' '),
      'bank',
      'the',
      '"x y"',
      '-',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), (words) => {
        const { text } = read(`me buy milk ${words.join(' ')}`);
        assert.match(text, /buy milk|^x y/);
        for (const kept of ['bank', 'the']) {
          const count = (said: string) => said.split(' ').filter((one) => one === kept).length;
          assert.equal(count(text), count(words.join(' ')), text);
        }
      }),
    );
  });
});
