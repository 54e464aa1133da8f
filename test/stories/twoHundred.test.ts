import assert from 'node:assert/strict';
import { cast } from '../../src/simulator/people.ts';
import { askedOn, keysAlone, reception, said } from './menus.ts';
import { type LegView, phoneOf } from './phone.ts';
import { second } from './steps.ts';

const many = 200;
const callers = cast.filter(({ kind }) => kind === 'user').map(({ id }) => id);

describe('two hundred calls at once', () => {
  it('are each answered once, hear the menu, are told the hours, and end', () =>
    reception({}, keysAlone, async (story) => {
      const dialled = await Promise.all(
        Array.from({ length: many }, (_, n) =>
          story.control<LegView>('POST', '/calls', { from: callers[n % callers.length] }),
        ),
      );
      const phones = dialled.map(({ id }) => phoneOf(story, id));
      const every = async (words: string) => {
        for (let left = 30; left > 0; left -= 1) {
          const heard = await Promise.all(phones.map((phone) => phone.heard()));
          if (heard.every((all) => all.includes(words))) return;
          await story.advance(500);
        }
        assert.fail(`somebody never heard "${words}"`);
      };
      await every(said.welcome);
      for (const { id } of phones) await story.control('POST', `/calls/${id}/press`, { key: '1' });
      await every(said.hours);
      await Promise.all(phones.map(({ id }) => story.control('POST', `/calls/${id}/hangUp`, {})));
      await story.advance(10 * second);
      for (const phone of phones) {
        assert.equal(askedOn(story, phone).filter((what) => what === 'answer').length, 1);
        assert.equal((await phone.leg()).state, 'terminated');
      }
      const { db } = story.database;
      const calls = await db.selectFrom('calls').select('phase').execute();
      assert.deepEqual(new Set(calls.map(({ phase }) => phase)), new Set(['ended']));
      assert.equal(calls.length, many);
      assert.deepEqual(await db.selectFrom('effects').selectAll().execute(), []);
    })).timeout(120_000);
});
