import assert from 'node:assert/strict';
import { createHash, createPublicKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jwtVerify } from 'jose';
import { generate } from 'selfsigned';
import { graphServer } from '../fixtures/graphServer.ts';
import { answerJson } from '../fixtures/https.ts';

describe('who Rollcall says it is to Entra', () => {
  it('a secret', async () => {
    const server = await graphServer((_, response) => answerJson(response, 200, {}));
    await server.graph.request({ method: 'GET', path: '/users' });
    assert.equal(server.forms[0]?.client_secret, 'secret');
    assert.equal(server.forms[0]?.grant_type, 'client_credentials');
    await server.close();
  });

  it('a certificate, by an assertion that it signed, and no secret', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rollcall-certificate-'));
    const pems = await generate([{ name: 'commonName', value: 'bot' }], { algorithm: 'sha256' });
    const files = {
      BOT_CERTIFICATE_FILE: join(folder, 'c.pem'),
      BOT_CERTIFICATE_KEY_FILE: join(folder, 'c.key'),
    };
    writeFileSync(files.BOT_CERTIFICATE_FILE, pems.cert);
    writeFileSync(files.BOT_CERTIFICATE_KEY_FILE, pems.private);
    const credential = { BOT_PASSWORD: '', ...files };
    const server = await graphServer((_, response) => answerJson(response, 200, {}), credential);
    try {
      await server.graph.request({ method: 'GET', path: '/users' });
      const [form] = server.forms;
      assert.equal(form?.client_secret, undefined);
      const { protectedHeader } = await jwtVerify(form?.client_assertion ?? '', createPublicKey(pems.cert), {
        issuer: '11111111-2222-4333-8444-555555555555',
        clockTolerance: 60,
      });
      const thumbprint = createHash('sha256').update(new X509Certificate(pems.cert).raw).digest('base64url');
      assert.equal(protectedHeader['x5t#S256'], thumbprint);
    } finally {
      await server.close();
      rmSync(folder, { recursive: true });
    }
  });
});
