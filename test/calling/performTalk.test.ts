import assert from 'node:assert/strict';
import type { Call } from '../../src/calling/call.ts';
import { createPerformTalk, type GraphMedia, type LineEffect } from '../../src/calling/performTalk.ts';
import { recordingText } from '../../src/calling/recording.ts';
import { PromptError } from '../../src/ivr/prompts.ts';
import type { ToUnderstand } from '../../src/ivr/understand.ts';
import { graphId, request } from './fixtures.ts';
import { byVoice, Line } from './talk.fixtures.ts';

const say = [{ text: 'Welcome.', language: 'en' as const }];
const operation = { operationId: 'o', ended: false, ok: false, result: null };
const recording = { recordingLocation: 'https://media.example/1', recordingAccessToken: 'key' };
const where = { tenantId: request.tenantId, callId: graphId };

/** Everything works; what was asked of Graph is kept. */
function line(special: Partial<Parameters<typeof createPerformTalk>[0]> = {}) {
  const asked: [string, Record<string, unknown>][] = [];
  const understood: ToUnderstand[] = [];
  const lookedUp: unknown[] = [];
  const started = ['playPrompt', 'recordResponse', 'startHoldMusic', 'stopHoldMusic', 'sendDtmfTones'];
  const media = new Proxy({} as GraphMedia, {
    get: (_, name: string) => async (given: Record<string, unknown>) => {
      asked.push([name, given]);
      return { ok: true, value: [...started, 'addLargeGalleryView'].includes(name) ? operation : null };
    },
  });
  const perform = createPerformTalk({
    media,
    prompts: { addresses: async (all) => all.map((_, at) => `https://bot.example/${at}`) },
    understanding: {
      understand: async (given) => {
        understood.push(given);
        await given.deliver?.('what was said');
        return { kind: 'choice', choice: 1 };
      },
    },
    lookUp: async (given) => {
      lookedUp.push(given);
      return 'It is on its way.';
    },
    unseal: (sealed, about) => (sealed === 'sealed' && about === graphId ? recordingText(recording) : null),
    deliverMessage: null,
    ...special,
  });
  return { asked, understood, lookedUp, perform };
}

const talking = new Line(byVoice).begin();
/** A call that waits for this effect. */
const call: Call = talking.call;
const wanted = talking.call.talk?.waits[0]?.effectId ?? assert.fail();

const understand = (more: object = {}): LineEffect => ({
  ...{ kind: 'understand', step: 1, sealed: 'sealed', language: 'en', purpose: 'choice', choices: null },
  ...more,
});

