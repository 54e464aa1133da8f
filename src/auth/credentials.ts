/**
 * botbuilder's view of who we are and who calls us. Its own ways are not used: its outgoing tokens cannot come from a
 * private authority, and its incoming check reads the machine's clock and looks for a rotated key once an hour.
 */

import type { Activity } from 'botbuilder';
import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import type { Config } from '../config.ts';
import { sameUrl } from '../lib/sameUrl.ts';
import { scope as scopeNow } from '../lib/scope.ts';
import type { ChannelCaller } from './channel.ts';
import { channelIssuer } from './channel.ts';
import type { Admission } from './tokens.ts';

type CredentialsFactory = NonNullable<
  ConstructorParameters<typeof ConfigurationBotFrameworkAuthentication>[1]
>;
type ConnectorFactory = ReturnType<ConfigurationBotFrameworkAuthentication['createConnectorFactory']>;
type UserTokenClient = ReturnType<ConfigurationBotFrameworkAuthentication['createUserTokenClient']>;
type AuthenticationResult = Awaited<
  ReturnType<ConfigurationBotFrameworkAuthentication['authenticateRequest']>
>;

const scope = 'https://api.botframework.com';

/** Of one request to the connector, in milliseconds; whoever waits may give up earlier. */
const connectorDeadline = 10_000;

/** Teams has one service URL for each region; what comes after so many is made anew each time. */
const mostConnectors = 50;

/**
 * What CloudAdapter is made of: outgoing requests carry `botToken()`, incoming ones are checked by `admit`, the very
 * check that stands in front of the route.
 */
export function botAuthentication(options: {
  config: Pick<Config, 'BOT_ID' | 'BOT_TENANT_ID' | 'LOGIN_URL' | 'CHANNEL_OPENID_URL'>;
  botToken(): Promise<string>;
  admit(authorization: string | undefined): Promise<Admission<ChannelCaller>>;
}): ConfigurationBotFrameworkAuthentication {
  const { config, botToken, admit } = options;
  const settings = {
    MicrosoftAppId: config.BOT_ID,
    MicrosoftAppTenantId: config.BOT_TENANT_ID,
    ToBotFromChannelOpenIdMetadataUrl: config.CHANNEL_OPENID_URL,
    ToBotFromChannelTokenIssuer: channelIssuer,
    ToBotFromEmulatorOpenIdMetadataUrl: config.CHANNEL_OPENID_URL,
    ToChannelFromBotLoginUrl: `${config.LOGIN_URL.replace(/\/+$/, '')}/${config.BOT_TENANT_ID}`,
    ToChannelFromBotOAuthScope: scope,
    OAuthUrl: 'https://token.botframework.com',
    ValidateAuthority: true,
    CallerId: '',
  };
  return new VerifiedAuthentication(settings, credentials(config.BOT_ID, botToken), config.BOT_ID, admit);
}

/** Tokens of the same msal application as Graph's. */
function credentials(botId: string, botToken: () => Promise<string>): CredentialsFactory {
  return {
    isValidAppId: async (appId) => appId === botId,
    // There is no anonymous mode.
    isAuthenticationDisabled: async () => false,
    createCredentials: async (appId) => {
      if (appId !== botId) throw new Error('Credentials of another application were asked for');
      return {
        async signRequest(request) {
          request.headers.set('authorization', `Bearer ${await botToken()}`);
          // As late as can be: all else is done by then.
          if (!((await scopeNow().saved) ?? true))
            throw new Error('What this answers was not saved, or is answered already');
          return request;
        },
      };
    },
  };
}

class VerifiedAuthentication extends ConfigurationBotFrameworkAuthentication {
  readonly #botId: string;
  readonly #admit: (authorization: string | undefined) => Promise<Admission<ChannelCaller>>;
  #userTokens: UserTokenClient | null = null;
  /** By service URL: botbuilder would make one for every turn and every message. */
  readonly #connectors = new Map<string, Awaited<ReturnType<ConnectorFactory['create']>>>();

  constructor(
    settings: ConstructorParameters<typeof ConfigurationBotFrameworkAuthentication>[0],
    factory: CredentialsFactory,
    botId: string,
    admit: (authorization: string | undefined) => Promise<Admission<ChannelCaller>>,
  ) {
    super(settings, factory);
    this.#botId = botId;
    this.#admit = admit;
  }

  override createConnectorFactory(
    identity: Parameters<ConfigurationBotFrameworkAuthentication['createConnectorFactory']>[0],
  ): ConnectorFactory {
    const factory = super.createConnectorFactory(identity);
    return {
      create: async (serviceUrl) => {
        const made = this.#connectors.get(serviceUrl) ?? sentOnce(await factory.create(serviceUrl, scope));
        if (this.#connectors.size < mostConnectors) this.#connectors.set(serviceUrl, made);
        return made;
      },
    };
  }

  /** Nobody signs in here: botbuilder hands one to every turn, and none is used. */
  override createUserTokenClient(
    identity: Parameters<ConfigurationBotFrameworkAuthentication['createUserTokenClient']>[0],
  ): UserTokenClient {
    this.#userTokens ??= super.createUserTokenClient(identity);
    return this.#userTokens;
  }

  override async authenticateRequest(
    activity: Activity,
    authorization: string,
  ): Promise<AuthenticationResult> {
    const admission = await this.#admit(authorization);
    if (!('caller' in admission)) throw new Error(`Not the channel: ${admission.reason}`);
    const { serviceUrl } = admission.caller;
    if (!serviceUrl || !sameUrl(serviceUrl, activity.serviceUrl))
      throw new Error('The token is for another service URL');
    const claims = [
      { type: 'aud', value: this.#botId },
      { type: 'iss', value: channelIssuer },
      { type: 'serviceurl', value: serviceUrl },
    ];
    const getClaimValue = (type: string) => claims.find((claim) => claim.type === type)?.value ?? null;
    // botbuilder's class is not exported by the package we depend on; these are its public members.
    const identity = { claims, isAuthenticated: true, getClaimValue };
    const claimsIdentity = identity as unknown as AuthenticationResult['claimsIdentity'];
    return { audience: scope, claimsIdentity, connectorFactory: this.createConnectorFactory(claimsIdentity) };
  }
}

interface Pipeline {
  removePolicy(which: { name: string }): unknown;
  addPolicy(policy: {
    name: string;
    sendRequest<T>(request: { timeout: number }, next: (request: { timeout: number }) => T): T;
  }): void;
}

/**
 * Each request is sent once, with a deadline. The client would by itself repeat a POST that a gateway lost the answer
 * of (the message would stand there twice) and wait out a 429 with its caller; its options reach neither.
 */
function sentOnce<T>(connector: T): T {
  const { pipeline } = (connector as { client: { pipeline: Pipeline } }).client;
  pipeline.removePolicy({ name: 'defaultRetryPolicy' });
  pipeline.addPolicy({
    name: 'deadline',
    sendRequest(request, next) {
      request.timeout = connectorDeadline;
      return next(request);
    },
  });
  return connector;
}
