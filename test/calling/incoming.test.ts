import assert from 'node:assert/strict';
import type { Arrival } from '../../src/calling/arrival.ts';
import { newIncomingCall } from '../../src/calling/incoming.ts';
import { adele, now } from '../frontdesk/fixtures.ts';

const arrival = (languageId: string | null): Arrival => ({
  ...{ caller: { ...adele, languageId }, callee: { id: null, phone: null } },
  ...{ video: false, group: false, subject: '', myParticipantId: null },
});
const localeOf = (languageId: string | null, locale: string) =>
  newIncomingCall({ id: 'a', botId: 'b', tenantId: 'c', graphId: 'd', locale }, arrival(languageId), now)
    .locale;

describe('a call that comes in', () => {
  it('is spoken to in the language of the caller, where Rollcall knows it', () => {
    assert.equal(localeOf('pt-PT', 'ru'), 'pt-BR');
    assert.equal(localeOf('zh-Hans', 'ru'), 'zh-CN');
    assert.equal(localeOf('en-US', 'ru'), 'en');
  });

  it('is spoken to in the configured language otherwise', () => {
    assert.equal(localeOf(null, 'ru'), 'ru');
    assert.equal(localeOf('fr-FR', 'ru'), 'ru');
    assert.equal(localeOf('fr-FR', 'de-DE'), 'en');
  });
});
