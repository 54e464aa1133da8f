import { endingReasons } from '../../src/calling/ending.ts';
import { failureReasons } from '../../src/calling/failures.ts';
import { textFor } from '../../src/locales/text.ts';

describe('words for what happened', () => {
  const text = textFor('en-US');
  it('exist for every reason a call can end', () => {
    for (const reason of endingReasons) text(`call.ended.${reason}`);
  });
  it('exist for every reason a control can fail', () => {
    for (const reason of failureReasons) text(`control.failed.${reason}`, { who: 'Pat', count: 1 });
  });
});
