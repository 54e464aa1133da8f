import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readCsv } from '../../src/reminders/csv.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string, most = 1_000) => readCsv(bytes(text), most);

function rowsOf(text: string) {
  const result = read(text);
  assert.ok('rows' in result, JSON.stringify(result));
  return result;
}
/** "2 Adele|Call home|tomorrow 3pm" */
const brief = (text: string) =>
  rowsOf(text).rows.map(
    ({ line, who, text: said, when, every, how }) =>
      `${line} ${[who, said, when, every, how].join('|').replace(/\|+$/, '')}`,
  );
const mistakes = (text: string) => rowsOf(text).mistakes.map(({ line, key }) => `${line} ${key}`);
const problem = (given: Uint8Array | string, most = 1_000) => {
  const result = readCsv(typeof given === 'string' ? bytes(given) : given, most);
  return 'problem' in result ? result.problem : null;
};

describe('a CSV file of reminders', () => {
  it('is read with commas, semicolons and tabs, whatever ends a line', () => {
    for (const sign of [',', ';', '\t'])
      for (const end of ['\n', '\r\n', '\r']) {
        const text = `who,text,when,every,how${end}Adele,Call home,tomorrow 3pm,Monday,chat${end}`;
        assert.deepEqual(brief(text.replaceAll(',', sign)), ['2 Adele|Call home|tomorrow 3pm|Monday|chat']);
      }
  });

  it('may begin with a byte order mark, empty lines, or what Excel writes for its separator', () => {
    assert.deepEqual(brief('\ufeffwho,text,when\nA,b,c'), ['2 A|b|c']);
    assert.deepEqual(brief('\n \nwho,text,when\nA,b,c'), ['4 A|b|c']);
    assert.deepEqual(brief('sep=;\nwho;text;when\nA,B;b;c'), ['3 A,B|b|c']);
  });

  it('knows its columns in a few spellings and in any order, and passes over others', () => {
    const text =
      'Team;Date;E-Mail;Time;Phone number;Message;Repeats;By\nred;1 Dec;;14:00;+49301234567;Hi;daily;chat';
    assert.deepEqual(brief(text), ['2 +49301234567|Hi|1 Dec 14:00|daily|chat']);
    assert.deepEqual(brief('Time,Date,Person,Reminder\n14:00,1 Dec,Lee,Hi'), ['2 Lee|Hi|1 Dec 14:00']);
  });

  it('has separators, quotes and lines of their own inside of quotes, each row at the line where it begins', () => {
    const text = 'who,text,when\nA,"Hi, ""you""\nthere",c\n\n\nB,say "hi" now,d\n,,\nC, "x, y" ,e';
    assert.deepEqual(brief(text), ['2 A|Hi, "you"\nthere|c', '6 B|say "hi" now|d', '8 C|x, y|e']);
  });

  it('tells of each row that is none, and reads the others', () => {
    const text = [
      'who,text,when',
      'A,"b"oops,c',
      'A,b,c',
      ',b,c',
      'A,,c',
      'A,b',
      'A,Hi, you,c',
      'B,b,c',
      'C,"never closed,c',
      'D,b,c',
    ].join('\n');
    assert.deepEqual(brief(text), ['3 A|b|c', '8 B|b|c', '10 D|b|c']);
    assert.deepEqual(mistakes(text), [
      '2 import.row.quotes',
      '4 import.row.noWho',
      '5 import.row.noText',
      '6 import.row.noWhen',
      '7 import.row.columns',
      '9 import.row.quotes',
    ]);
  });

  it('is refused as a whole where it is something else, with what it is', () => {
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('who,text,when\n', 'utf16le')]);
    const cases: [Uint8Array | string, string][] = [
      [utf16, 'utf16'],
      [new Uint8Array([0xfe, 0xff, 0, 65]), 'utf16'],
      [new Uint8Array([0x50, 0x4b, 3, 4, 20, 0]), 'workbook'],
      [new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), 'workbook'],
      [new Uint8Array([65, 0, 66]), 'binary'],
      [new Uint8Array([0x77, 0xe4, 0x68]), 'notUtf8'],
      ['', 'empty'],
      [' \n\t\n', 'empty'],
      ['Adele,Call home,tomorrow', 'noHeader'],
      ['who,when\na,b', 'noColumn'],
      ['who,text,when\n\n', 'noRows'],
      [`who,text,when\n${'a,"b"c,d\n'.repeat(60)}`, 'quotes'],
    ];
    for (const [given, why] of cases) assert.equal(problem(given)?.key, `import.file.${why}`);
    assert.deepEqual(problem('who,when\na,b')?.values, { names: 'text' });
  });

  it('is refused with one clear word where it has too many rows', () => {
    const text = `who,text,when\n${'Adele,Hi,tomorrow 3pm\n'.repeat(5_000)}`;
    assert.deepEqual(problem(text), { key: 'import.file.tooMany', values: { max: 1_000 } });
    assert.equal(problem(text, 5_000), null);
    assert.equal(problem(`who,text,when\n${',,\n'.repeat(4_000)}A,b,c`), null);
  });

  it('gives back what was written, however it was quoted', () => {
    const cell = fc
      .string({ minLength: 1, unit: fc.constantFrom(...'ab ",;\t\n\'äß€😀=') })
      .map((text) => text.trim())
      .filter(Boolean);
    const row = fc.record({ who: cell, text: cell, when: cell }, { noNullPrototype: true });
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    const property = fc.property(
      fc.array(row, { minLength: 1, maxLength: 8 }),
      fc.constantFrom(',', ';', '\t'),
      fc.constantFrom('\n', '\r\n'),
      fc.boolean(),
      (rows, sign, end, mark) => {
        const lines = rows.map(({ who, text, when }) => [who, text, when].map(quoted).join(sign));
        const file = `${mark ? '\ufeff' : ''}${['who,text,when'.replaceAll(',', sign), ...lines].join(end)}`;
        const result = rowsOf(file);
        assert.deepEqual(result.mistakes, []);
        assert.deepEqual(
          result.rows.map(({ who, text, when }) => ({ who, text, when })),
          rows,
        );
      },
    );
    fc.assert(property, { numRuns: 200 });
  });

  it('never throws, whatever the bytes are', () => {
    const word = fc.constantFrom('who', 'text', 'when', ',', ';', '"', '\n', '\r', ' ', 'sep=', '\t', 'a');
    const soup = fc.array(word, { maxLength: 60 }).map((words) => bytes(`who,text,when\n${words.join('')}`));
    const any = fc.oneof(fc.uint8Array({ maxLength: 300 }), soup);
    const property = fc.property(any, (given) => {
      const result = readCsv(given, 20);
      if ('problem' in result) return;
      const lines = [...result.rows, ...result.mistakes].map(({ line }) => line);
      assert.equal(new Set(lines).size, lines.length);
      assert.ok(lines.every((line) => line >= 1));
    });
    fc.assert(property, { numRuns: 500 });
  });

  it('is read in a moment, a megabyte of spaces or of quotes too', () => {
    const started = performance.now();
    const spaces = ' '.repeat(900_000);
    for (const text of [
      spaces,
      `${spaces}who,text,when\n${spaces}"x"y`,
      `who,text,when\n${'"\n'.repeat(400_000)}`,
    ])
      read(text);
    // Quadratic work would be minutes.
    assert.ok(performance.now() - started < 10_000);
  });
});
