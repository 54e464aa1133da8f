import assert from 'node:assert/strict';
import { bodiesTo, fault, noFaults } from './callSteps.ts';
import { type Story, startStory } from './harness.ts';
import { askedOn, bodiesOf, configFolder, receptionMenu, said } from './menus.ts';
import { dial } from './phone.ts';
import { ask, roomWith, second } from './steps.ts';

const rules = `
zone: UTC
rules:
  - name: numbers
    when: { caller: { kinds: phone } }
    then: { answer: reception }
  - name: everybody
    then: { answer: { media: host } }
`;

const hosting = (body: unknown) => {
  const { mediaConfig } = body as { mediaConfig: { '@odata.type': string; blob?: string } };
  return [mediaConfig['@odata.type'], mediaConfig.blob?.includes('MediaProcessor') ?? false];
};
const hosted = ['#microsoft.graph.appHostedMediaConfig', true];

describe('calls whose media an external host runs', () => {
  let story: Story;
  before(async () => {
    const folder = configFolder({ 'frontdesk.yaml': rules, 'menus/reception.yaml': receptionMenu() });
    story = await startStory({ env: { CONFIG_DIR: folder, MEDIA_HOST_MEETINGS: 'true' } });
  });
  after(() => story?.close());

  it('are answered with what the host gives, and Rollcall says nothing in them', async () => {
    const phone = await dial(story, 'Joni');
    await story.advance(20 * second);
    assert.equal((await phone.leg()).state, 'established');
    assert.deepEqual(bodiesOf(story, phone, 'answer').map(hosting), [hosted]);
    assert.deepEqual(askedOn(story, phone), ['answer']);
    await phone.hangUp();
  });

  it('are answered by Graph’s media where a rule names a menu', async () => {
    const phone = await dial(story, '+4930123456');
    await phone.until(said.welcome);
    await phone.hangUp();
  });

  it('end with an apology where the host gives nothing', async () => {
    await fault(story, '503', 'mediaHost');
    const phone = await dial(story, 'Joni');
    await phone.until('something went wrong');
    await story.advance(10 * second);
    assert.equal((await phone.leg()).state, 'terminated');
    await noFaults(story);
  });

  it('are meetings, too, where Rollcall shares its screen then', async () => {
    const chat = await story.group('Megan', 'Adele');
    const { live } = await roomWith(story, chat, 'Budget', 'Megan', 'Adele');
    assert.deepEqual(bodiesTo(story, /^POST \/communications\/calls$/).map(hosting), [hosted]);
    for (const typed of ['share', 'share stop']) {
      await ask(story, chat, 'Megan', typed);
      await story.advance(5 * second);
    }
    assert.deepEqual(bodiesTo(story, /changeScreenSharingRole$/), [{ role: 'sharer' }, { role: 'viewer' }]);
    assert.match(JSON.stringify((await live()).card), /Megan Bowen .*screen/);
  });
});