describe('carrying out what is done on the line', () => {
  it('asks Graph for each effect, with the effect as context', async () => {
    const record = { kind: 'record', step: 1, say, seconds: 30 } as const;
    const each = [...'0123456789*#'];
    const address = 'https://bot.example/0';
    const cases: [LineEffect, string, object][] = [
      [{ kind: 'subscribeTones' }, 'subscribeToTone', {}],
      [{ kind: 'play', step: 1, say }, 'playPrompt', { addresses: [address] }],
      [
        { ...record, purpose: 'choice' },
        'recordResponse',
        { address, initialSilence: 5, maxSilence: 2, longest: 30, stopTones: each },
      ],
      [
        { ...record, say: [], purpose: 'message' },
        'recordResponse',
        { address: null, initialSilence: 8, maxSilence: 4, longest: 30, stopTones: ['#'] },
      ],
      [{ kind: 'cancelMedia' }, 'cancelMediaProcessing', {}],
      [{ kind: 'recordingStatus', status: 'recording' }, 'updateRecordingStatus', { status: 'recording' }],
      [{ kind: 'muteSelf' }, 'mute', {}],
      [{ kind: 'unmuteSelf' }, 'unmute', {}],
      [{ kind: 'gallery' }, 'addLargeGalleryView', {}],
      [
        { kind: 'holdMusic', participantId: 'p', on: true },
        'startHoldMusic',
        { participantId: 'p', address: null },
      ],
      [{ kind: 'holdMusic', participantId: 'p', on: false }, 'stopHoldMusic', { participantId: 'p' }],
      [{ kind: 'sendTones', keys: '1#' }, 'sendDtmfTones', { tones: ['tone1', 'pound'] }],
    ];
    for (const [effect, name, given] of cases) {
      const { asked, perform } = line();
      const performed = await perform(call, wanted, effect);
      assert.ok(performed.ok && performed.result.kind === effect.kind, effect.kind);
      assert.deepEqual(asked, [[name, { ...where, context: wanted, ...given }]]);
    }
    const { asked, perform } = line();
    await perform(call, wanted, { kind: 'shareScreen', role: 'sharer' });
    assert.deepEqual(asked, [['changeScreenSharingRole', { ...where, role: 'sharer' }]]);
  });

  it('plays nothing that is not to be heard any more', async () => {
    const { asked, perform } = line();
    const performed = await perform(call, 'another', { kind: 'play', step: 1, say });
    assert.ok(performed.ok && performed.result.kind === 'play');
    assert.deepEqual([performed.result.ended, performed.result.ok, asked], [true, false, []]);
  });

  it('tells of a prompt that cannot be made, and does not try again', async () => {
    const prompts = { addresses: () => Promise.reject(new PromptError('A text could not be spoken')) };
    const { asked, perform } = line({ prompts });
    const performed = await perform(call, wanted, { kind: 'play', step: 1, say });
    assert.ok(!performed.ok);
    assert.deepEqual([performed.failure.status, performed.failure.code], [424, 'promptMissing']);
    assert.deepEqual(asked, []);
  });

  it('has a recording understood from its seal, of this call alone', async () => {
    const { understood, perform } = line();
    const performed = await perform(call, 'e', understand());
    const heard = { kind: 'choice', choice: 1 };
    assert.deepEqual(performed, { ok: true, result: { kind: 'understand', step: 1, heard } });
    assert.deepEqual(understood, [{ ...recording, language: 'en', purpose: 'choice', choices: null }]);
    for (const [other, sealed] of [
      [{ ...call, graphId: 'another' }, 'sealed'],
      [call, 'forged'],
    ] as const) {
      const none = await perform(other, 'e', understand({ sealed }));
      assert.deepEqual(none, {
        ok: true,
        result: { kind: 'understand', step: 1, heard: { kind: 'unavailable' } },
      });
    }
  });

  it('delivers what was said in a message, where messages are kept, and no choice ever', async () => {
    const delivered: string[] = [];
    const deliverMessage = async (of: Call, text: string) => {
      delivered.push(`${of.id} ${text}`);
    };
    await line().perform(call, 'e', understand({ purpose: 'message' }));
    await line({ deliverMessage }).perform(call, 'e', understand());
    assert.deepEqual(delivered, []);
    const performed = await line({ deliverMessage }).perform(call, 'e', understand({ purpose: 'message' }));
    assert.deepEqual(delivered, [`${call.id} what was said`]);
    assert.ok(!JSON.stringify(performed).includes('what was said'));
  });

  it('looks up by where the caller is in the menu and in which language, and nothing else', async () => {
    const { lookedUp, perform } = line();
    const url = 'https://shop.example/';
    const walk = { ...(call.talk?.walk ?? assert.fail()), language: 'ru' as const };
    const russian = { ...call, talk: { ...(call.talk ?? assert.fail()), walk } };
    const performed = await perform(russian, 'e', { kind: 'lookUp', step: 3, url, timeoutMs: 9 });
    assert.deepEqual(performed, {
      ok: true,
      result: { kind: 'lookUp', step: 3, text: 'It is on its way.' },
    });
    assert.deepEqual(lookedUp, [{ url, timeoutMs: 9, menu: 'main', node: 'welcome', language: 'ru' }]);
  });
});
