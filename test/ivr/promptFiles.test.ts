import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkPromptFiles, mistakeIn, readPromptFile } from '../../src/ivr/promptFiles.ts';
import { tone } from './services.ts';

describe('the files of config/prompts', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rollcall-prompts-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('are told apart, each wrong one with what it is and the command that converts it', async () => {
    const stereo = tone(1);
    stereo.writeUInt16LE(2, 22);
    const files: Record<string, Buffer | string> = {
      'welcome.wav': tone(1),
      'Привет.WAV': tone(1),
      'song.wav': 'ID3\u0004',
      'song.mp3': 'ID3\u0004',
      'stereo.wav': stereo,
      'renamed.sound': tone(1),
      'README.md': 'About these prompts',
      '.gitkeep': '',
    };
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
    mkdirSync(join(folder, 'old.wav'));
    const { right, wrong } = await checkPromptFiles(folder);
    assert.deepEqual([...right].sort(), ['welcome.wav', 'Привет.WAV']);
    const path = (name: string) => join(folder, name);
    const options = '-ac 1 -ar 16000 -c:a pcm_s16le';
    assert.deepEqual(Object.fromEntries(wrong), {
      'renamed.sound': 'is a WAV under another name. Name it .wav',
      'song.mp3': `is an MP3. Convert it: ffmpeg -i "${path('song.mp3')}" ${options} "${path('song.wav')}"`,
      'song.wav':
        `is an MP3. Convert it: ffmpeg -i "${path('song.wav')}" ${options} ` +
        `"${path('song.16k.wav')}" && mv "${path('song.16k.wav')}" "${path('song.wav')}"`,
      'stereo.wav':
        'is stereo, 16-bit, 16 kHz instead of mono, 16-bit, 16 kHz. Convert it: ' +
        `ffmpeg -i "${path('stereo.wav')}" ${options} "${path('stereo.16k.wav')}" && ` +
        `mv "${path('stereo.16k.wav')}" "${path('stereo.wav')}"`,
    });
  });

  it('are right, not there or something else for a menu that names them', async () => {
    writeFileSync(join(folder, 'welcome.wav'), tone(1));
    writeFileSync(join(folder, 'song.wav'), 'ID3\u0004');
    const mistake = mistakeIn(await checkPromptFiles(folder));
    assert.equal(mistake('welcome.wav'), null);
    assert.equal(mistake('none.wav'), 'names no WAV file of config/prompts');
    assert.match(
      mistake('song.wav') ?? '',
      /^names a file that is an MP3\. Convert it: ffmpeg -i ".*song\.wav"/,
    );
  });

  it('that are not there are none', async () => {
    assert.deepEqual(await checkPromptFiles(join(folder, 'none')), { right: new Set(), wrong: new Map() });
  });

  it('are read by name, never from another folder, and only what Graph would play', async () => {
    writeFileSync(join(folder, 'welcome.wav'), tone(1));
    writeFileSync(join(folder, 'song.wav'), 'ID3\u0004');
    mkdirSync(join(folder, 'sub'));
    const inner = join(folder, 'sub');
    assert.deepEqual(await readPromptFile(folder, 'welcome.wav'), tone(1));
    assert.equal(await readPromptFile(folder, 'song.wav'), null);
    for (const name of [
      '../welcome.wav',
      join(folder, 'welcome.wav'),
      '..',
      '',
      'missing.wav',
      '../sub/../welcome.wav',
    ])
      assert.equal(await readPromptFile(inner, name), null, name);
  });
});
