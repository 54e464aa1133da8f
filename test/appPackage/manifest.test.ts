import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { PNG } from 'pngjs';
import { colorFaults, manifestFaults, outlineFaults } from '../../appPackage/check.ts';
import { fill, readValues } from '../../appPackage/fill.ts';
import { commands } from '../../src/chat/commands.ts';
import { textFor } from '../../src/locales/text.ts';

const project = new URL('../../', import.meta.url);
const template = readFileSync(new URL('appPackage/manifest.json', project), 'utf8');
const values = readValues(new URL('env/.env.local', project), {});

interface Manifest {
  name: { short: string; full: string };
  bots: {
    botId: string;
    scopes: string[];
    supportsCalling: boolean;
    supportsVideo: boolean;
    supportsFiles: boolean;
    commandLists: { scopes: string[]; commands: { title: string; description: string }[] }[];
  }[];
  validDomains: string[];
  webApplicationInfo: { id: string };
  authorization: { permissions: { resourceSpecific: { name: string; type: string }[] } };
}
const manifest = () => fill(template, values) as Manifest;

describe('the app package', () => {
  it('has a manifest without a fault', async () => {
    assert.deepEqual(await manifestFaults(manifest()), []);
  });

  it('is a calling bot for personal chats, teams and group chats', () => {
    const [bot] = manifest().bots;
    assert.deepEqual(bot?.scopes, ['personal', 'team', 'groupChat']);
    assert.equal(bot?.supportsCalling, true);
    // A video call is answered with audio alone, so that none is offered.
    assert.equal(bot?.supportsVideo, false);
    assert.equal(bot?.supportsFiles, true);
  });

  it('lists in every scope the very commands of the table, with their summaries', () => {
    const text = textFor('en');
    const listed = commands
      .filter((command) => command.listed)
      .map(({ name }) => ({ title: name, description: text(`command.${name}`) }));
    const [bot] = manifest().bots;
    for (const scope of bot?.scopes ?? []) {
      const lists = bot?.commandLists.filter(({ scopes }) => scopes.includes(scope)) ?? [];
      assert.deepEqual(
        lists.flatMap((list) => list.commands),
        listed,
        scope,
      );
    }
  });

  it('has icons without a fault', () => {
    assert.deepEqual(colorFaults(readFileSync(new URL('appPackage/color.png', project))), []);
    assert.deepEqual(outlineFaults(readFileSync(new URL('appPackage/outline.png', project))), []);
  });

  it('names every value that is missing', () => {
    assert.throws(
      () => fill(template, { ...values, BOT_ID: '', BOT_DOMAIN: undefined }),
      /BOT_ID, BOT_DOMAIN/,
    );
  });

  it('takes values from the environment before those of the file, and only those the file names', () => {
    const read = readValues(new URL('env/.env.local', project), {
      BOT_DOMAIN: 'bot.contoso.com',
      HOME: '/root',
    });
    assert.equal(read.BOT_DOMAIN, 'bot.contoso.com');
    assert.equal(read.HOME, undefined);
  });

  it('fills a value with quotes in it without breaking the manifest', () => {
    const filled = fill(template, { ...values, APP_NAME_SUFFIX: ' "x"\\' }) as Manifest;
    assert.equal(filled.name.short, 'Rollcall "x"\\');
  });
});

describe('a package that Teams would refuse', () => {
  const wrongs: Record<string, [RegExp, (broken: Manifest) => void]> = {
    'an unknown property': [/additional|unevaluated|must/i, (it) => Object.assign(it, { nonsense: 1 })],
    'a long name': [/30|short/, (it) => Object.assign(it.name, { short: 'x'.repeat(31) })],
    'one name for both': [/must differ/, (it) => Object.assign(it.name, { full: it.name.short })],
    'a domain with a scheme': [/no host name/, (it) => it.validDomains.push('https://bot.contoso.com')],
    localhost: [/no host name/, (it) => it.validDomains.push('localhost')],
    "everybody's domain": [/not yours alone/, (it) => it.validDomains.push('*.ngrok.io')],
    'an invented permission': [
      /no Application permission/,
      (it) =>
        it.authorization.permissions.resourceSpecific.push({ name: 'No.Such.Chat', type: 'Application' }),
    ],
    'a slash before a command': [
      /must start with a letter/,
      (it) => it.bots[0]?.commandLists[0]?.commands.push({ title: '/meet', description: 'x' }),
    ],
    'a command twice': [
      /there twice/,
      (it) => it.bots[0]?.commandLists[0]?.commands.push({ title: 'meet', description: 'x' }),
    ],
    'another application': [
      /not the bot/,
      (it) => Object.assign(it.webApplicationInfo, { id: values.TEAMS_APP_ID }),
    ],
  };
  for (const [name, [fault, spoil]] of Object.entries(wrongs)) {
    it(`is found out: ${name}`, async () => {
      const broken = manifest();
      spoil(broken);
      assert.match((await manifestFaults(broken)).join('\n'), fault);
    });
  }

  it('is found out: icons of another size or colour', () => {
    const grey = new PNG({ width: 31, height: 32 });
    grey.data.fill(200);
    const file = PNG.sync.write(grey);
    assert.match(colorFaults(file).join(), /31 x 32, not 192 x 192/);
    assert.equal(outlineFaults(file).length, 2);
  });
});

describe('teamsapp.yml', () => {
  const yml = readFileSync(new URL('teamsapp.yml', project), 'utf8');

  it('registers the calling webhook and the messaging endpoint that the server has', () => {
    assert.match(yml, /callingWebhook: https:\/\/\$\{\{BOT_DOMAIN\}\}\/api\/calls\n/);
    assert.match(yml, /messagingEndpoint: https:\/\/\$\{\{BOT_DOMAIN\}\}\/api\/messages\n/);
  });

  it('uses no value that env/.env.dev does not name', () => {
    const known = readFileSync(new URL('env/.env.dev', project), 'utf8');
    for (const [, name] of `${yml}${template}`.matchAll(/\$\{\{([A-Z_]+)\}\}/g)) {
      assert.match(known, new RegExp(`^${name}=`, 'm'));
    }
  });
});
