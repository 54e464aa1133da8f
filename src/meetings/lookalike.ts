/** Hosts that want to be taken for Teams'. Pure. */

/** Letters that pass for one another, made one. Cyrillic and Greek ones come as punycode and are caught by that. */
const skeleton = (host: string): string =>
  host
    .replace(/rn/g, 'm')
    .replace(/nn/g, 'm')
    .replace(/vv/g, 'w')
    .replace(/0/g, 'o')
    .replace(/[1l|]/g, 'i')
    .replace(/5/g, 's')
    .replace(/3/g, 'e')
    .replace(/4/g, 'a')
    .replace(/[^a-z.]/g, '');

/**
 * Whether a host that is none of Teams' looks like one: teams.microsoft.com.evil.example, tearns.microsoft.com,
 * teams-microsoft.example, and any internationalised name (xn--) that a client would show with its own letters.
 */
export function looksLikeTeams(host: string): boolean {
  if (/(?:^|\.)xn--/.test(host)) return true;
  if (microsofts.test(host)) return false;
  const seen = skeleton(host);
  return /microsoft/.test(seen) || /teams\.?iive/.test(seen);
}

const microsofts =
  /(?:^|\.)(?:microsoft\.com|microsoft\.us|microsoftonline\.com|office\.com|cloud\.microsoft|live\.com)$/;
