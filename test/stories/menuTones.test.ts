import assert from 'node:assert/strict';
import { askedOn, keysAlone, reception, said } from './menus.ts';
import { dial, type Phone } from './phone.ts';
import { second } from './steps.ts';
import { notify } from './wire.ts';

/** Our own id of the call, by which Graph calls back. */
const ownId = async (phone: Phone) => (await phone.leg()).callbackUri.split('/').at(-1) ?? '';

/** A key as Graph tells of it. */
const toneNews = ({ id }: Phone, sequenceId: number, tone: string) => ({
  value: [
    {
      changeType: 'updated',
      resource: `/app/calls/${id}`,
      resourceData: {
        '@odata.type': '#microsoft.graph.call',
        state: 'established',
        toneInfo: { sequenceId, tone },
      },
    },
  ],
});

describe('keys, as notifications bring them', () => {
  it('a key before the menu is ready counts as soon as it is', () =>
    reception({}, keysAlone, async (story) => {
      await story.control('PATCH', '/settings', { audioDelayMs: 4_000 });
      const phone = await dial(story, 'Megan');
      await story.advance(second);
      assert.deepEqual(askedOn(story, phone), ['answer'], 'nothing is asked for before there is audio');
      assert.equal(await notify(story, toneNews(phone, 1, 'tone1'), await ownId(phone)), 202);
      await phone.until(said.hours, 10 * second);
      assert.equal(askedOn(story, phone)[1], 'subscribeToTone');
    }));

  for (const kind of ['notificationDuplicate', 'notificationReorder', 'notificationDelay'])
    it(`each counts once and in turn under ${kind}`, () =>
      reception({}, keysAlone, async (story) => {
        const phone = await dial(story, 'Megan');
        await phone.until(said.welcome);
        const count = kind === 'notificationDuplicate' ? {} : { count: 1 };
        await story.control('POST', '/faults', { kind, route: 'call tone', ms: 300, ...count });
        // A second wrong key would hang up; after a 0 the 1 means nothing any more.
        for (const key of ['7', '0', '1']) await story.control('POST', `/calls/${phone.id}/press`, { key });
        await story.settle();
        await phone.until(said.agent, 10 * second);
        assert.ok(!(await phone.heard()).includes(said.hours));
      }));

  it('a key that is lost costs a second, and the next one counts', () =>
    reception({}, keysAlone, async (story) => {
      const phone = await dial(story, 'Megan');
      await phone.until(said.welcome);
      await story.control('POST', '/faults', { kind: 'notificationDrop', route: 'call tone', count: 1 });
      await phone.press('7');
      await phone.press('1');
      await phone.until(said.hours, 3 * second);
      assert.doesNotMatch(await phone.heard(), new RegExp(said.wrong));
    }));

  it('count with two instances, to which notifications and fetches of prompts come in turns', () =>
    reception({ consult: false }, { ...keysAlone, instances: 2 }, async (story) => {
      const phone = await dial(story, 'Megan');
      for (const key of ['7', '1', '7', '0']) {
        await phone.until(new RegExp(`${said.welcome}$`));
        await phone.press(key);
        await phone.until({ 7: said.wrong, 1: said.hours, 0: said.agent }[key] ?? '');
      }
      await story.advance(10 * second);
      assert.equal((await phone.leg()).state, 'terminated');
      const sounds = (await phone.line()).heard;
      assert.deepEqual(
        sounds.filter(({ outcome }) => outcome === 'failed'),
        [],
      );
      assert.equal(askedOn(story, phone).filter((what) => what === 'transfer').length, 1);
    }));
});
