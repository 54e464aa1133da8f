/** Stands in for Rollcall under `npm start`: told everything by the environment, ready and gone by the same rules. */
import { readFileSync } from 'node:fs';
import { startEchoBot, trust } from '../simulator/channel/echoBot.ts';

const { PORT, BOT_ID, BOT_TENANT_ID, BOT_PASSWORD, LOGIN_URL, EXTRA_CA_FILE, ECHO_FAILS } = process.env;
if (ECHO_FAILS) {
  process.stderr.write(`${ECHO_FAILS}\n`);
  process.exit(1);
}
trust(readFileSync(EXTRA_CA_FILE ?? '', 'utf8'));
const bot = await startEchoBot(() => LOGIN_URL ?? '', Number(PORT), {
  botId: BOT_ID ?? '',
  tenantId: BOT_TENANT_ID ?? '',
  password: BOT_PASSWORD ?? '',
});
process.once('disconnect', () => bot.close().then(() => process.exit(0)));
process.send?.({ ready: true, database: 'no database' });
