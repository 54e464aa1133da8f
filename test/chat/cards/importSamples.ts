/** The card of reminders from a file in every state, by name. */
import type { Card } from '../../../src/chat/cards/card.ts';
import { importCard } from '../../../src/chat/cards/importCard.ts';
import { derivedId } from '../../../src/lib/ids.ts';
import en from '../../../src/locales/en.json' with { type: 'json' };
import { textFor } from '../../../src/locales/text.ts';
import type { Import, RowMistake } from '../../../src/reminders/import.ts';
import { reminder } from './reminderSamples.ts';
import { now } from './samples.ts';

const text = textFor('en');
/** As long and as odd as what stands in a file can be. */
const said = '**<at>x</at>** [link](https://x.example) '.repeat(40);
const values = { name: said, names: said, number: said, said, first: 2, who: said, max: 600, count: 700 };
const mistakes: RowMistake[] = [
  ...Object.keys(en.import.row).map((why) => `import.row.${why}`),
  ...['past', 'tooFar', 'tooLong', 'optedOut', 'tooMany', 'tooManyForThem'].map(
    (why) => `error.remind.${why}`,
  ),
].map((key, index) => ({ line: index + 2, key, values }));

export const imported = (more: Partial<Import> = {}): Import => ({
  ...{ id: derivedId('import'), tenantId: 'contoso', by: { id: 'megan', name: 'Megan Bowen' } },
  ...{ conversationId: 'chat', locale: 'en', zone: 'Europe/Berlin', fileName: 'team.csv' },
  ...{ state: 'checked', good: 1, scheduled: 0, mistakes: [], sample: [], createdAt: now },
  ...more,
});
const row = (line: number, name: string, every: Import['sample'][number]['every'] = null) => ({
  ...{ line, to: { id: name, name, kind: 'user' as const }, text: said, how: 'ring' as const },
  ...{ due: now + 3_600_000, every },
});

export const importCards: [string, Card][] = [
  ...mistakes.map((mistake): [string, Card] => [
    `import: ${mistake.key}`,
    importCard(text, {
      imported: imported({ mistakes: [mistake], sample: [row(3, 'Adele')] }),
      outcomes: [],
      some: [],
    }),
  ]),
  [
    'import: checked, with many mistakes',
    importCard(text, {
      imported: imported({
        ...{ good: 960, mistakes: [...mistakes, ...mistakes], fileName: said },
        sample: [
          row(2, said),
          row(3, 'Lee', { kind: 'weekly', days: [1, 3] }),
          row(4, 'Pat', { kind: 'daily' }),
        ],
      }),
      outcomes: [],
      some: [],
    }),
  ],
  [
    'import: none good',
    importCard(text, { imported: imported({ good: 0, mistakes }), outcomes: [], some: [] }),
  ],
  ...(['scheduling', 'stopped', 'done', 'cancelled', 'expired'] as const).map((state): [string, Card] => [
    `import: ${state}`,
    importCard(text, {
      imported: imported({ state, good: 450, scheduled: 200, mistakes }),
      outcomes: [],
      some: [],
    }),
  ]),
  [
    'import: stopped for good',
    importCard(text, {
      imported: imported({ state: 'stopped', good: 200, scheduled: 200 }),
      outcomes: [{ state: 'scheduled', count: 200 }],
      some: [],
    }),
  ],
  [
    'import: done, followed',
    importCard(text, {
      imported: imported({ state: 'done', good: 9, scheduled: 9 }),
      outcomes: [
        { state: 'scheduled', count: 3 },
        { state: 'ringing', count: 1 },
        { state: 'heard', count: 4 },
        { state: 'failed', count: 1 },
      ],
      some: [reminder({ state: 'failed', reason: 'noChat' })],
    }),
  ],
];
