import assert from 'node:assert/strict';
import { cancelImport, confirmImport } from '../../src/chat/actions/import.ts';
import { importDropped } from '../../src/chat/importDropped.ts';
import { createImports, type ImportRows, type NewImport } from '../../src/chat/imports.ts';
import { readTurn } from '../../src/chat/turn.ts';
import { Refusal } from '../../src/lib/errors.ts';
import { derivedId } from '../../src/lib/ids.ts';
import type { Import, ImportRow } from '../../src/reminders/import.ts';
import { imported } from './cards/importSamples.ts';
import { now } from './cards/samples.ts';
import { openRoom, people, person } from './room.ts';

/** Imports over rows in memory, and a file that says `text`. */
function stage(text: string, refused: (said: string) => string | null = () => null, most = 5) {
  const kept = new Map<string, { made: Omit<Import, 'sample'>; rows: readonly ImportRow[] }>();
  const fetched: string[] = [];
  const rows: ImportRows = {
    async add(made, good) {
      kept.set(made.id, { made, rows: good });
    },
    async get(id) {
      const found = kept.get(id);
      return found ? { ...found.made, sample: found.rows.slice(0, 3) } : null;
    },
    confirm: async (id, since) => (kept.get(id)?.made.createdAt ?? 0) > since,
    cancel: async (id) => kept.delete(id),
  };
  const imports = createImports({
    rows,
    async fetchFile(url) {
      fetched.push(url);
      return new TextEncoder().encode(text);
    },
    resolveMany: async (words) =>
      new Map(
        words.map((name) => {
          const found = Object.values(people).find((one) => one.name === name);
          const invitee = found && { ...found, address: '', response: 'none' as const, outside: false };
          return [name, invitee ? { person: invitee } : null];
        }),
      ),
    check: async (wanted) =>
      wanted.map(({ id, text: said }) => {
        const key = refused(said);
        return { id, refused: key === null ? null : { key } };
      }),
    phoneCalls: false,
    most,
  });
  return { imports, kept, fetched };
}
const wanted: NewImport = {
  ...{ id: 'one', tenantId: 'contoso', by: person('Megan'), conversationId: 'chat', locale: 'en' },
  ...{ zone: 'UTC', file: { name: 'team.csv', url: 'https://contoso.sharepoint.com/x' } },
};

describe('a file that is to be imported', () => {
  it('is checked once: what is no row, what nobody is, and what may not be scheduled', async () => {
    const text =
      'who,text,when\nLee Gu,Hi,tomorrow 9:00\n,b,c\nNobody,Hi,tomorrow 9:00\nLee Gu,No,tomorrow 9:00';
    const { imports, kept, fetched } = stage(text, (said) =>
      said === 'No' ? 'error.remind.optedOut' : null,
    );
    const checked = await imports.check(wanted, now);
    assert.deepEqual(
      checked.mistakes.map(({ line, key }) => `${line} ${key}`),
      ['3 import.row.noWho', '4 import.row.unknown', '5 error.remind.optedOut'],
    );
    assert.deepEqual([checked.good, checked.state, checked.fileName], [1, 'checked', 'team.csv']);
    assert.deepEqual(
      kept.get('one')?.rows.map(({ line }) => line),
      [2],
    );
    assert.deepEqual(await imports.check(wanted, now), checked);
    assert.deepEqual(fetched, ['https://contoso.sharepoint.com/x']);
  });

  it('has rows that say the same however far apart', async () => {
    const lines = Array.from({ length: 90 }, (_, index) => `Lee Gu,Hi ${index % 89},tomorrow 9:00`);
    const { imports } = stage(['who,text,when', ...lines].join('\n'), undefined, 100);
    const { good, mistakes } = await imports.check(wanted, now);
    assert.equal(good, 89);
    assert.deepEqual(mistakes, [{ line: 91, key: 'import.row.same', values: { first: 2 } }]);
  });

  it('is refused where it cannot be read, and keeps nothing', async () => {
    const { imports, kept } = stage(`who,text,when\n${'Lee Gu,Hi,tomorrow 9:00\n'.repeat(6)}`);
    await assert.rejects(imports.check(wanted, now), { key: 'import.file.tooMany' });
    assert.equal(kept.size, 0);
  });

  it('is confirmed within a day, and not after it was settled', async () => {
    const { imports } = stage('who,text,when\nLee Gu,Hi,tomorrow 9:00');
    await imports.check(wanted, now);
    await assert.rejects(imports.confirm('one', now + 24 * 3_600_000), { key: 'error.importOver' });
    await imports.confirm('one', now + 1);
    await imports.cancel('one');
    await assert.rejects(imports.cancel('one'), { key: 'error.importOver' });
  });
});

