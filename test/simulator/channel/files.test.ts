import assert from 'node:assert/strict';
import { type Stage, startStage } from '../harness.ts';

describe('files in the simulated Teams channel', () => {
  let stage: Stage;

  before(async () => {
    stage = await startStage();
  });

  after(() => stage.close());

  const open = (type: 'personal' | 'groupChat') =>
    stage.simulator.channel.open({
      type,
      members: ['Megan Bowen', 'Adele Vance'].slice(0, type === 'personal' ? 1 : 2),
    });
  const say = (id: string, body: object) =>
    fetch(`${stage.simulator.url}/simulator/v1/conversations/${encodeURIComponent(id)}/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ from: 'Megan Bowen', ...body }),
    });
  const heard = () => stage.bot.heard.at(-1)?.body;

  it('reach the bot in a personal chat, to be fetched without a token for an hour', async () => {
    const bytes = Buffer.from([0xff, 0xfe, 0x00, 0x41]);
    const files = [
      { name: 'team list.csv', text: 'who;text\nÄnne;Hi' },
      { name: 'odd.bin', content: bytes.toString('base64') },
    ];
    assert.equal((await say(open('personal').id, { files })).status, 200);
    assert.equal(heard().text, '');
    const [first, second] = heard().attachments;
    assert.equal(first.contentType, 'application/vnd.microsoft.teams.file.download.info');
    assert.equal(first.name, 'team list.csv');
    assert.equal(first.content.fileType, 'csv');
    assert.equal(await (await fetch(first.content.downloadUrl)).text(), 'who;text\nÄnne;Hi');
    assert.deepEqual(Buffer.from(await (await fetch(second.content.downloadUrl)).arrayBuffer()), bytes);
    assert.notEqual(first.content.downloadUrl, second.content.downloadUrl);
    assert.equal((await fetch(`${first.content.downloadUrl}x`)).status, 404);
    await stage.clock.advance(3_600_000);
    assert.equal((await fetch(first.content.downloadUrl)).status, 404);
  });

  it('are not told to a bot in a group', async () => {
    const files = [{ name: 'team.csv', text: 'x' }];
    await say(open('groupChat').id, { files, mention: true });
    assert.deepEqual(
      heard().attachments.map(({ contentType }: { contentType: string }) => contentType),
      ['text/html'],
    );
  });

  it('need a name and what is in them', async () => {
    const { id } = open('personal');
    for (const files of ['no list', [null], [{ text: 'x' }], [{ name: 'x.csv' }]])
      assert.equal((await say(id, { files })).status, 400, JSON.stringify(files));
    assert.equal((await say(id, {})).status, 400);
  });

  it('cannot be fetched while a fault says so', async () => {
    await say(open('personal').id, { files: [{ name: 'a.csv', text: 'x' }] });
    const { downloadUrl } = heard().attachments[0].content;
    stage.simulator.faults.add({ kind: '503', route: 'files/download', count: 1 });
    assert.equal((await fetch(downloadUrl)).status, 503);
    assert.equal((await fetch(downloadUrl)).status, 200);
  });
});
