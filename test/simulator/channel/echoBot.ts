/** A bot of botbuilder's own making, unmodified: CloudAdapter, its token checks, and msal-node for its own tokens. */
import type { AddressInfo } from 'node:net';
import tls from 'node:tls';
import { ConfidentialClientApplication, ProtocolMode } from '@azure/msal-node';
import {
  ActivityHandler,
  CardFactory,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type InvokeResponse,
  TeamsInfo,
  type TurnContext,
} from 'botbuilder';
import restify from 'restify';

export interface EchoBot {
  url: string;
  /** Every activity that was let in. */
  heard: TurnContext['activity'][];
  close(): Promise<void>;
}

export const botId = '11111111-2222-4333-8444-555555555555';
export const tenantId = '66666666-7777-4888-9999-aaaaaaaaaaaa';
export const botPassword = 'a secret of this test';

export const card = (text: string) => ({
  type: 'AdaptiveCard',
  version: '1.5',
  body: [{ type: 'TextBlock', text }],
  actions: [{ type: 'Action.Execute', title: 'Press', verb: 'press', data: { n: 1 } }],
});

/** Answers "card" with a card, "who" with the member who asks, a press with what was pressed; echoes the rest. */
class Echo extends ActivityHandler {
  constructor(heard: TurnContext['activity'][]) {
    super();
    this.onTurn(async (context, next) => {
      heard.push(context.activity);
      await next();
    });
    this.onMessage(async (context, next) => {
      const text = context.activity.text.replace(/<at>.*?<\/at>/g, '').trim();
      if (text === 'card') {
        await context.sendActivity({ attachments: [CardFactory.adaptiveCard(card('first'))] });
      } else if (text === 'role') {
        const { meeting } = context.activity.channelData;
        const participant = await TeamsInfo.getMeetingParticipant(
          context,
          meeting.id,
          context.activity.from.aadObjectId,
          tenantId,
        );
        await context.sendActivity(`${participant.meeting?.role} ${participant.meeting?.inMeeting}`);
      } else if (text === 'who') {
        const member = await TeamsInfo.getMember(context, context.activity.from.aadObjectId ?? '');
        await context.sendActivity(`${member.name} ${member.id}`);
      } else await context.sendActivity(`echo ${text}`);
      await next();
    });
  }

  override async onInvokeActivity(context: TurnContext): Promise<InvokeResponse> {
    const { action } = context.activity.value;
    await context.updateActivity({
      id: context.activity.replyToId,
      type: 'message',
      attachments: [CardFactory.adaptiveCard(card(`pressed ${action.verb}`))],
    });
    const type = 'application/vnd.microsoft.activity.message';
    return { status: 200, body: { statusCode: 200, type, value: JSON.stringify(action.data) } };
  }
}

/** Tells this process to trust the authority, as EXTRA_CA_FILE does in the product. */
export function trust(ca: string): void {
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), ca]);
}

/** Who the bot is; that of the tests unless told. */
export interface Registration {
  botId: string;
  tenantId: string;
  password: string;
}

/** @param simulatorUrl is asked for when the first activity comes: the simulator needs the bot's address first. */
export async function startEchoBot(
  simulatorUrl: () => string,
  port = 0,
  registration: Registration = { botId, tenantId, password: botPassword },
): Promise<EchoBot> {
  const heard: TurnContext['activity'][] = [];
  const server = restify.createServer();
  server.use(restify.plugins.bodyParser());
  const logic = new Echo(heard);
  let adapter: CloudAdapter | undefined;
  server.post('/api/messages', async (request: restify.Request, response: restify.Response) => {
    adapter ??= new CloudAdapter(authentication(simulatorUrl(), registration));
    // Where jsonwebtoken throws on its own account, botbuilder throws on and nobody has answered.
    await adapter.process(request, response, (context) => logic.run(context)).catch(() => response.send(401));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    heard,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.server.closeAllConnections();
      }),
  };
}

function authentication(
  url: string,
  { botId, tenantId, password }: Registration,
): ConfigurationBotFrameworkAuthentication {
  const metadata = `${url}/channel/.well-known/openidconfiguration`;
  const application = new ConfidentialClientApplication({
    auth: {
      clientId: botId,
      clientSecret: password,
      authority: `${url}/${tenantId}`,
      knownAuthorities: [new URL(url).host],
    },
    system: { protocolMode: ProtocolMode.OIDC },
  });
  const settings = {
    MicrosoftAppId: botId,
    MicrosoftAppTenantId: tenantId,
    ToBotFromChannelOpenIdMetadataUrl: metadata,
    ToBotFromChannelTokenIssuer: 'https://api.botframework.com',
    ToBotFromEmulatorOpenIdMetadataUrl: metadata,
    ToChannelFromBotLoginUrl: `${url}/${tenantId}`,
    ToChannelFromBotOAuthScope: 'https://api.botframework.com',
    OAuthUrl: 'https://token.botframework.com',
    ValidateAuthority: true,
    CallerId: '',
  };
  const credentials = {
    isValidAppId: async (appId: string) => appId === botId,
    isAuthenticationDisabled: async () => false,
    createCredentials: async () => ({
      async signRequest(request: { headers: { set(name: string, value: string): void } }) {
        const token = await application.acquireTokenByClientCredential({
          scopes: ['https://api.botframework.com/.default'],
        });
        request.headers.set('authorization', `Bearer ${token?.accessToken}`);
        return request;
      },
    }),
  };
  return new ConfigurationBotFrameworkAuthentication(settings, credentials as never);
}
