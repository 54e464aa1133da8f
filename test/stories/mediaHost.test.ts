import assert from 'node:assert/strict';
import { bodiesTo, fault, liveLegs } from './callSteps.ts';
import { type Desk, startDesk } from './deskSteps.ts';
import { wordsOf } from './harness.ts';
import { dial } from './phone.ts';
import { ask, button, roomWith, second } from './steps.ts';
import { asked } from './wire.ts';

const hosted = `
zone: UTC
rules:
  - when: { caller: { kinds: phone } }
    then: { answer: helpdesk }
  - then: { answer: { media: host } }
`;
const mediaOf = (body: Record<string, unknown> | undefined) =>
  (body?.mediaConfig ?? {}) as { '@odata.type'?: string; blob?: string };

describe('a media host of the installation’s own', () => {
  let story: Desk;
  afterEach(() => story.close());

  it('has the media of a call that its rule gives to it, and Rollcall asks Graph for none of it', async () => {
    story = await startDesk(hosted);
    const phone = await dial(story, 'Megan');
    await story.advance(20 * second);
    assert.equal((await phone.leg()).state, 'established');
    const media = mediaOf(bodiesTo(story, /\/answer$/)[0]);
    assert.match(media['@odata.type'] ?? '', /appHostedMediaConfig$/);
    assert.match(media.blob ?? '', /mediaSession/);
    assert.deepEqual(asked(story, /(playPrompt|subscribeToTone|recordResponse|cancelMediaProcessing)$/), []);
    await phone.hangUp();
    await story.advance(5 * second);
    assert.deepEqual(await liveLegs(story), []);
  });

  it('is asked for no other call', async () => {
    story = await startDesk(hosted);
    const phone = await dial(story, '+12065550113');
    await phone.until('Welcome to the help desk.');
    assert.match(mediaOf(bodiesTo(story, /\/answer$/)[0])['@odata.type'] ?? '', /serviceHostedMediaConfig$/);
  });

  for (const [what, kind, env] of [
    ['has no room', '503', {}],
    ['cuts the connection', 'reset', {}],
    ['does not know the token', null, { MEDIA_HOST_TOKEN: 'another' }],
  ] as const) {
    it(`that ${what} leaves nobody on a dead line: the caller hears an apology`, async () => {
      story = await startDesk(hosted, { env });
      if (kind) await fault(story, kind, 'mediaHost');
      const phone = await dial(story, 'Megan');
      await phone.until('Sorry, something went wrong on our side', 13 * second);
      await story.advance(15 * second);
      assert.equal((await phone.leg()).state, 'terminated');
      assert.equal(asked(story, /\/answer$/).length, 1, 'answered once');
    });
  }

  it('that gives a meeting nothing is what the card names, and not Teams', async () => {
    story = await startDesk(hosted, { env: { MEDIA_HOST_MEETINGS: 'true' } });
    await fault(story, '503', 'mediaHost');
    const chat = await story.group('Megan', 'Adele');
    await ask(story, chat, 'Megan', 'meet now Unheard');
    const { card, id } = await story.cardWith(chat, 'Unheard');
    await story.press(chat, 'Megan', id, 'bringIn', button(card, 'bringIn'));
    await story.advance(5 * second);
    const live = await story.cardWith(chat, 'Rollcall in Unheard');
    assert.match(wordsOf(live.card), /media host didn't answer\. Bring Rollcall in again/);
    assert.deepEqual(bodiesTo(story, /^POST \/communications\/calls$/), []);
  });

  it('has the media of meetings, too, where that is wanted: then Rollcall has a screen', async () => {
    story = await startDesk(hosted, { env: { MEDIA_HOST_MEETINGS: 'true' } });
    const chat = await story.group('Megan', 'Adele');
    const { live } = await roomWith(story, chat, 'Hosted', 'Megan');
    const [join] = bodiesTo(story, /^POST \/communications\/calls$/);
    assert.match(mediaOf(join)['@odata.type'] ?? '', /appHostedMediaConfig$/);
    await ask(story, chat, 'Megan', 'share');
    await story.advance(3 * second);
    assert.deepEqual(
      bodiesTo(story, /changeScreenSharingRole$/).map(({ role }) => role),
      ['sharer'],
    );
    assert.match(wordsOf((await live()).card), /changed what Rollcall's screen does/);
  });
});
