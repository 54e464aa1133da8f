import assert from 'node:assert/strict';
import type { Meeting } from '../../src/meetings/meeting.ts';
import { newMeetingUrl } from '../../src/meetings/newMeetingUrl.ts';

const meeting = {
  source: 'link',
  state: 'scheduled',
  subject: 'Budget & more+',
  start: Date.parse('2026-11-19T14:00:00Z'),
  end: Date.parse('2026-11-19T14:45:00Z'),
  zone: 'Europe/Berlin',
  invited: [{ address: 'adele@contoso.example' }, { address: 'lee@contoso.example' }],
} as unknown as Meeting;

describe('newMeetingUrl', () => {
  it('fills in Teams’ dialog', () => {
    const url = new URL(newMeetingUrl(meeting) ?? '');
    assert.equal(url.origin + url.pathname, 'https://teams.microsoft.com/l/meeting/new');
    assert.deepEqual(Object.fromEntries(url.searchParams), {
      subject: 'Budget & more+',
      startTime: '2026-11-19T15:00:00+01:00',
      endTime: '2026-11-19T15:45:00+01:00',
      attendees: 'adele@contoso.example,lee@contoso.example',
    });
    assert.ok(!url.search.includes('+'), 'spaces and pluses are encoded');
  });

  it('stays short enough to open, and is not for meetings that exist', () => {
    const invited = Array.from({ length: 250 }, (_, index) => ({
      address: `person${index}@contoso.example`,
    }));
    const url = newMeetingUrl({ ...meeting, invited } as unknown as Meeting) ?? '';
    assert.ok(url.length <= 2_000 && url.includes('person0'));
    assert.equal(newMeetingUrl({ ...meeting, source: 'event' }), null);
  });
});
