import assert from 'node:assert/strict';
import { readNotifications } from '../../src/calling/notification.ts';

const id = '2a0b0000-1111-4222-8333-444455556666';
const hex = id.replaceAll('-', '').toUpperCase();
const body = (...value: object[]) => ({ '@odata.type': '#microsoft.graph.commsNotifications', value });
/** As good as sealed: it says what it was given, and what that is about. */
const seal = (text: string, about: string) => `sealed ${about} ${Buffer.from(text).toString('base64')}`;
const read = (...value: object[]) => {
  const news = readNotifications(body(...value), seal);
  assert.ok(news !== 'legacy');
  return news;
};
const events = (...value: object[]) => read(...value).map((one) => ('event' in one ? one.event : one));

describe('reading notifications', () => {
  it('finds the call by every spelling of its address', () => {
    const places = [
      { resourceUrl: `/communications/calls/${id}` },
      { resource: `/app/calls/${hex}` },
      { resource: `communications/calls/${hex.toLowerCase()}` },
      { resourceUrl: `https://graph.microsoft.com/v1.0/communications/calls/${hex}` },
      { resource: 'nonsense', resourceUrl: `/app/calls/${id}` },
    ];
    for (const place of places) {
      const resourceData = { state: 'Established' };
      assert.deepEqual(read({ changeType: 'updated', ...place, resourceData }), [
        { callKey: id, event: { kind: 'callUpdated', news: { graphId: id, state: 'established' } } },
      ]);
    }
  });

  it('tells an ended call by deleted, with its result as numbers or strings', () => {
    const resultInfo = { code: '200', subCode: '5300', message: 'removed' };
    const resourceData = { state: 'terminated', resultInfo };
    assert.deepEqual(
      events({ changeType: 'deleted', resourceUrl: `/communications/calls/${id}`, resourceData }),
      [
        {
          kind: 'callDeleted',
          news: {
            graphId: id,
            state: 'terminated',
            result: { code: 200, subcode: 5300, message: 'removed' },
          },
        },
      ],
    );
  });

  it('reads the whole roster, of people of every kind', () => {
    const one = (pid: string, identity: object, more: object = {}) => ({
      id: pid,
      info: { identity },
      ...more,
    });
    const resourceData = [
      one('1', { user: { id: 'ABC', displayName: 'Adele' } }, { isMuted: true, isInLobby: false }),
      one('2', { guest: { id: 'g', displayName: 'Pat' } }, { isInLobby: true }),
      one('3', { phone: { id: '+15550100' } }, { mediaStreams: [{ serverMuted: true }] }),
      one('4', { application: { id: 'b', displayName: 'Rollcall' }, user: null }),
      one('5', { encrypted: { id: 'x' } }),
      one('6', { user: { id: 'u' } }, { removedState: { reason: 'Removed' } }),
      one('7', { application: { id: 'g', ApplicationType: 'LargeGallery-V2' } }),
      one('8', { application: { id: 'g', applicationType: 'LargeGallery-V2' } }),
    ];
    const [event] = events({
      changeType: 'updated',
      resourceUrl: `/communications/calls/${id}/participants`,
      resourceData,
    });
    assert.ok(event && 'kind' in event && event.kind === 'rosterUpdated');
    const people = event.participants.map((p) => [p.kind, p.personId, p.name, p.inLobby, p.muted]);
    assert.deepEqual(people, [
      ['user', 'abc', 'Adele', false, true],
      ['guest', 'g', 'Pat', true, false],
      ['phone', '+15550100', '+15550100', false, true],
      ['application', 'b', 'Rollcall', false, false],
      ['unknown', null, '', false, false],
    ]);
  });

  it('asks, rather than believe, a roster it cannot read or that is not whole', () => {
    const url = `/communications/calls/${id}/participants`;
    const items = [
      { changeType: 'updated', resourceUrl: url },
      { changeType: 'updated', resourceUrl: url, resourceData: [{ nonsense: true }] },
      { changeType: 'updated', resourceUrl: `${url}/1`, resourceData: { id: '1' } },
      {
        changeType: 'updated',
        resourceUrl: url,
        resourceData: { '@odata.type': '#microsoft.graph.deltaParticipants' },
      },
    ];
    assert.deepEqual(
      events(...items),
      items.map(() => ({ kind: 'doubted' })),
    );
  });

  it('knows an operation that ended from one that runs', () => {
    const resourceUrl = `/communications/calls/${id}/operations/op`;
    const clientContext = 'call/7';
    const found = events(
      { changeType: 'updated', resourceUrl, resourceData: { status: 'Running', clientContext } },
      { changeType: 'deleted', resourceUrl, resourceData: { status: 'completed', clientContext, id: null } },
      {
        changeType: 'updated',
        resourceUrl,
        resourceData: { status: 'Failed', clientContext, resultInfo: { code: 603 } },
      },
    );
    const common = { kind: 'operationEnded', graphId: id, operationId: 'op', context: clientContext };
    assert.deepEqual(found, [
      { ...common, ok: true, result: null },
      { ...common, ok: false, result: { code: 603, subcode: 0, message: '' } },
    ]);
  });

  it('hears of audio and of keys, numbers as strings, words in any case', () => {
    const resourceUrl = `/communications/calls/${id}`;
    const cases: [object, object][] = [
      [{ mediaState: { audio: 'Active' } }, { audio: 'active' }],
      [{ mediaState: { audio: 'inactive' } }, { audio: 'inactive' }],
      [{ mediaState: { audio: 'unknownFutureValue' } }, {}],
      [{ mediaState: null, toneInfo: null }, {}],
      [{ toneInfo: { sequenceId: 1, tone: 'tone1' } }, { tone: { sequenceId: 1, tone: 'tone1' } }],
      [{ toneInfo: { sequenceId: '2', tone: 'Pound' } }, { tone: { sequenceId: 2, tone: 'pound' } }],
      [{ toneInfo: { sequenceId: 3, tone: 'unknownFutureValue' } }, {}],
      [{ toneInfo: { tone: 'tone1' } }, {}],
      [{ toneInfo: { sequenceId: null, tone: 'tone1' } }, {}],
      [{ toneInfo: { sequenceId: '9'.repeat(400), tone: 'tone1' } }, {}],
    ];
    for (const [resourceData, told] of cases) {
      const [event] = events({ changeType: 'updated', resourceUrl, resourceData });
      assert.deepEqual(event, { kind: 'callUpdated', news: { graphId: id, ...told } });
    }
  });

  it('seals where a recording is and the key to it', () => {
    const resourceUrl = `/communications/calls/${id}/operations/op`;
    const recordingLocation = 'https://media.example/clip';
    const recordingAccessToken = 'a key';
    const resourceData = { status: 'completed', recordingLocation, recordingAccessToken };
    const [event] = events({ changeType: 'deleted', resourceUrl, resourceData });
    assert.ok(event && 'kind' in event && event.kind === 'operationEnded');
    assert.equal(event.recording, seal(JSON.stringify({ recordingLocation, recordingAccessToken }), id));
    const plain = JSON.stringify(event);
    assert.ok(!plain.includes(recordingLocation) && !plain.includes(recordingAccessToken));
    for (const half of [{ recordingLocation }, { recordingAccessToken }, { recordingLocation: null }]) {
      const [none] = events({ changeType: 'deleted', resourceUrl, resourceData: half });
      assert.ok(none && !('recording' in none));
    }
  });

  it('knows keys that were not sent, though Graph says completed', () => {
    const resourceUrl = `/communications/calls/${id}/operations/op`;
    for (const [completionReason, ok] of [
      ['completedSuccessfully', true],
      ['mediaOperationCanceled', false],
      ['unknown', false],
      [null, true],
    ] as const) {
      const resourceData = { status: 'completed', completionReason };
      const [event] = events({ changeType: 'deleted', resourceUrl, resourceData });
      assert.ok(event && 'kind' in event && event.kind === 'operationEnded');
      assert.equal(event.ok, ok);
    }
  });

  it('names what it does not know, and keeps the rest of the body', () => {
    const found = read(
      { changeType: 'updated', resourceUrl: `/communications/calls/${id}/contentSharingSessions` },
      { changeType: 'updated', resourceUrl: '/subscriptions/1' },
      {
        changeType: 'updated',
        resourceUrl: `/communications/calls/${id}`,
        resourceData: { state: 'ringing' },
      },
      'junk' as unknown as object,
    );
    assert.deepEqual(found, [
      { unknown: 'contentSharingSessions' },
      { unknown: 'notAboutACall' },
      { callKey: id, event: { kind: 'callUpdated', news: { graphId: id } } },
      { unknown: 'malformed' },
    ]);
  });

  it('tells the legacy format', () => {
    for (const other of [{}, null, 7, 'text', [], { value: 1 }, { '@odata.type': '#other', value: [] }]) {
      assert.equal(readNotifications(other, seal), 'legacy');
    }
  });
});
