/** `npm run jobs`: what is said to an admin in a terminal. */
import { parseArgs } from 'node:util';
import { isGuid } from '../lib/guid.ts';
import type { DeadLetters, JobLine, QueueCounts } from './deadLetters.ts';
import { type QueueName, queueNames } from './queues.ts';

const help = `What Rollcall still has to do, and what it could not do.

  npm run jobs                              every queue, with how many jobs it has
  npm run jobs -- list <queue>              jobs that wait, are under way or are tried again
  npm run jobs -- list <queue> --dead       jobs that failed for good: dead letters
  npm run jobs -- show <id>                 everything about a job, what it carries included
  npm run jobs -- requeue <id>              tries a dead letter again
  npm run jobs -- requeue --all <queue>     tries all dead letters of a queue again
  npm run jobs -- drop <id>                 deletes a dead letter

Queues: ${queueNames.join(', ')}. The database is that of DATABASE_URL, or the embedded one in DATA_DIR.
`;

/** What goes to the terminal; `code` 0: done, 1: it could not be, 2: it was not understood. */
export interface Said {
  text: string;
  code: 0 | 1 | 2;
}

type Run = (queues: DeadLetters) => Promise<Said>;

const said = (text: string): Said => ({ text, code: 0 });
const refused = (text: string): Said => ({ text, code: 1 });
const misunderstood = (text: string): Said => ({ text: `${text}\n\n${help}`, code: 2 });
const isQueue = (word: string): word is QueueName => queueNames.some((name) => name === word);

/** What these words ask for: an answer at once, or one that needs the queues. */
export function readCommand(words: readonly string[]): Said | Run {
  const options = {
    dead: { type: 'boolean' },
    all: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  } as const;
  let read: ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>;
  try {
    read = parseArgs({ args: [...words], options, allowPositionals: true });
  } catch (error) {
    return misunderstood(error instanceof Error ? error.message : String(error));
  }
  const { values, positionals } = read;
  const [verb = '', what = '', ...more] = positionals;
  if (values.help || verb === 'help') return said(help);
  if (more.length > 0) return misunderstood(`"${more.join(' ')}" is too much.`);
  if (verb === '') return async (queues) => said(table(await queues.counts()));
  if (verb === 'list' || (verb === 'requeue' && values.all)) {
    if (!isQueue(what)) return misunderstood(`Which queue? One of ${queueNames.join(', ')}.`);
    if (verb === 'list') return async (queues) => said(lines(await queues.list(what, values.dead ?? false)));
    return async (queues) => said(`${counted(await queues.requeue(what, null))} tried again.`);
  }
  const doing = { show, requeue, drop }[verb];
  if (!doing) return misunderstood(`"${verb}" is not known.`);
  if (!isGuid(what)) return misunderstood('Which job? Its id is in the list.');
  return (queues) => doing(queues, what);
}

const counted = (jobs: number): string => (jobs === 1 ? 'One dead letter is' : `${jobs} dead letters are`);
const unknown = (id: string): Said =>
  refused(`There is no job ${id}. It may be done: those are kept for two hours.`);

async function show(queues: DeadLetters, id: string): Promise<Said> {
  const job = await queues.show(id);
  return job ? said(JSON.stringify(job, null, 2)) : unknown(id);
}

/** The queue that this dead letter is of, or what is to be said where it is none. */
async function queueOf(queues: DeadLetters, id: string): Promise<QueueName | Said> {
  const found = await queues.find(id);
  // Tried again, it is a new job with an id of its own.
  if (!found)
    return refused(`There is no dead letter ${id} (any more): it was tried again already, or deleted.`);
  const queue = found.source ?? '';
  return found.dead && isQueue(queue)
    ? queue
    : refused(`Job ${id} is no dead letter: nothing is to be done about it.`);
}

async function requeue(queues: DeadLetters, id: string): Promise<Said> {
  const queue = await queueOf(queues, id);
  if (typeof queue !== 'string') return queue;
  return (await queues.requeue(queue, [id])) > 0
    ? said(`It is tried again, as a new job of ${queue}.`)
    : refused(`It stays a dead letter: ${queue} has another job for the same already.`);
}

async function drop(queues: DeadLetters, id: string): Promise<Said> {
  const queue = await queueOf(queues, id);
  if (typeof queue !== 'string') return queue;
  await queues.drop(id, queue);
  return said('It is deleted.');
}

/** Columns as wide as their widest cell. */
function columns(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0))) ?? [];
  return rows
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const table = (counts: readonly QueueCounts[]): string =>
  columns([
    ['queue', 'waiting', 'under way', 'tried again', 'done', 'dead letters'],
    ...counts.map(({ queue, waiting, underWay, again, done, dead }) => [
      queue,
      ...[waiting, underWay, again, done, dead].map(String),
    ]),
  ]);

const lines = (jobs: readonly JobLine[]): string =>
  jobs.length === 0
    ? 'There are none.'
    : columns([
        ['id', 'state', 'tries', 'added', 'due', 'reason'],
        ...jobs.map(({ id, state, tries, addedAt, dueAt, reason }) => [
          ...[id, state === 'created' ? 'waiting' : state, String(tries)],
          ...[addedAt.toISOString(), dueAt.toISOString(), reason],
        ]),
      ]);
