import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { speechRate, writeWav } from '../../src/ivr/wav.ts';
import { person, startStory } from './harness.ts';
import { atReception, configFolder, keysAlone, receptionMenu, said, writeConfig } from './menus.ts';
import { dial } from './phone.ts';
import { second } from './steps.ts';

const spokenBy = (file: string) =>
  receptionMenu().replace(`{ en: "${said.welcome}" }`, `{ en: { file: ${file} } }`);
/** What an MP3 begins with, and some of one. */
const mp3 = Buffer.concat([
  Buffer.from('ID3\x04\x00\x00\x00\x00\x00\x00', 'latin1'),
  Buffer.alloc(4_000, 0x55),
]);

function logOf(level: string) {
  const lines: string[] = [];
  return {
    lines,
    options: {
      env: { ...keysAlone.env, LOG_LEVEL: level },
      logTo: { write: (line: string) => void lines.push(line) },
    },
  };
}

describe('files of menus, at the start', () => {
  it('a prompt that is not there is a mistake with its line, and Rollcall does not start', async () => {
    const CONFIG_DIR = configFolder({ 'menus/reception.yaml': spokenBy('greeting.wav') });
    await assert.rejects(startStory({ env: { CONFIG_DIR } }), (error: Error) => {
      assert.match(error.message, /menus\/reception\.yaml:7 .*names no WAV file of config\/prompts/);
      return true;
    });
  });

  it('the mistakes of a menu are told together', async () => {
    const wrong = receptionMenu().replace('next: hours', 'next: ours').replace('seconds: 20', 'seconds: 2');
    const CONFIG_DIR = configFolder({ 'menus/reception.yaml': wrong });
    await assert.rejects(startStory({ env: { CONFIG_DIR } }), (error: Error) => {
      assert.match(error.message, /reception\.yaml:9 .*names no node of this menu/);
      assert.match(error.message, /reception\.yaml:24 `seconds`/);
      return true;
    });
  });

  it('an MP3 that a menu names is a mistake, told with its line and the command that converts it', async () => {
    const CONFIG_DIR = configFolder({
      'menus/reception.yaml': spokenBy('greeting.wav'),
      'prompts/greeting.wav': mp3,
    });
    await assert.rejects(startStory({ env: { CONFIG_DIR } }), ({ message }: Error) => {
      assert.match(message, /reception\.yaml:7 .*is an MP3.*ffmpeg -i ".*greeting\.wav" -ac 1 -ar 16000/);
      return true;
    });
  });

  it('an MP3 that no menu names is told of, and the menus are in force', async () => {
    const { lines, options } = logOf('warn');
    const CONFIG_DIR = configFolder({ 'menus/reception.yaml': receptionMenu(), 'prompts/old.wav': mp3 });
    const story = await startStory({ ...options, env: { ...options.env, CONFIG_DIR } });
    try {
      assert.match(lines.join(''), /old\.wav is an MP3.*ffmpeg -i .*old\.wav.* -ac 1 -ar 16000/);
      await (await dial(story, 'Megan')).until(said.welcome);
    } finally {
      await story.close();
    }
  });
});

describe('a prompt that is changed while Rollcall runs', () => {
  it('into an MP3 is told of as a mistake of its menu; callers still reach a person', async () => {
    const { lines, options } = logOf('error');
    const CONFIG_DIR = configFolder({
      'menus/reception.yaml': spokenBy('greeting.wav'),
      'prompts/greeting.wav': Buffer.from(writeWav(new Int16Array(speechRate))),
    });
    const story = await startStory({ ...options, env: { ...options.env, CONFIG_DIR } });
    try {
      assert.deepEqual(lines, []);
      writeConfig(CONFIG_DIR, { 'prompts/greeting.wav': mp3 });
      await story.advance(6 * second);
      assert.match(
        lines.join(''),
        /"file":"menus\/reception\.yaml","line":7,"msg":".*is an MP3.*ffmpeg -i .*stay in force"/,
      );
      const phone = await dial(story, 'Megan');
      await story.advance(40 * second);
      assert.equal(((await phone.leg()).handover as { with?: string } | null)?.with, person('Pat').id);
    } finally {
      await story.close();
    }
  });
});

