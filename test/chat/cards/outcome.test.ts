import assert from 'node:assert/strict';
import { outcomeSentence, outcomeSentenceBy } from '../../../src/chat/cards/outcome.ts';
import { control, crowd, target, text } from './samples.ts';

const done = (count: number) => crowd(count).map(({ name }) => target(name, 'done'));

describe('what became of a control, in words', () => {
  const cases: [string, string, string][] = [
    [
      'many and one who left',
      outcomeSentence(text, control('muteOthers', [...done(51), target('Dana', 'left')])),
      'Muted 51. Dana left first.',
    ],
    [
      'who did it',
      outcomeSentenceBy(text, control('muteOthers', [...done(51), target('Dana', 'left')])),
      'Megan Bowen muted 51. Dana left first.',
    ],
    [
      'two by name',
      outcomeSentence(text, control('remove', [target('Pat', 'done'), target('Lee', 'done')])),
      'Removed Pat and Lee.',
    ],
    [
      'still waiting',
      outcomeSentence(text, control('invite', [target('Megan', 'waiting')], null)),
      'Inviting Megan.',
    ],
    [
      'partly waiting',
      outcomeSentence(text, control('invite', [target('Megan', 'waiting'), target('Lee', 'done')], null)),
      'Invited Lee; joined. Still waiting for Megan.',
    ],
    [
      'failed',
      outcomeSentence(text, control('invite', [target('Megan', 'failed', 'declined')])),
      'Megan declined.',
    ],
    [
      'several busy',
      outcomeSentence(
        text,
        control('invite', [target('Megan', 'failed', 'busy'), target('Lee', 'failed', 'busy')]),
      ),
      'Megan and Lee are busy.',
    ],
    [
      'three sorts of failure',
      outcomeSentence(
        text,
        control('invite', [
          target('Ann', 'failed', 'declined'),
          target('Ben', 'failed', 'declined'),
          target('Cy', 'failed', 'noAnswer'),
          target('Di', 'failed', 'busy'),
        ]),
      ),
      "Ann and Ben declined. Cy didn't answer. It didn't work for Di either.",
    ],
    [
      'a reason we cannot name',
      outcomeSentence(text, control('mute', [target('Ann', 'failed', 'flooded')])),
      text('control.failed.refused', { who: 'Ann', count: 1 }),
    ],
    ['nobody to do it to', outcomeSentence(text, control('muteOthers', [])), 'Nobody else is unmuted.'],
    ['leaving', outcomeSentence(text, control('leave', [], null)), 'Rollcall is leaving.'],
    ['left', outcomeSentence(text, control('leave', [])), 'Rollcall left. The meeting goes on.'],
  ];
  for (const [name, said, wanted] of cases) it(name, () => assert.equal(said, wanted));
});
