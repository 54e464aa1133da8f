/** Media, and what is derived from it, is not kept: neither what a caller said nor pressed, nor the way to a recording. */
import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { moment } from '../../src/lib/clock.ts';
import type { Story } from './harness.ts';
import { askedOn, reception, said } from './menus.ts';
import { dial, type Phone, spoken } from './phone.ts';
import { ask, heard, second } from './steps.ts';

const { words: own } = spoken('en') as unknown as { words: Record<string, string> };

/** Every row of every table, as text. */
async function everyRow({ database: { db } }: Story): Promise<string> {
  const tables = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = 'public'`.execute(db);
  const rows = await Promise.all(
    tables.rows.map(({ name }) =>
      sql<{ row: string }>`select to_jsonb(t)::text as row from ${sql.table(name)} t`.execute(db),
    ),
  );
  return rows.flatMap((one) => one.rows.map(({ row }) => row)).join('\n');
}

/** Where the recordings of a story are, and the keys to them, as Graph told them. */
function recordings(story: Story): string[] {
  const told = JSON.stringify(story.simulator.traffic.list());
  const found = [...told.matchAll(/"recording(?:Location|AccessToken)":"([^"]+)"/g)];
  return found.map(([, value = '']) => value);
}

/** A log of everything, and the lines of it so far. */
function wholeLog() {
  const lines: string[] = [];
  return { lines, logTo: { write: (line: string) => void lines.push(line) }, env: { LOG_LEVEL: 'trace' } };
}

function lacks(text: string, secrets: readonly string[], where: string) {
  for (const secret of secrets) {
    assert.ok(!text.toLowerCase().includes(secret.toLowerCase()), `"${secret}" is in ${where}`);
  }
}

async function answer(phone: Phone, words: string) {
  await phone.untilListening();
  assert.ok(await phone.say(words));
}

const utterances = ['xanadu bathysphere quokka', 'opening hours', 'zeppelin marmalade'];

describe('what a caller says and presses', () => {
  it('is in no table and in no line of the log, once a call by voice and by keys is over', async () => {
    const { lines, ...log } = wholeLog();
    await reception({}, log, async (story) => {
      const phone = await dial(story, 'Megan');
      await answer(phone, utterances[0] ?? '');
      await phone.until(own.notUnderstood ?? '', 10 * second);
      await answer(phone, utterances[1] ?? '');
      await phone.until(said.hours, 10 * second);
      await phone.untilListening();
      await phone.press('7');
      await phone.until(said.wrong);
      await answer(phone, utterances[2] ?? '');
      await phone.until(own.notUnderstood ?? '', 10 * second);
      await phone.untilListening();
      await phone.press('9');
      await story.advance(5 * second);
      assert.equal((await phone.leg()).state, 'terminated');

      const ways = recordings(story);
      assert.ok(ways.length >= 6, 'there were recordings');
      const kept = await everyRow(story);
      assert.match(kept, new RegExp(phone.id, 'i'), 'the call itself is kept');
      const secrets = [...utterances.filter((words) => words !== 'opening hours'), ...ways, '/media/clips/'];
      lacks(kept, secrets, 'the database');
      assert.doesNotMatch(kept, /"tone\d"|"pound"|"star"|toneInfo/, 'a key that was pressed is kept');
      assert.doesNotMatch(kept, /"sealed"|"recording"\s*:\s*"/, 'a recording outlives its effect');
      const logged = lines.join('\n');
      assert.ok(lines.length > 5);
      lacks(logged, [...secrets, 'Megan'], 'the log');
      assert.doesNotMatch(logged, /tone\d|toneInfo/);
    });
  });

  it('stands sealed in the database while it is being understood', () =>
    reception({}, {}, async (story) => {
      await story.control('POST', '/faults', { kind: 'delay', route: 'recognizer', ms: 120_000 });
      const phone = await dial(story, 'Megan');
      await phone.untilListening();
      await story.control('POST', `/calls/${phone.id}/speak`, { words: utterances[0] });
      // Settling would wait for the recognizer.
      for (let left = 100; left > 0 && !(await everyRow(story)).includes('"sealed"'); left -= 1) {
        await story.clock.advance(100);
        await story.app.tick();
        await moment(20);
      }
      const kept = await everyRow(story);
      assert.match(kept, /"sealed": ?"[\w-]{60,}"/);
      lacks(kept, [...recordings(story), '/media/clips/', utterances[0] ?? ''], 'the database');
      await story.clock.advance(120_000);
      await story.settle();
      assert.doesNotMatch(await everyRow(story), /"sealed"/);
    }));

  it('is erased when the caller hangs up while a recording is on its way', () =>
    reception({}, {}, async (story) => {
      const phone = await dial(story, 'Megan');
      await phone.untilListening();
      await phone.say(utterances[0] ?? '');
      await story.control('POST', `/calls/${phone.id}/press`, { key: '7' });
      await phone.hangUp();
      await story.advance(5 * second);
      const kept = await everyRow(story);
      lacks(
        kept,
        [...recordings(story), '/media/clips/', utterances[0] ?? '', '"tone7"', '"sealed"'],
        'the database',
      );
    }));
});

describe('messages', () => {
  const message = 'please call me back about the turquoise kayak';
  const leave = async (story: Story) => {
    const phone = await dial(story, 'Megan');
    await answer(phone, 'leave a message');
    return phone;
  };
  const bound = async (story: Story) => {
    const chat = await story.group('Patti', 'Adele');
    await ask(story, chat, 'Patti', 'frontdesk here');
    return chat;
  };

  it('are not taken unless an admin allowed it', () =>
    reception({}, {}, async (story) => {
      const chat = await bound(story);
      const phone = await leave(story);
      await phone.until(own.callNoted ?? '', 10 * second);
      await story.advance(15 * second);
      assert.ok(!askedOn(story, phone).includes('updateRecordingStatus'));
      assert.equal(askedOn(story, phone).filter((what) => what === 'recordResponse').length, 1);
      assert.match(heard(await story.messages(chat)), /Missed call from/);
    }));

  it('are announced to the caller and to Graph first, and reach the agents’ chat', async () => {
    const { lines, ...log } = wholeLog();
    const env = { ...log.env, KEEP_MESSAGES: 'true' };
    await reception({}, { ...log, env }, async (story) => {
      const chat = await bound(story);
      const phone = await leave(story);
      await phone.until(own.notice ?? '', 10 * second);
      await phone.until(said.message, 20 * second);
      await answer(phone, message);
      await phone.until(own.messageTaken ?? '', 30 * second);
      await story.advance(15 * second);
      const sounds = await phone.heard();
      assert.ok(sounds.indexOf(own.notice ?? '') < sounds.indexOf(said.message));
      assert.deepEqual(askedOn(story, phone), [
        ...['answer', 'subscribeToTone', 'recordResponse', 'playPrompt'],
        ...['updateRecordingStatus', 'recordResponse', 'updateRecordingStatus', 'playPrompt', 'DELETE'],
      ]);
      assert.equal((await phone.line()).recordingStatus, 'notRecording');
      assert.match(heard(await story.messages(chat)), /turquoise kayak/i);
      lacks(lines.join('\n'), [message, 'turquoise'], 'the log');
      lacks(await everyRow(story), ['turquoise', ...recordings(story)], 'the database');
    });
  });

  it('are not recorded where Graph was not told', () =>
    reception({}, { env: { KEEP_MESSAGES: 'true' } }, async (story) => {
      await story.control('POST', '/faults', { kind: '500', route: 'updateRecordingStatus' });
      const phone = await leave(story);
      await phone.until(own.notice ?? '', 10 * second);
      await phone.until(own.callNoted ?? '', 60 * second);
      assert.equal(askedOn(story, phone).filter((what) => what === 'recordResponse').length, 1);
    }));
});
