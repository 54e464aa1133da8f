import assert from 'node:assert/strict';
import { newId } from '../../src/lib/ids.ts';
import type { Meeting } from '../../src/meetings/meeting.ts';
import type { MeetingStore } from '../../src/meetings/stored.ts';
import { meetingStore } from '../../src/store/meetings.ts';
import { type FreshDatabase, freshDatabase } from '../fixtures/database.ts';

const organizer = { id: 'aaaaaaaa-0000-4000-8000-000000000001', name: 'Adele Vance' };
const lee = {
  id: 'aaaaaaaa-0000-4000-8000-000000000002',
  name: 'Lee Gu',
  address: 'lee@contoso.example',
  response: 'none' as const,
  outside: false,
};
const aMeeting = (changes: Partial<Meeting> = {}): Meeting => ({
  id: newId(),
  tenantId: 'tenant',
  conversationId: '19:chat@thread.v2',
  organizer,
  subject: "Budget '; drop table meetings",
  start: 1_800_000_000_000,
  end: 1_800_001_800_000,
  zone: 'Europe/Berlin',
  invited: [lee],
  lobby: 'organization',
  presenters: 'everyone',
  state: 'scheduled',
  source: 'event',
  eventId: 'event-1',
  onlineMeetingId: null,
  joinUrl: null,
  joinMeetingId: null,
  passcode: null,
  threadId: null,
  messageId: null,
  movedFrom: null,
  cancelledBy: null,
  locale: 'en-US',
  createdAt: 1_790_000_000_000,
  ...changes,
});

describe('meetings in the database', () => {
  let database: FreshDatabase;
  let store: MeetingStore;
  before(async () => {
    database = await freshDatabase();
    store = meetingStore(database.db);
  });
  after(() => database.close());

  it('gives back what was saved', async () => {
    const meeting = aMeeting({ movedFrom: 5, cancelledBy: organizer, learned: true });
    assert.deepEqual(await store.insert(meeting), meeting);
    assert.deepEqual(await store.get(meeting.id), meeting);
  });

  it('keeps a subject of any letters, those aside that PostgreSQL cannot hold', async () => {
    const saved = await store.insert(aMeeting({ subject: 'Bud\u0000get \ud83d' }));
    assert.equal(saved.subject, 'Budget \ufffd');
  });

  it('knows nothing of other ids, or of what is no id', async () => {
    assert.equal(await store.get(newId()), null);
    assert.equal(await store.get("' or 1=1"), null);
    assert.equal(await store.find({ tenantId: 'tenant' }), null);
  });

  it('saves a meeting once, by id, by thread and by meeting ID', async () => {
    const first = await store.insert(
      aMeeting({ threadId: '19:meeting_A@thread.v2', messageId: '0', joinMeetingId: '111222333' }),
    );
    const again = [
      aMeeting({ id: first.id, subject: 'other' }),
      aMeeting({ threadId: '19:MEETING_a@thread.v2' }),
      aMeeting({ joinMeetingId: '111222333' }),
    ];
    for (const meeting of again) assert.deepEqual(await store.insert(meeting), first);
    const elsewhere = aMeeting({ tenantId: 'other', threadId: '19:meeting_A@thread.v2' });
    assert.equal((await store.insert(elsewhere)).id, elsewhere.id);
  });

  it('saves it once under two at the same time', async () => {
    const meeting = aMeeting({ threadId: '19:race@thread.v2' });
    const saved = await Promise.all(
      Array.from({ length: 8 }, () => store.insert({ ...meeting, id: newId() })),
    );
    assert.equal(new Set(saved.map(({ id }) => id)).size, 1);
  });

  it('tells meetings of one channel apart', async () => {
    const channel = { threadId: '19:channel@thread.tacv2' };
    const one = await store.insert(aMeeting({ ...channel, messageId: '1' }));
    const two = await store.insert(aMeeting({ ...channel, messageId: '2' }));
    assert.notEqual(one.id, two.id);
    assert.equal((await store.find({ tenantId: 'tenant', ...channel, messageId: '2' }))?.id, two.id);
    assert.equal(await store.find({ tenantId: 'tenant', ...channel }), null);
  });

  it('changes only what is given, and only in the state asked for', async () => {
    const meeting = await store.insert(aMeeting({ state: 'draft', movedFrom: 7 }));
    assert.equal(await store.change(meeting.id, { subject: 'x' }, 'scheduled'), null);
    const sent = await store.change(
      meeting.id,
      { state: 'scheduled', invited: [], movedFrom: null, cancelledBy: organizer },
      'draft',
    );
    assert.deepEqual(sent, {
      ...meeting,
      state: 'scheduled',
      invited: [],
      movedFrom: null,
      cancelledBy: organizer,
    });
    assert.equal(await store.change(newId(), { subject: 'x' }), null);
  });

  it('lists what is ahead for the organizer and the invited, soonest first', async () => {
    const tenantId = 'upcoming';
    const at = (start: number, changes: Partial<Meeting> = {}) =>
      store.insert(aMeeting({ tenantId, start, end: start + 10, ...changes }));
    const later = await at(200);
    const sooner = await at(100);
    await at(50);
    await at(300, { state: 'cancelled' });
    await at(300, { state: 'draft' });
    const other = { id: 'somebody', name: 'Somebody' };
    await at(150, { organizer: other, invited: [] });
    const ids = async (person: string) =>
      (await store.upcoming(person, tenantId, 60, 10)).map(({ id }) => id);
    assert.deepEqual(await ids(organizer.id), [sooner.id, later.id]);
    assert.deepEqual(await ids(lee.id), [sooner.id, later.id]);
    assert.deepEqual(await store.upcoming('nobody', tenantId, 60, 10), []);
  });
});
