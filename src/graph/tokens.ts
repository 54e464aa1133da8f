/**
 * Rollcall's own tokens, from one msal application: for Graph, and for the bot connector. App-only, and from the
 * tenant's own authority: a token of /common is refused by the calling API (7505).
 */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ConfidentialClientApplication, ProtocolMode } from '@azure/msal-node';
import type { Config } from '../config.ts';
import type { Clock } from '../lib/clock.ts';
import { untilAborted } from '../lib/deadline.ts';

export type CredentialConfig = Pick<
  Config,
  | 'BOT_ID'
  | 'BOT_TENANT_ID'
  | 'BOT_PASSWORD'
  | 'BOT_CERTIFICATE_FILE'
  | 'BOT_CERTIFICATE_KEY_FILE'
  | 'LOGIN_URL'
  | 'GRAPH_URL'
>;

export interface TokenSource {
  /** An access token that is good for minutes at least; rejects when there is none to be had. */
  get(): Promise<string>;
  /** Renews it when it ends within ten minutes, so that nothing urgent ever waits for Entra. */
  warm(): Promise<void>;
  /** Graph refused this one before its time: the next `get` asks for a new one, unless another is there already. */
  forget(token: string): void;
}

const minute = 60_000;
/** Shorter than a request's deadline, so that a token near its end is used while Entra is silent. */
const longest = 8_000;

/** One source per audience, both of the same application. */
export function createTokens(
  config: CredentialConfig,
  clock: Clock,
): { graph: TokenSource; bot: TokenSource } {
  const application = createApplication(config);
  return {
    graph: source(application, `${config.GRAPH_URL.replace(/\/+$/, '')}/.default`, clock),
    bot: source(application, 'https://api.botframework.com/.default', clock),
  };
}

function createApplication(config: CredentialConfig): ConfidentialClientApplication {
  const login = config.LOGIN_URL.replace(/\/+$/, '');
  return new ConfidentialClientApplication({
    auth: {
      clientId: config.BOT_ID,
      authority: `${login}/${config.BOT_TENANT_ID}`,
      // Without it msal asks Microsoft whether the authority exists, which one outside its public cloud does not.
      knownAuthorities: [new URL(login).host],
      ...credential(config),
    },
    system: { protocolMode: ProtocolMode.OIDC },
  });
}

function credential(config: CredentialConfig) {
  if (!config.BOT_CERTIFICATE_FILE) return { clientSecret: config.BOT_PASSWORD };
  const certificate = readFileSync(config.BOT_CERTIFICATE_FILE, 'utf8');
  return {
    clientCertificate: {
      thumbprintSha256: new X509Certificate(certificate).fingerprint256.replaceAll(':', ''),
      privateKey: readFileSync(config.BOT_CERTIFICATE_KEY_FILE, 'utf8'),
      x5c: certificate,
    },
  };
}

function source(application: ConfidentialClientApplication, scope: string, clock: Clock): TokenSource {
  let held: { token: string; until: number } | null = null;
  let asking: Promise<string> | null = null;

  const left = () => (held ? held.until - clock.now() : 0);

  async function ask(): Promise<string> {
    // skipCache: msal would hand out its cached token to the last minutes; when to renew is decided here.
    const request = application.acquireTokenByClientCredential({ scopes: [scope], skipCache: true });
    const result = await untilAborted(request, AbortSignal.timeout(longest));
    if (!result?.accessToken) throw new Error('Entra answered without a token');
    // msal reckons the end by the machine's clock, ours may be another one: only the span counts.
    const span = result.expiresOn ? result.expiresOn.getTime() - Date.now() : 5 * minute;
    held = { token: result.accessToken, until: clock.now() + span };
    return result.accessToken;
  }

  /** Everybody who needs one at the same moment waits for the same request. */
  function renew(): Promise<string> {
    asking ??= ask().finally(() => {
      asking = null;
    });
    return asking;
  }

  return {
    async get() {
      if (held && left() > 5 * minute) return held.token;
      try {
        return await renew();
      } catch (error) {
        // Entra is away: a token that still has a minute is better than none.
        if (held && left() > minute) return held.token;
        throw error;
      }
    },
    async warm() {
      if (left() < 10 * minute) await renew();
    },
    forget(token) {
      if (held?.token === token) held = null;
    },
  };
}
