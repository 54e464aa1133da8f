import assert from 'node:assert/strict';
import { fetchFile } from '../../src/reminders/importFile.ts';
import { type HttpsServer, httpsServer } from '../fixtures/https.ts';

describe('fetching a dropped file', () => {
  let server: HttpsServer;
  let hosts: string[];
  const asked: { path: string; authorization: string | undefined }[] = [];

  before(async () => {
    server = await httpsServer(({ url: path = '', headers }, response) => {
      asked.push({ path, authorization: headers.authorization });
      const moves: Record<string, string> = {
        '/moved': '/file',
        '/away': 'https://elsewhere.example/',
        '/plain': 'http://localhost/',
        '/round': '/round',
      };
      const location = moves[path];
      if (path === '/cut') {
        response.writeHead(200, { 'content-length': '100' });
        response.write('half');
        return void setImmediate(() => response.destroy());
      }
      if (location) response.writeHead(302, { location });
      else response.writeHead(path === '/gone' ? 404 : 200);
      response.end(path === '/large' ? 'x'.repeat(1_000_001) : 'who,text,when');
    });
    hosts = [new URL(server.url).host];
  });
  after(() => server.close());

  const get = async (path: string) => Buffer.from(await fetchFile(`${server.url}${path}`, hosts)).toString();

  it('gives what stands there, without a token of ours, and after a move on the same hosts', async () => {
    assert.equal(await get('/file'), 'who,text,when');
    assert.equal(await get('/moved'), 'who,text,when');
    assert.ok(asked.every(({ authorization }) => authorization === undefined));
  });

  it('goes nowhere else, not to plain http, and not round in circles', async () => {
    for (const path of ['/away', '/plain']) await assert.rejects(get(path), { key: 'import.file.elsewhere' });
    await assert.rejects(get('/round'), { key: 'import.file.gone' });
  });

  it('is refused where the file is large, gone or cut off', async () => {
    await assert.rejects(get('/large'), { key: 'import.file.tooLarge' });
    for (const path of ['/gone', '/cut']) await assert.rejects(get(path), { key: 'import.file.gone' });
  });

  it('asks only hosts that are allowed, by https and without a name and password', async () => {
    const before = asked.length;
    const { port } = new URL(server.url);
    const cases: [string, string[]][] = [
      [server.url, ['*.sharepoint.com']],
      [server.url, ['localhost']],
      [server.url.replace('https', 'http'), hosts],
      [`https://megan:secret@localhost:${port}/file`, hosts],
      ['https://sharepoint.com.example/', ['*.sharepoint.com']],
      ['https://notsharepoint.com/', ['*.sharepoint.com']],
      ['https://contoso.sharepoint.com:8443/', ['*.sharepoint.com']],
      ['https://169.254.169.254/', ['*.sharepoint.com']],
      ['file:///etc/passwd', ['*.sharepoint.com']],
      ['not an address', ['*.sharepoint.com']],
      ['https://contoso.sharepoint.com@elsewhere.example/', ['*.sharepoint.com']],
    ];
    for (const [address, allowed] of cases)
      await assert.rejects(fetchFile(address, allowed), { key: 'import.file.elsewhere' }, address);
    assert.equal(asked.length, before);
  });
});