describe('a file dropped in the chat', () => {
  const files = [{ name: 'team.csv', url: 'https://contoso.sharepoint.com/x' }];
  const place = (kind: 'personal' | 'groupChat') => ({ ...openRoom().turn('Megan').place, kind });
  const personal = place('personal');
  const badRows = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ line: index + 2, key: 'import.row.noWho' }));
  const dropped = async (mistakes: Import['mistakes']) => {
    const room = openRoom({ imports: { check: async () => imported({ mistakes }) } as never });
    await importDropped(room.turn('Megan', '', { files, place: personal }), room.services);
    return room;
  };

  it('is told by Teams as an attachment', () => {
    const content = { downloadUrl: 'https://contoso.sharepoint.com/x', uniqueId: 'u', fileType: 'csv' };
    const contentType = 'application/vnd.microsoft.teams.file.download.info';
    const attachments = [
      { contentType: 'text/html', content: '<p>hi</p>' },
      { contentType, name: 'team.csv', content },
      { contentType, name: 'none.csv', content: {} },
      { contentType, name: 'null.csv', content: null },
    ];
    assert.deepEqual(readTurn({ attachments } as never, 'bot', 'UTC').files, files);
    assert.deepEqual(readTurn({}, 'bot', 'UTC').files, []);
  });

  it('has a live card, and the whole list of mistakes where the card has no room for it', async () => {
    const few = await dropped(badRows(10));
    assert.match(few.shown[0] ?? '', /^import:/);
    assert.deepEqual(few.said, []);
    const more = await dropped(badRows(11));
    assert.match(more.said[0] ?? '', /All lines.*Lines 2–12: it doesn't say whom/s);
  });

  it('has every line written out that cannot be used, however many there are', async () => {
    const unknown = badRows(1_000).map(({ line }) => ({
      ...{ line, key: 'import.row.unknown' },
      values: { name: line % 3 === 0 ? 'Nobody' : `Nobody ${line} of quite a long name` },
    }));
    const { said } = await dropped(unknown);
    assert.ok(said.length > 1 && said.every((message) => message.length <= 20_000));
    const told = said.flatMap((message) => [...message.matchAll(/^- Lines? ([\d, ]+):/gm)]);
    const lines = told.flatMap(([, numbers = '']) => numbers.split(', ').map(Number));
    assert.deepEqual(
      lines.sort((one, other) => one - other),
      unknown.map(({ line }) => line),
    );
  });

  it('comes alone, and in a chat with Rollcall alone', async () => {
    const room = openRoom();
    const drop = (more: object) => importDropped(room.turn('Megan', '', { files, ...more }), room.services);
    await assert.rejects(drop({ place: place('groupChat') }), { key: 'error.importWhere' });
    await assert.rejects(drop({ place: personal, files: [...files, ...files] }), { key: 'error.importOne' });
  });
});

describe('the buttons of an import', () => {
  const importId = derivedId('import');
  const stageOf = (more: Partial<Import> = {}) => {
    const done: string[] = [];
    const room = openRoom();
    const made = imported({ tenantId: room.services.tenantId, by: person('Megan'), good: 12, ...more });
    const services = {
      ...room.services,
      imports: {
        get: async (id: string) => (id === importId ? made : null),
        confirm: async (id: string) => void done.push(`confirm ${id}`),
        cancel: async (id: string) => void done.push(`cancel ${id}`),
      } as never,
    };
    return { room, services, done };
  };

  it('schedule or forget it, written down', async () => {
    const { room, services, done } = stageOf();
    const answer = await confirmImport(room.turn('Megan'), { importId }, services);
    assert.match(JSON.stringify(answer), /Scheduling 12 reminders/);
    await cancelImport(room.turn('Megan'), { importId }, services);
    assert.deepEqual(done, [`confirm ${importId}`, `cancel ${importId}`]);
    assert.deepEqual(room.deeds, [
      ...['confirmImport waiting', 'confirmImport done'],
      ...['cancelImport waiting', 'cancelImport done'],
    ]);
  });

  it('schedule nothing twice when they are pressed again', async () => {
    for (const state of ['scheduling', 'done'] as const) {
      const { room, services, done } = stageOf({ state });
      const answer = await confirmImport(room.turn('Megan'), { importId }, services);
      assert.match(JSON.stringify(answer), /confirmed already/);
      assert.deepEqual(done, []);
    }
  });

  it('are for nobody but who sent the file, admins neither', async () => {
    const { room, services, done } = stageOf();
    for (const who of ['Adele', 'Patti'])
      for (const press of [confirmImport, cancelImport])
        await assert.rejects(press(room.turn(who), { importId }, services), {
          key: 'refusal.confirmImport',
        });
    assert.deepEqual(done, []);
  });

  it('do nothing for an import that is unknown or of another tenant', async () => {
    const { room, services } = stageOf({ tenantId: 'other' });
    for (const id of [importId, derivedId('other')])
      await assert.rejects(
        confirmImport(room.turn('Megan'), { importId: id }, services),
        (error) => error instanceof Refusal && error.key === 'error.importOver',
      );
  });
});
