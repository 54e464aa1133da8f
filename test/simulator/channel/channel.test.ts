import assert from 'node:assert/strict';
import sinon from 'sinon';
import { forgeries } from '../../../src/simulator/channel/deliver.ts';
import { botMri, personMri } from '../../../src/simulator/channel/names.ts';
import type { Simulator } from '../../../src/simulator/simulator.ts';
import { botId, type EchoBot, tenantId } from './echoBot.ts';
import { type Fixture, startFixture } from './fixture.ts';

describe('the simulated Teams channel', () => {
  let fixture: Fixture;
  let bot: EchoBot;
  let simulator: Simulator;

  before(async () => {
    fixture = await startFixture();
    ({ bot, simulator } = fixture);
  });

  after(() => fixture.close());

  afterEach(() => sinon.restore());

  const personal = (member = 'Megan Bowen') =>
    simulator.channel.open({ type: 'personal', members: [member] });
  const group = () =>
    simulator.channel.open({ type: 'groupChat', members: ['Megan Bowen', 'Adele Vance'], topic: 'Crew' });
  const lastText = (id: string) => simulator.channel.conversation(id).messages.at(-1)?.text;

  it('signs what people say so that botbuilder’s own checks let it in, and keeps the answer', async () => {
    const { id } = personal();
    const said = await simulator.channel.say(id, { from: 'Megan Bowen', text: 'hello' });
    assert.equal(said.status, 200);
    assert.equal(lastText(id), 'echo hello');
  });

  it('gives an activity everything Teams gives it', async () => {
    const { id } = group();
    const megan = simulator.world.person('Megan Bowen');
    const adele = simulator.world.person('Adele Vance');
    assert.ok(megan && adele);
    await simulator.channel.say(id, {
      from: megan.id,
      text: 'invite @Adele',
      mention: true,
      mentions: [adele.id],
      locale: 'de-DE',
      timezone: 'Europe/Berlin',
    });
    const heard = bot.heard.at(-1);
    assert.equal(heard?.text, '<at>Rollcall</at> invite <at>Adele Vance</at>');
    assert.equal(heard?.from.aadObjectId, megan.id);
    assert.equal(heard?.from.id, personMri(botId, megan.id));
    assert.equal(heard?.recipient.id, botMri(botId));
    assert.equal(heard?.conversation.tenantId, tenantId);
    assert.equal(heard?.channelData.tenant.id, tenantId);
    assert.equal(heard?.serviceUrl, `${simulator.url}/teams/`);
    const entities = heard?.entities ?? [];
    assert.deepEqual(
      entities.filter(({ type }) => type === 'mention').map(({ mentioned }) => mentioned.id),
      [botMri(botId), personMri(botId, adele.id)],
    );
    const client = entities.find(({ type }) => type === 'clientInfo');
    assert.equal(client?.timezone, 'Europe/Berlin');
    assert.equal(client?.locale, 'de-DE');
  });

  it('tells a bot in a group only what it is mentioned in', async () => {
    const { id } = group();
    const before = bot.heard.length;
    const { status } = await simulator.channel.say(id, { from: 'Megan Bowen', text: 'just us' });
    assert.equal(status, 204);
    assert.equal(bot.heard.length, before);
  });

  it('delivers the very same activity again', async () => {
    const { id } = personal();
    const { activityId } = await simulator.channel.say(id, { from: 'Megan Bowen', text: 'once' });
    await simulator.channel.say(id, { from: 'Megan Bowen', text: 'once', activityId });
    assert.deepEqual(
      bot.heard.slice(-2).map((activity) => activity.id),
      [activityId, activityId],
    );
    const posted = simulator.channel.conversation(id).messages.filter((message) => message.id === activityId);
    assert.equal(posted.length, 1);
  });

  for (const forge of forgeries.filter((one) => one !== 'wrongTenant')) {
    it(`has a forgery that botbuilder refuses: ${forge}`, async () => {
      sinon.stub(console, 'error');
      const before = bot.heard.length;
      const { status } = await simulator.channel.say(personal().id, {
        from: 'Megan Bowen',
        text: 'let me in',
        forge,
      });
      assert.ok(status >= 400, `got ${status}`);
      assert.equal(bot.heard.length, before);
    });
  }

  it('carries a press to the bot, its answer back, and every revision of the card', async () => {
    const { id } = personal();
    await simulator.channel.say(id, { from: 'Megan Bowen', text: 'card' });
    const message = simulator.channel.conversation(id).messages.at(-1);
    assert.ok(message?.card);
    const answer = await simulator.channel.press(id, {
      from: 'Megan Bowen',
      activityId: message.id,
      verb: 'press',
      data: { n: 2 },
    });
    assert.equal(answer.status, 200);
    assert.equal((answer.body as { value: string }).value, '{"n":2}');
    const shown = message.revisions.map(({ card }) => (card as { body: { text: string }[] }).body[0]?.text);
    assert.deepEqual(shown, ['first', 'pressed press']);
  });

  it('finds a member by Entra id', async () => {
    const { id } = personal();
    await simulator.channel.say(id, { from: 'Megan Bowen', text: 'who' });
    const megan = simulator.world.person('Megan Bowen');
    assert.equal(lastText(id), `Megan Bowen ${personMri(botId, megan?.id ?? '')}`);
  });

  it('knows who is what in a meeting, in the chat of that meeting', async () => {
    const meeting = simulator.world.createMeeting({
      organizerId: simulator.world.person('Megan Bowen')?.id ?? '',
      subject: 'Budget',
    });
    const { id } = simulator.channel.open({
      type: 'meeting',
      members: ['Megan Bowen', 'Alex Wilber'],
      meetingId: meeting.id,
    });
    assert.equal(id, meeting.threadId);
    await simulator.channel.say(id, { from: 'Megan Bowen', text: 'role', mention: true });
    assert.equal(lastText(id), 'Organizer false');
    const alex = simulator.world.person('Alex Wilber');
    assert.ok(alex);
    simulator.world.join(meeting.room, alex);
    await simulator.channel.say(id, { from: alex.id, text: 'role', mention: true });
    assert.equal(lastText(id), 'Attendee true');
  });

  it('installs with a conversationUpdate and an installationUpdate', async () => {
    const answers = await simulator.channel.install(personal('Pat Gomez').id, 'Pat Gomez');
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200],
    );
    const [update, installation] = bot.heard.slice(-2);
    assert.equal(update?.membersAdded?.[0]?.id, botMri(botId));
    assert.equal(installation?.action, 'add');
  });

  it('is driven by control routes alone', async () => {
    const call = async (method: string, path: string, body?: unknown) => {
      const response = await fetch(`${simulator.url}/simulator/v1/conversations${path}`, {
        method,
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      return { status: response.status, body: JSON.parse(await response.text()) };
    };
    const opened = await call('POST', '', { type: 'personal', members: ['Adele Vance'] });
    assert.equal(opened.status, 201);
    const id = encodeURIComponent(opened.body.id);
    const said = await call('POST', `/${id}/messages`, { from: 'Adele Vance', text: 'card' });
    assert.equal(said.body.status, 200);
    const seen = await call('GET', `/${id}`);
    const message = seen.body.messages.at(-1);
    assert.equal(message.from, 'bot');
    const pressed = await call('POST', `/${id}/press`, {
      from: 'Adele Vance',
      activityId: message.id,
      verb: 'press',
      data: {},
    });
    assert.equal(pressed.body.body.statusCode, 200);
    assert.equal((await call('POST', `/${id}/messages`, { from: 'Adele Vance' })).status, 400);
    assert.equal((await call('GET', '/nowhere')).status, 404);
  });
});
