/** Entra: OpenID discovery, keys, and tokens for client credentials with a secret or a certificate. */
import { createPublicKey } from 'node:crypto';
import { jwtVerify } from 'jose';
import { microsoftHosts } from './certificate.ts';
import type { Context } from './context.ts';
import { plainRefusal, refusalFor, strike } from './requestFaults.ts';
import type { Answer, Route, SimulatorRequest } from './server.ts';

export const graphAudience = 'https://graph.microsoft.com';
const channelAudience = 'https://api.botframework.com';
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** The address the client used, so that what it is told to ask next is where it already is. */
const base = (request: SimulatorRequest) => `https://${request.headers.host}`;

function discovery(request: SimulatorRequest): Answer {
  const authority = `${base(request)}/${request.params.tenant}`;
  return {
    status: 200,
    body: {
      issuer: `${authority}/v2.0`,
      authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
      token_endpoint: `${authority}/oauth2/v2.0/token`,
      jwks_uri: `${authority}/discovery/v2.0/keys`,
      token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt'],
      response_types_supported: ['code', 'id_token'],
      subject_types_supported: ['pairwise'],
      id_token_signing_alg_values_supported: ['RS256'],
      scopes_supported: ['openid'],
    },
  };
}

function instances(request: SimulatorRequest): Answer {
  const endpoint = `${base(request)}/${request.params.tenant}/v2.0/.well-known/openid-configuration`;
  const host = request.headers.host ?? '';
  const metadata = [{ preferred_network: host, preferred_cache: host, aliases: [host] }];
  return {
    status: 200,
    body: { tenant_discovery_endpoint: endpoint, 'api-version': '1.1', metadata },
  };
}

const refused = (status: number, error: string, error_description: string): Answer => ({
  status,
  body: { error, error_description, error_codes: [Number(/\d+/.exec(error_description)?.[0])] },
});

/** Null when the client is who it says, the refusal otherwise. */
async function mistrust(context: Context, form: URLSearchParams, authority: string): Promise<Answer | null> {
  const { botId, botPassword, botCertificate } = context.options;
  const assertion = form.get('client_assertion');
  if (assertion === null) {
    if (botPassword && form.get('client_secret') === botPassword) return null;
    return refused(401, 'invalid_client', 'AADSTS7000215: Invalid client secret provided.');
  }
  const unproven = refused(401, 'invalid_client', 'AADSTS700027: The client assertion failed validation.');
  if (!botCertificate || form.get('client_assertion_type') !== assertionType) return unproven;
  const audience = [`${authority}/oauth2/v2.0/token`, `${authority}/v2.0`, authority];
  // Entra allows five minutes either way; msal rounds the second it signs at up.
  const clockTolerance = 300;
  const options = { audience, issuer: botId, subject: botId, algorithms: ['RS256', 'PS256'], clockTolerance };
  return jwtVerify(assertion, createPublicKey(botCertificate), options).then(
    () => null,
    () => unproven,
  );
}

/** What the token is good for; null for a resource there is none of. */
function audienceOf(context: Context, scope: string): string | null {
  const resource = scope.replace(/\/+\.default$/, '');
  if (resource === channelAudience) return channelAudience;
  return resource === graphAudience || resource === context.url ? graphAudience : null;
}

async function token(context: Context, request: SimulatorRequest): Promise<Answer | 'taken'> {
  if (await strike(context, request.path, request, true)) return 'taken';
  const refusal = refusalFor(context, request.path, true);
  if (refusal) return plainRefusal(refusal);
  const { tenantId, botId } = context.options;
  const tenant = request.params.tenant ?? '';
  const form = new URLSearchParams(request.raw.toString('utf8'));
  if (tenant.toLowerCase() !== tenantId.toLowerCase() && tenant !== 'botframework.com') {
    return refused(400, 'invalid_request', `AADSTS90002: Tenant '${tenant}' not found.`);
  }
  if (form.get('grant_type') !== 'client_credentials') {
    return refused(400, 'unsupported_grant_type', 'AADSTS70003: Only client_credentials is simulated.');
  }
  if (form.get('client_id')?.toLowerCase() !== botId.toLowerCase()) {
    return refused(400, 'unauthorized_client', 'AADSTS700016: Application was not found in the directory.');
  }
  const distrust = await mistrust(context, form, `${base(request)}/${tenant}`);
  if (distrust) return distrust;
  const scope = form.get('scope') ?? '';
  const aud = audienceOf(context, scope);
  if (!aud) return refused(400, 'invalid_resource', `AADSTS500011: The resource ${scope} was not found.`);
  return {
    status: 200,
    headers: { 'cache-control': 'no-store' },
    body: {
      token_type: 'Bearer',
      expires_in: 3599,
      ext_expires_in: 3599,
      access_token: await accessToken(context, aud),
    },
  };
}

/** An application token as Entra issues it: `roles` are the permissions granted at this moment. */
export function accessToken(context: Context, aud: string): Promise<string> {
  const { tenantId, botId } = context.options;
  const now = Math.floor(Date.now() / 1000);
  const roles = [...context.permissions].filter((name) => !/\.(Chat|Group)$/.test(name));
  return context.keys.entra.sign({
    aud,
    iss: `https://sts.windows.net/${tenantId}/`,
    iat: now,
    nbf: now - 300,
    exp: now + 3599,
    appid: botId,
    azp: botId,
    idtyp: 'app',
    oid: botId,
    sub: botId,
    tid: tenantId,
    ver: '1.0',
    ...(aud === graphAudience ? { roles } : {}),
  });
}

export function entraRoutes(context: Context): Route[] {
  const keys = (): Answer => ({ status: 200, body: context.keys.entra.jwks() });
  const get = (path: string, handle: Route['handle'], host?: string): Route => ({
    method: 'GET',
    path,
    handle,
    ...(host ? { host } : {}),
  });
  const metadata = (at: string, jwks: string) => (): Answer => ({
    status: 200,
    body: {
      issuer: channelAudience,
      authorization_endpoint: `${at}/authorize`,
      jwks_uri: jwks,
      id_token_signing_alg_values_supported: ['RS256'],
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
    },
  });
  const channelKeys = (): Answer => ({ status: 200, body: context.keys.channel.jwks() });
  const callsKeys = (): Answer => ({ status: 200, body: context.keys.calls.jwks() });
  const { channel, calls } = microsoftHosts;
  return [
    get('/{tenant}/discovery/instance', instances),
    get('/{tenant}/v2.0/.well-known/openid-configuration', discovery),
    // msal-node asks here when its protocolMode is OIDC and the host is not one of Microsoft's.
    get('/{tenant}/.well-known/openid-configuration', discovery),
    get('/{tenant}/discovery/v2.0/keys', keys),
    { method: 'POST', path: '/{tenant}/oauth2/v2.0/token', handle: (request) => token(context, request) },
    get('/channel/.well-known/openidconfiguration', metadata(context.url, `${context.url}/channel/keys`)),
    get('/channel/keys', channelKeys),
    get('/calls/.well-known/OpenIdConfiguration', metadata(context.url, `${context.url}/calls/keys`)),
    get('/calls/keys', callsKeys),
    get(
      '/v1/.well-known/openidconfiguration',
      metadata(`https://${channel}`, `https://${channel}/v1/.well-known/keys`),
      channel,
    ),
    get('/v1/.well-known/keys', channelKeys, channel),
    get(
      '/v1/.well-known/OpenIdConfiguration',
      metadata(`https://${calls}`, `https://${calls}/v1/keys`),
      calls,
    ),
    get('/v1/keys', callsKeys, calls),
  ];
}
