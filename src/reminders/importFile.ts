/**
 * Fetches a file that somebody dropped in a chat from where Teams keeps it. Its address holds for some minutes and for
 * whoever has it: nothing of ours is sent along.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4#receive-files-in-personal-chat
 */
import { bodyWithin } from '../lib/bodyWithin.ts';
import { Refusal } from '../lib/errors.ts';

/** Bytes. */
const largest = 1_000_000;
const deadlineMs = 20_000;
const mostRedirects = 3;

/**
 * @param hosts such as "*.sharepoint.com" (any name under it) or "localhost:3979" (with a port only where it says one)
 * @throws Refusal for an address elsewhere or not https, a file over a megabyte, or one that is not given out
 */
export async function fetchFile(address: string, hosts: readonly string[]): Promise<Uint8Array> {
  const signal = AbortSignal.timeout(deadlineMs);
  let url = allowed(address, hosts);
  for (let hops = 0; hops <= mostRedirects; hops += 1) {
    const response = await fetch(url, { redirect: 'manual', signal }).catch(() => null);
    const next = response?.headers.get('location');
    if (response && response.status >= 300 && response.status < 400 && next) {
      await response.body?.cancel();
      url = allowed(new URL(next, url).href, hosts);
      continue;
    }
    if (!response?.ok) {
      await response?.body?.cancel();
      throw new Refusal('import.file.gone');
    }
    const bytes = await bodyWithin(response, largest).catch(() => {
      throw new Refusal('import.file.gone');
    });
    if (!bytes) throw new Refusal('import.file.tooLarge');
    return bytes;
  }
  throw new Refusal('import.file.gone');
}

function allowed(address: string, hosts: readonly string[]): URL {
  const url = URL.parse(address);
  if (url?.protocol !== 'https:' || url.username || !hosts.some((host) => fits(url, host)))
    throw new Refusal('import.file.elsewhere');
  return url;
}

function fits({ host, hostname, port }: URL, allowed: string): boolean {
  const name = allowed.toLowerCase();
  if (name.startsWith('*.')) return hostname.endsWith(name.slice(1)) && port === '';
  return name.includes(':') ? host === name : hostname === name && port === '';
}
