import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type JoinLink, meetingKey, readJoinLink } from '../../src/meetings/joinUrl.ts';

const threadId = '19:meeting_NjQ5YmI3ZTEtMjQ3Ny00@thread.v2';
const tenantId = '72f988bf-86f1-41af-91ab-2d7cd011db47';
const organizerId = '550fae72-d251-43ec-868c-373732c2704f';
const long = (
  thread = threadId,
  message = '0',
  context: Record<string, string> = { Tid: tenantId, Oid: organizerId },
) =>
  `https://teams.microsoft.com/l/meetup-join/${encodeURIComponent(thread)}/${message}?context=${encodeURIComponent(JSON.stringify(context))}`;
const asTeams = (url: string) => url.replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase());
const expected = { kind: 'long', threadId, messageId: '0', organizerId, tenantId, url: asTeams(long()) };
const safelink = (url: string) =>
  `https://eur03.safelinks.protection.outlook.com/?url=${encodeURIComponent(url)}&data=05%7C01%7C&sdata=x%3D&reserved=0`;
/** Percent signs encoded once more, as a mail client does to a link it takes for text. */
const twice = (url: string) => url.replaceAll('%', '%25');
const kind = (text: string) => readJoinLink(text).kind;

describe('readJoinLink', () => {
  it('reads the long form, encoded once or twice', () => {
    assert.deepEqual(readJoinLink(long()), expected);
    assert.deepEqual(readJoinLink(twice(long())), expected);
    assert.deepEqual(readJoinLink(decodeURIComponent(long())), expected);
  });

  it('reads a channel meeting with the message it replies to', () => {
    const context = { Tid: tenantId, Oid: organizerId, MessageId: '1600000000000' };
    assert.deepEqual(readJoinLink(long('19:abc@thread.tacv2', '1600000000001', context)), {
      kind: 'long',
      threadId: '19:abc@thread.tacv2',
      messageId: '1600000000001',
      replyChainMessageId: '1600000000000',
      organizerId,
      tenantId,
      url: asTeams(long('19:abc@thread.tacv2', '1600000000001', context)),
    });
  });

  it('reads the short form', () => {
    assert.deepEqual(readJoinLink('https://teams.microsoft.com/meet/123456789012?p=Ab3xYz&anon=true'), {
      kind: 'short',
      joinMeetingId: '123456789012',
      passcode: 'Ab3xYz',
      url: 'https://teams.microsoft.com/meet/123456789012?p=Ab3xYz',
    });
    assert.equal(kind('teams.microsoft.com/meet/123456789012?p=Ab3xYz'), 'short');
    assert.equal(kind('https://gov.teams.microsoft.us/meet/123456789012?p=Ab3xYz'), 'short');
    assert.equal(kind('https://teams.microsoft.us/meet/123456789012'), 'short');
  });

  it('finds a link inside a sentence, in markup and in a safelink', () => {
    const short = 'https://teams.microsoft.com/meet/123456789012?p=Ab3xYz';
    for (const text of [
      `Please come to ${short}, it has begun.`,
      `(${short})`,
      `<a href="${short}">here</a>`,
      `first https://contoso.example/agenda then ${short}!`,
      safelink(short),
      safelink(safelink(short)),
      `see ${safelink(short)}.`,
    ]) {
      const link = readJoinLink(text);
      assert.ok(link.kind === 'short', text);
      assert.equal(link.url, short);
    }
    assert.deepEqual(readJoinLink(`Join: ${safelink(twice(long()))}, thanks`), expected);
    assert.deepEqual(readJoinLink(long().replace('?context', '?tenant=1&amp;context')), expected);
  });

  it('reads the address inside Teams’ launcher', () => {
    const path = long().replace('https://teams.microsoft.com', '/_#');
    const launcher = `https://teams.microsoft.com/dl/launcher/launcher.html?url=${encodeURIComponent(path)}&type=meetup-join`;
    assert.deepEqual(readJoinLink(launcher), expected);
  });

  it('reads a meeting ID and passcode said in words', () => {
    const id = (joinMeetingId: string, passcode: string | null): JoinLink => ({
      kind: 'meetingId',
      joinMeetingId,
      passcode,
    });
    assert.deepEqual(readJoinLink('123 456 789 012 passcode Ab3xYz'), id('123456789012', 'Ab3xYz'));
    assert.deepEqual(
      readJoinLink('Meeting ID: 123 456 789 012\nPasscode: Ab3xYz'),
      id('123456789012', 'Ab3xYz'),
    );
    assert.deepEqual(readJoinLink('123456789012 Ab3xYz'), id('123456789012', 'Ab3xYz'));
    assert.deepEqual(readJoinLink('123-456-789-012, password is abcdef'), id('123456789012', 'abcdef'));
    assert.deepEqual(readJoinLink('123 456 789 012 345678'), id('123456789012', '345678'));
    assert.deepEqual(readJoinLink('123 456 789 012 please'), id('123456789012', null));
    assert.deepEqual(readJoinLink('please join 123 456 789 012'), id('123456789012', null));
    assert.equal(kind('room 12345'), 'none');
    assert.equal(kind(''), 'none');
  });

  it('tells other vendors, personal meetings and broken links', () => {
    assert.deepEqual(readJoinLink('https://zoom.example/j/123456789 Meeting ID: 845 1234 5678'), {
      kind: 'notTeams',
      host: 'zoom.example',
    });
    assert.equal(kind('https://learn.microsoft.com/meet/123456789012'), 'notTeams');
    assert.equal(kind('https://teams.live.com/meet/9312345678901?p=abc'), 'consumer');
    assert.equal(kind('https://teams.microsoft.com/l/chat/0/0?users=a@b.example'), 'broken');
    assert.equal(kind('https://teams.microsoft.com/l/meetup-join/19%3ameeting_abc'), 'broken');
    assert.equal(kind(long(threadId, '0', { Tid: 'x', Oid: organizerId })), 'broken');
  });

  it('is not taken in by hosts that look like Teams', () => {
    const path = '/meet/123456789012?p=Ab3xYz';
    for (const host of [
      'teams.microsoft.com.evil.example',
      'tearns.microsoft.com.example',
      'teams.rnicrosoft.com',
      'teams.micros0ft.com',
      'teams-microsoft.example',
      'teams.microsoft.com@evil.example',
      'someone@teams.microsoft.com',
      'teams.microsoft.com:444',
      'xn--tams-9of.microsoft.com',
      'tеams.microsoft.com',
      'teams.live.com.evil.example',
    ])
      assert.equal(kind(`https://${host}${path}`), 'lookalike', host);
    assert.deepEqual(readJoinLink(`https://teams.microsoft.com.evil.example${path}`), {
      kind: 'lookalike',
      host: 'teams.microsoft.com.evil.example',
    });
    assert.equal(kind(safelink(`https://teams.microsoft.com.evil.example${path}`)), 'lookalike');
    assert.equal(
      kind(`https://safelinks.protection.outlook.com.evil.example/?url=${encodeURIComponent(long())}`),
      'notTeams',
    );
  });

  it('reads back every link Teams could make, however it was wrapped', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'abcXYZ0189_-=+'), minLength: 1, maxLength: 40 });
    const wraps = fc.array(fc.constantFrom(twice, safelink), { maxLength: 2 });
    fc.assert(
      fc.property(
        letters,
        fc.uuid(),
        fc.uuid(),
        fc.option(fc.nat()),
        wraps,
        (name, Tid, Oid, reply, wrap) => {
          const thread = `19:meeting_${name}@thread.v2`;
          const url = long(thread, '0', { Tid, Oid, ...(reply !== null && { MessageId: String(reply) }) });
          const wrapped = wrap.reduce((inner, by) => by(inner), url);
          const link = readJoinLink(`Join ${wrapped}, please`);
          assert.ok(link.kind === 'long');
          assert.deepEqual(
            [link.threadId, link.tenantId, link.organizerId, link.replyChainMessageId ?? null, link.url],
            [thread, Tid, Oid, reply === null ? null : String(reply), asTeams(url)],
          );
        },
      ),
    );
  });

  it('never throws', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        long(),
        '%',
        'https://',
        'teams.microsoft.com/',
        '/meet/',
        '?context=',
        '%7B',
        '123 456 789',
        '@',
      ),
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.webUrl(),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        readJoinLink(pieces.join(''));
      }),
      { numRuns: 2_000 },
    );
    assert.equal(kind('teams.'.repeat(200_000)), 'none');
  });
});

describe('meetingKey', () => {
  it('prefers the thread, and does not mind how it is written', () => {
    assert.equal(
      meetingKey({ threadId, joinMeetingId: '123' }),
      meetingKey({ threadId: threadId.toUpperCase() }),
    );
    assert.equal(
      meetingKey({ joinMeetingId: '123 456' }),
      meetingKey({ threadId: null, joinMeetingId: '123456' }),
    );
    assert.notEqual(meetingKey({ joinMeetingId: '123456' }), meetingKey({ threadId }));
  });

  it('has none for nothing', () => assert.throws(() => meetingKey({}), RangeError));
});
