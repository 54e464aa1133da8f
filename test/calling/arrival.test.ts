import assert from 'node:assert/strict';
import fc from 'fast-check';
import { arrivalOf } from '../../src/calling/arrival.ts';

const identity = (id: string | null, displayName: string | null = null) => ({ id, displayName });
const incoming = (source: object | null, more: object = {}) => ({
  '@odata.type': '#microsoft.graph.call',
  ...{ state: 'incoming', direction: 'incoming', source, targets: [] },
  ...more,
});
const from = (set: object) => arrivalOf(incoming({ identity: set, languageId: 'en-US' }))?.caller;

describe('a call that comes in, on the wire', () => {
  it('names who calls, each kind in its way', () => {
    const user = { ...identity('ADELE', 'Adele Vance'), tenantId: 'TENANT' };
    const told = { tenantId: 'tenant', languageId: 'en-US' };
    assert.deepEqual(from({ user }), { kind: 'user', id: 'adele', name: 'Adele Vance', ...told });
    const nobody = { id: null, name: '', tenantId: null, languageId: 'en-US' };
    assert.deepEqual(from({ phone: identity('+4930') }), {
      ...{ ...nobody, kind: 'phone', id: '+4930', name: '+4930' },
    });
    assert.deepEqual(from({ phone: identity('anonymous', 'Anonymous') }), {
      ...{ ...nobody, kind: 'anonymous', name: 'Anonymous' },
    });
    assert.deepEqual(from({ encrypted: identity('opaque') }), { ...nobody, kind: 'encrypted', id: 'opaque' });
    assert.equal(from({ applicationInstance: identity('a') })?.kind, 'application');
    assert.deepEqual(arrivalOf(incoming(null))?.caller, { ...nobody, kind: 'anonymous', languageId: null });
  });

  it('says whom they wanted, how, and whether others are there', () => {
    const targets = [{ identity: { applicationInstance: identity('DESK'), phone: identity('+4930') } }];
    const more = { targets, requestedModalities: ['audio', 'Video'], chatInfo: { threadId: 't' } };
    const arrival = arrivalOf(incoming(null, more));
    assert.deepEqual(arrival?.callee, { id: 'desk', phone: '+4930' });
    assert.deepEqual([arrival?.video, arrival?.group], [true, true]);
  });

  it('is as long as a name is, and no longer: it is spoken, shown, and looked up by an index', () => {
    const endless = 'x'.repeat(10_000);
    const guest = { id: endless, displayName: endless, tenantId: endless };
    const arrival = arrivalOf(incoming({ identity: { guest }, languageId: endless }, { subject: endless }));
    const { id, name, tenantId, languageId } = arrival?.caller ?? {};
    const all = [id, name, tenantId, languageId, arrival?.subject];
    assert.deepEqual(
      all.map((one) => one?.length),
      all.map(() => 500),
    );
  });

  it('is no other call', () => {
    assert.equal(arrivalOf({ ...incoming(null), state: 'established' }), null);
    assert.equal(arrivalOf({ ...incoming(null), direction: 'outgoing' }), null);
  });

  it('is read whatever stands in it, or left aside', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom('state', 'direction', 'source', 'targets', 'requestedModalities'),
          fc.anything(),
        ),
        (data) => {
          const arrival = arrivalOf({ ...incoming(null), ...data });
          assert.ok(arrival === null || typeof arrival.caller.name === 'string');
        },
      ),
    );
  });
});
