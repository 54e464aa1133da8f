/** Loaded into a process of the product before it: its clock differs from the machine's by the milliseconds in a file. */
import { readFileSync } from 'node:fs';

const file = process.env.CLOCK_FILE ?? '';
const machine = Date.now.bind(Date);
let ahead = 0;

function read(): void {
  ahead = Number(readFileSync(file, 'utf8'));
}

if (file) {
  read();
  const Machine = Date;
  globalThis.Date = new Proxy(Machine, {
    construct: (of, given, by) =>
      Reflect.construct(of, given.length === 0 ? [machine() + ahead] : given, by) as Date,
  });
  Machine.now = () => machine() + ahead;
  process.on('message', (asked) => {
    if (asked !== 'clock') return;
    read();
    process.send?.({ ahead });
  });
  process.channel?.unref();
}
