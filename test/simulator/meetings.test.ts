import assert from 'node:assert/strict';
import { defaultPermissions } from '../../src/simulator/settings.ts';
import { raw, type Stage, startStage } from './harness.ts';

describe('simulator: meetings, calendars, people, chats', () => {
  let stage: Stage;
  let megan: string;
  let adele: string;
  before(async () => {
    stage = await startStage({ permissions: [...defaultPermissions, 'Chat.ReadBasic.All'] });
    megan = stage.simulator.world.person('Megan Bowen')?.id ?? '';
    adele = stage.simulator.world.person('Adele Vance')?.id ?? '';
  });
  after(() => stage.close());

  const byLink = (user: string, link: string) =>
    stage.graph
      .api(`/users/${user}/onlineMeetings`)
      .filter(`JoinWebUrl eq '${encodeURIComponent(link)}'`)
      .get();

  it('creates or gets: 201, then 200 with the same meeting, and a short link', async () => {
    const body = { externalId: 'activity-1', subject: 'Now', startDateTime: '2026-11-20T09:00:00Z' };
    const path = `/v1.0/users/${megan}/onlineMeetings/createOrGet`;
    const first = await raw(stage, 'POST', path, body);
    const again = await raw(stage, 'POST', path, body);
    assert.deepEqual([first.status, again.status], [201, 200]);
    assert.equal(first.body.id, again.body.id);
    const { joinMeetingId, passcode } = first.body.joinMeetingIdSettings;
    assert.equal(first.body.joinWebUrl, `https://teams.microsoft.com/meet/${joinMeetingId}?p=${passcode}`);
    const decoded = Buffer.from(first.body.id, 'base64').toString();
    assert.equal(decoded, `1*${megan}*0**${first.body.chatInfo.threadId}`);
    assert.equal((await raw(stage, 'POST', path, { subject: 'No key' })).status, 400);
  });

  it('finds a meeting by link and by number, for its organizer and the invited alone', async () => {
    const made = await stage.graph.api(`/users/${megan}/onlineMeetings`).post({
      subject: 'Found',
      participants: { attendees: [{ identity: { user: { id: adele } }, role: 'presenter' }] },
    });
    assert.match(made.joinWebUrl, /^https:\/\/teams\.microsoft\.com\/l\/meetup-join\/19%3a/);
    assert.equal(made.participants.attendees[0].role, 'presenter');
    const pat = stage.simulator.world.person('Pat Gomez')?.id ?? '';
    for (const [user, count] of [
      [megan, 1],
      [adele, 1],
      [pat, 0],
    ] as const) {
      assert.equal((await byLink(user, made.joinWebUrl)).value.length, count);
      const { joinMeetingId } = made.joinMeetingIdSettings;
      const { value } = await stage.graph
        .api(`/users/${user}/onlineMeetings`)
        .filter(`joinMeetingIdSettings/joinMeetingId eq '${joinMeetingId}'`)
        .get();
      assert.equal(value.length, count);
    }
    const bare = await raw(stage, 'GET', `/v1.0/users/${megan}/onlineMeetings`);
    assert.equal(bare.status, 400);
    assert.equal((await stage.graph.api(`/users/${adele}/onlineMeetings/${made.id}`).get()).id, made.id);
    assert.equal((await raw(stage, 'GET', `/v1.0/users/${pat}/onlineMeetings/${made.id}`)).status, 404);
  });

  it('changes and deletes a meeting', async () => {
    const made = await stage.graph.api(`/users/${megan}/onlineMeetings`).post({ subject: 'Before' });
    const path = `/users/${megan}/onlineMeetings/${made.id}`;
    const changed = await stage.graph.api(path).patch({
      subject: 'After',
      allowedPresenters: 'organizer',
      startDateTime: '2026-11-21T09:00:00Z',
      endDateTime: '2026-11-21T10:00:00Z',
    });
    assert.deepEqual(
      [changed.subject, changed.allowedPresenters, changed.startDateTime],
      ['After', 'organizer', '2026-11-21T09:00:00.000Z'],
    );
    const half = { startDateTime: '2026-11-21T09:00:00Z' };
    assert.equal((await raw(stage, 'PATCH', `/v1.0${path}`, half)).status, 400);
    assert.equal((await raw(stage, 'DELETE', `/v1.0${path}`)).status, 204);
    assert.equal((await raw(stage, 'GET', `/v1.0${path}`)).status, 404);
  });

  const event = (more: object = {}) => ({
    subject: 'Review',
    start: { dateTime: '2026-12-01T15:00:00', timeZone: 'Europe/Berlin' },
    end: { dateTime: '2026-12-01T16:00:00', timeZone: 'Europe/Berlin' },
    attendees: ['Adele Vance', 'Isaiah Langer', 'Diego Siciliani'].map((name) => ({
      emailAddress: { address: stage.simulator.world.person(name)?.userPrincipalName, name },
      type: 'required',
    })),
    isOnlineMeeting: true,
    onlineMeetingProvider: 'teamsForBusiness',
    ...more,
  });

  it('makes an event once per transactionId, with a meeting and answers', async () => {
    const path = `/users/${megan}/events`;
    const first = await stage.graph.api(path).post(event({ transactionId: 't-1' }));
    const again = await stage.graph.api(path).post(event({ transactionId: 't-1' }));
    assert.equal(first.id, again.id);
    assert.deepEqual(first.start, { dateTime: '2026-12-01T14:00:00.0000000', timeZone: 'UTC' });
    assert.equal(first.onlineMeetingUrl, null);
    await stage.clock.advance(5000);
    const { attendees } = await stage.graph.api(`${path}/${first.id}`).get();
    assert.deepEqual(
      attendees.map((entry: { status: { response: string } }) => entry.status.response),
      ['accepted', 'declined', 'none'],
    );
    const { value } = await byLink(adele, first.onlineMeeting.joinUrl);
    assert.equal(value[0].subject, 'Review');
    const chat = await stage.graph.api(`/chats/${encodeURIComponent(value[0].chatInfo.threadId)}`).get();
    assert.equal(chat.onlineMeetingInfo.calendarEventId, first.id);
    const members = await stage.graph
      .api(`/chats/${encodeURIComponent(value[0].chatInfo.threadId)}/members`)
      .get();
    assert.equal(members.value.length, 4);
    assert.equal((await raw(stage, 'GET', '/v1.0/chats/19:none@thread.v2')).status, 404);
  });

  it('moves, cancels and deletes an event', async () => {
    const path = `/users/${megan}/events`;
    const made = await stage.graph.api(path).post(event());
    const moved = await stage.graph.api(`${path}/${made.id}`).patch({
      start: { dateTime: '2026-12-02T15:00:00', timeZone: 'W. Europe Standard Time' },
      end: { dateTime: '2026-12-02T16:00:00', timeZone: 'W. Europe Standard Time' },
    });
    assert.equal(moved.start.dateTime, '2026-12-02T14:00:00.0000000');
    const meeting = stage.simulator.world.meeting(made.onlineMeeting.joinUrl);
    assert.equal(meeting?.start, Date.parse('2026-12-02T14:00:00Z'));
    const cancelled = await raw(stage, 'POST', `/v1.0${path}/${made.id}/cancel`, { Comment: 'Sorry' });
    assert.equal(cancelled.status, 202);
    assert.equal((await raw(stage, 'GET', `/v1.0${path}/${made.id}`)).status, 404);
    const other = await stage.graph.api(path).post(event());
    assert.equal((await raw(stage, 'DELETE', `/v1.0${path}/${other.id}`)).status, 204);
  });

  it('refuses an event that ends before it starts, or in an unknown zone', async () => {
    const path = `/v1.0/users/${megan}/events`;
    const early = { dateTime: '2026-12-01T14:00:00', timeZone: 'Europe/Berlin' };
    assert.equal((await raw(stage, 'POST', path, event({ end: early }))).status, 400);
    const nowhere = { dateTime: '2026-12-01T14:00:00', timeZone: 'Mars/Base' };
    assert.equal((await raw(stage, 'POST', path, event({ start: nowhere }))).status, 400);
    assert.equal((await raw(stage, 'POST', path, { subject: 'No time' })).status, 400);
  });

  it('finds people by id, UPN and filter', async () => {
    assert.equal((await stage.graph.api(`/users/${megan}`).get()).displayName, 'Megan Bowen');
    const byUpn = await stage.graph.api('/users/adele.vance@contoso.example').select('id,mail').get();
    assert.deepEqual(byUpn, {
      '@odata.context': byUpn['@odata.context'],
      id: adele,
      mail: 'adele.vance@contoso.example',
    });
    const found = async (filter: string) => {
      const { value } = await stage.graph.api('/users').filter(filter).get();
      return value.map(({ displayName }: { displayName: string }) => displayName);
    };
    assert.deepEqual(await found("startswith(displayName,'Alex')"), ['Alex Wilber', 'Alex Johnson']);
    assert.deepEqual(
      await found("mail eq 'pat.gomez@contoso.example' or userPrincipalName eq 'lee.gu@contoso.example'"),
      ['Lee Gu', 'Pat Gomez'],
    );
    assert.equal((await raw(stage, 'GET', "/v1.0/users?$filter=city eq 'x'")).status, 400);
    assert.equal((await raw(stage, 'GET', '/v1.0/users/nobody@contoso.example')).status, 404);
  });

  it('names an operation it does not have, and has no /me', async () => {
    const unknown = await raw(stage, 'GET', '/v1.0/teams/1/channels');
    assert.equal(unknown.status, 501);
    assert.match(unknown.body.error.message, /GET \/teams\/1\/channels/);
    assert.equal((await raw(stage, 'GET', '/v1.0/me/onlineMeetings')).status, 400);
  });
});
