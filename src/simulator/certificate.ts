/** The simulator's certificate authority, kept in its data folder, and the certificate of its https server. */
import { randomBytes, X509Certificate } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generate } from 'selfsigned';

export interface ServerCertificate {
  /** PEM of the authority: what a bot has to trust. */
  ca: string;
  /** Where `ca` is kept. */
  caFile: string;
  cert: string;
  key: string;
}

/** The hosts a bot may be sent to the simulator for, by a hosts file. */
export const microsoftHosts = {
  graph: 'graph.microsoft.com',
  login: 'login.microsoftonline.com',
  channel: 'login.botframework.com',
  calls: 'api.aps.skype.com',
} as const;

const day = 86_400_000;

/**
 * The authority from `dataDir` (ca.pem, ca.key; made when missing, unreadable or about to expire) and a fresh
 * certificate for localhost and Microsoft's hosts, signed by it.
 */
export async function serverCertificate(dataDir: string): Promise<ServerCertificate> {
  await mkdir(dataDir, { recursive: true });
  const caFile = join(dataDir, 'ca.pem');
  const keyFile = join(dataDir, 'ca.key');
  const authority = (await kept(caFile, keyFile)) ?? (await made(caFile, keyFile));
  const names = ['localhost', ...Object.values(microsoftHosts)];
  const leaf = await generate([{ name: 'commonName', value: 'localhost' }], {
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() - day),
    notAfterDate: new Date(Date.now() + 365 * day),
    ca: authority,
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true, keyEncipherment: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          ...names.map((value) => ({ type: 2 as const, value })),
          { type: 7 as const, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  return { ca: authority.cert, caFile, cert: leaf.cert, key: leaf.private };
}

async function kept(caFile: string, keyFile: string): Promise<{ cert: string; key: string } | null> {
  try {
    const [cert, key] = await Promise.all([readFile(caFile, 'utf8'), readFile(keyFile, 'utf8')]);
    const lasts = Date.parse(new X509Certificate(cert).validTo) - Date.now();
    return lasts > 30 * day ? { cert, key } : null;
  } catch {
    return null;
  }
}

async function made(caFile: string, keyFile: string): Promise<{ cert: string; key: string }> {
  // A client that trusts several authorities of one name tries the first alone.
  const value = `Rollcall simulator authority ${randomBytes(4).toString('hex')}`;
  const pems = await generate([{ name: 'commonName', value }], {
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() - day),
    notAfterDate: new Date(Date.now() + 3650 * day),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  await writeFile(keyFile, pems.private, { mode: 0o600 });
  await writeFile(caFile, pems.cert);
  return { cert: pems.cert, key: pems.private };
}