describe('a menu that is changed during a call', () => {
  it('is in force with the next step, and with a mistake the old one stays', async () => {
    const { lines, options } = logOf('info');
    const story = await atReception({}, options);
    try {
      const phone = await dial(story, 'Megan');
      await phone.until(said.welcome);
      const wrong = receptionMenu().replace('next: hours', 'next: ours');
      writeConfig(story.folder, { 'menus/reception.yaml': wrong });
      await story.advance(4 * second);
      assert.match(
        lines.join(''),
        /"file":"menus\/reception\.yaml","line":9,"msg":".*names no node of this menu.*stay in force"/,
      );
      await phone.press('1');
      await phone.until(said.hours);
      const better = receptionMenu({ welcome: 'Welcome to the new desk.' });
      writeConfig(story.folder, { 'menus/reception.yaml': better });
      await phone.until('Welcome to the new desk.', 20 * second);
      await phone.press('1');
      await phone.until(/nine to five[\s\S]*nine to five/);
    } finally {
      await story.close();
    }
  });

  it('begins again where the caller’s place is gone, and says sorry where the menu is', async () => {
    const story = await atReception({}, keysAlone);
    try {
      const other = receptionMenu({ welcome: 'Welcome elsewhere.' });
      const renamed = other.replaceAll('next: welcome', 'next: door').replace('  welcome:\n', '  door:\n');
      const phone = await dial(story, 'Megan');
      await phone.until(said.welcome);
      writeConfig(story.folder, { 'menus/reception.yaml': renamed.replace('start: welcome', 'start: door') });
      await story.advance(3 * second);
      await phone.press('1');
      await phone.until('Welcome elsewhere.');
      rmSync(join(story.folder, 'menus/reception.yaml'));
      await story.advance(3 * second);
      await phone.press('1');
      await phone.until('Sorry, something went wrong on our side.');
      await story.advance(10 * second);
      assert.equal((await phone.leg()).state, 'terminated');
    } finally {
      await story.close();
    }
  });
});

describe('a process that dies in the middle of a menu', () => {
  for (const [when, reaches] of [
    ['in the greeting', 0],
    ['while a key is waited for', 3],
  ] as const)
    it(`${when}: the next one goes on with the caller`, async () => {
      const story = await atReception({}, keysAlone);
      try {
        const phone = await dial(story, 'Megan');
        await phone.until(said.welcome);
        await story.advance(reaches * second);
        await story.restart();
        await phone.press('1');
        await phone.until(said.hours);
        await phone.until(/nine to five[\s\S]*Welcome/);
        await phone.press('9');
        await story.advance(5 * second);
        assert.equal((await phone.leg()).state, 'terminated');
      } finally {
        await story.close();
      }
    });

  it('a key pressed while nobody was there counts when Graph tells it again', async () => {
    const story = await atReception({}, keysAlone);
    try {
      const phone = await dial(story, 'Megan');
      await phone.until(said.welcome);
      await story.stop();
      await story.control('POST', `/calls/${phone.id}/press`, { key: '1' });
      await story.start();
      await phone.until(said.hours, 10 * second);
    } finally {
      await story.close();
    }
  });

  it('what a caller said meanwhile is understood by the next one', async () => {
    const story = await atReception();
    try {
      const phone = await dial(story, 'Megan');
      await phone.untilListening();
      await story.stop();
      await story.control('POST', `/calls/${phone.id}/speak`, { words: 'opening hours' });
      await story.clock.advance(4 * second);
      await story.start();
      await phone.until(said.hours, 20 * second);
    } finally {
      await story.close();
    }
  });
});
