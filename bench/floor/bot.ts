/** The floor of a chat turn: a bare CloudAdapter that echoes, behind the same door and with the same tokens. */
import { CloudAdapter } from 'botbuilder';
import { admitChannel } from '../../src/auth/channel.ts';
import { botAuthentication } from '../../src/auth/credentials.ts';
import { messagesRoute } from '../../src/chat/messagesRoute.ts';
import { readConfig } from '../../src/config.ts';
import { createTokens } from '../../src/graph/tokens.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { createLog } from '../../src/lib/log.ts';
import { createServer, route } from '../../src/server.ts';

const config = readConfig();
const admit = admitChannel(config, systemClock);
const { bot } = createTokens(config, systemClock);
await bot.warm();
const adapter = new CloudAdapter(botAuthentication({ config, botToken: () => bot.get(), admit }));
const server = createServer(
  [
    route({
      method: 'post',
      path: '/api/messages',
      admit,
      bodyLimit: 512 * 1024,
      atOnce: 200,
      handle: messagesRoute(adapter, async (context) => {
        await context.sendActivity(`You said: ${context.activity.text}`);
      }),
    }),
  ],
  createLog(config.LOG_LEVEL),
);
await server.listen(config.PORT, config.HOST, 'PORT');
process.once('disconnect', () => process.exit(0));
process.send?.({ ready: true });
