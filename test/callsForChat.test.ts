import assert from 'node:assert/strict';
import type { Call } from '../src/calling/call.ts';
import type { Desk } from '../src/calling/desk.ts';
import { callsForChat } from '../src/callsForChat.ts';

describe('the calls that chat asks for', () => {
  it('are spoken in the language of who asks, or in the configured one', async () => {
    const asked: string[] = [];
    const heard = async ({ locale }: { locale: string }) => {
      asked.push(locale);
    };
    const desk = { start: heard, place: heard } as unknown as Desk;
    const calls = callsForChat(
      desk,
      async () => [],
      'ru',
      () => false,
    );
    for (const locale of ['pt-PT', 'fr-FR', 'en-US']) {
      await calls.start({ locale } as Parameters<Desk['start']>[0]);
      await calls.place({ locale } as Parameters<Desk['place']>[0]);
    }
    assert.deepEqual(asked, ['pt-BR', 'pt-BR', 'ru', 'ru', 'en', 'en']);
  });

  it('are left while Graph does not answer, and nothing else is begun in them', async () => {
    const told: string[] = [];
    const tell: Desk['tell'] = async (_id, event) => {
      if (event.kind === 'controlRequested') told.push(event.request.verb);
      return {} as Call;
    };
    const calls = callsForChat(
      { tell } as Desk,
      async () => [],
      'en',
      () => true,
    );
    const asker = { id: 'id', name: 'Adele' };
    await assert.rejects(calls.control('call', 'c', asker, { verb: 'mute', to: [] }), {
      key: 'error.graphDown',
    });
    await calls.control('call', 'd', asker, { verb: 'leave' });
    assert.deepEqual(told, ['leave']);
  });
});
