import assert from 'node:assert/strict';
import type { Activity } from 'botbuilder';
import { messagesRoute } from '../../src/chat/messagesRoute.ts';

describe('POST /api/messages', () => {
  const serviceUrl = 'https://channel.example/';
  const message = {
    ...{ type: 'message', id: '1', text: 'help', serviceUrl, channelId: 'msteams' },
    from: { id: '29:a', name: 'Ann' },
    conversation: { id: 'chat' },
  };

  async function post(activity: object) {
    let status = 0;
    let heard: Partial<Activity> | null = null;
    const adapter = {
      async process(request: { body: Partial<Activity> }) {
        heard = request.body;
      },
    };
    await messagesRoute(
      adapter as never,
      async () => undefined,
    )({
      body: Buffer.from(JSON.stringify(activity)),
      caller: { serviceUrl },
      request: { socket: null, headers: {} },
      answer: (code: number) => {
        status = code;
      },
    } as never);
    return { status, heard: heard as Partial<Activity> | null };
  }

  it('hears what has an id, and what asks for nothing without one', async () => {
    assert.equal((await post(message)).status, 200);
    assert.equal((await post({ ...message, type: 'conversationUpdate', id: undefined })).status, 200);
  });

  it('refuses what asks for something and has no id: a second delivery could not be told', async () => {
    for (const type of ['message', 'invoke'])
      for (const id of [undefined, '']) {
        const { status, heard } = await post({ ...message, type, id });
        assert.equal(status, 400, `${type} ${id}`);
        assert.equal(heard, null);
      }
  });

  it('refuses what has something of another kind where it would be read', async () => {
    const strange: object[] = [
      ...[{ $ne: null }, 7, ['help']].map((text) => ({ text })),
      { from: { ...message.from, aadObjectId: {} } },
      { recipient: 'Rollcall' },
      { channelData: { tenant: 'contoso' } },
      { conversation: { ...message.conversation, tenantId: 7 } },
      { entities: { type: 'clientInfo' } },
      { entities: [null] },
      { attachments: 'file' },
      { type: 'invoke', name: 'adaptiveCard/action' },
      { type: 'invoke', name: 'adaptiveCard/action', value: { action: null } },
    ];
    for (const more of strange) {
      const { status, heard } = await post({ ...message, ...more });
      assert.equal(status, 400, JSON.stringify(more));
      assert.equal(heard, null);
    }
    const nothing = { text: null, recipient: null, channelData: null, entities: null, attachments: null };
    assert.equal((await post({ ...message, ...nothing })).status, 200);
  });

  it('hears no character that cannot be kept', async () => {
    const { heard } = await post({
      ...message,
      text: 'he\u0000lp \ud83d',
      from: { ...message.from, name: 'A\u0000nn' },
    });
    assert.equal(heard?.text, 'help \ufffd');
    assert.equal(heard?.from?.name, 'Ann');
  });
});
