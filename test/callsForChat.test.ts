import assert from 'node:assert/strict';
import type { Desk } from '../src/calling/desk.ts';
import { callsForChat } from '../src/callsForChat.ts';

describe('the calls that chat asks for', () => {
  it('are spoken in the language of who asks, or in the configured one', async () => {
    const asked: string[] = [];
    const heard = async ({ locale }: { locale: string }) => {
      asked.push(locale);
    };
    const desk = { start: heard, place: heard } as unknown as Desk;
    const calls = callsForChat(desk, async () => [], 'ru');
    for (const locale of ['pt-PT', 'fr-FR', 'en-US']) {
      await calls.start({ locale } as Parameters<Desk['start']>[0]);
      await calls.place({ locale } as Parameters<Desk['place']>[0]);
    }
    assert.deepEqual(asked, ['pt-BR', 'pt-BR', 'ru', 'ru', 'en', 'en']);
  });
});
