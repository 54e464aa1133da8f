import assert from 'node:assert/strict';
import { coordinatesOf } from '../../src/meetings/coordinates.ts';
import type { Meeting } from '../../src/meetings/meeting.ts';

const organizerId = '0a0a0a0a-0000-4000-8000-000000000001';
const context = { Tid: '0b0b0b0b-0000-4000-8000-000000000002', Oid: organizerId, MessageId: '1600000000000' };
const link = (threadId: string) =>
  `https://teams.microsoft.com/l/meetup-join/${encodeURIComponent(threadId)}/1600000000001?context=${encodeURIComponent(
    JSON.stringify(context),
  )}`;
const meeting = (threadId: string, linked: string) =>
  ({
    ...{ organizer: { id: organizerId, name: 'Megan' }, threadId, messageId: '1600000000001' },
    ...{ joinUrl: linked, joinMeetingId: null, passcode: null },
  }) as Meeting;

describe('how a meeting is joined', () => {
  it('names the post that a channel meeting replies to, as its link does', () => {
    const threadId = '19:abc@thread.tacv2';
    const coordinates = { by: 'organizer', organizerId, threadId, messageId: '1600000000001' };
    assert.deepEqual(coordinatesOf(meeting(threadId, link(threadId))), {
      ...coordinates,
      replyChainMessageId: '1600000000000',
    });
    assert.deepEqual(coordinatesOf(meeting(threadId, link('19:other@thread.tacv2'))), coordinates);
    assert.deepEqual(coordinatesOf({ ...meeting(threadId, ''), joinUrl: null }), coordinates);
  });
});
