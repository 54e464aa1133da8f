import { Refusal } from '../../lib/errors.ts';
import type { Import } from '../../reminders/import.ts';
import type { Answer } from '../answer.ts';
import { audited } from '../audited.ts';
import type { Services } from '../services.ts';
import type { Turn } from '../turn.ts';
import type { VerbData } from '../verbs.ts';

/** The import of a pressed button. @throws Refusal for a made-up id, and for everybody but who sent the file */
async function own(turn: Turn, importId: string, services: Services): Promise<Import> {
  const imported = await services.imports.get(importId);
  if (!imported || imported.tenantId !== services.tenantId) throw new Refusal('error.importOver');
  await services.access.require('confirmImport', turn, { meeting: null, call: null, reminder: imported });
  return imported;
}

/** Schedules what was good in the file; the card shows how far that is. A second press schedules nothing twice. */
export async function confirmImport(
  turn: Turn,
  { importId }: VerbData<'confirmImport'>,
  services: Services,
): Promise<Answer> {
  const { good, scheduled, state } = await own(turn, importId, services);
  const text = services.text(turn.locale);
  if (state === 'scheduling' || state === 'done') return { notice: text('import.underWay') };
  await audited(turn, 'confirmImport', { id: importId, invited: [] }, services, () =>
    services.imports.confirm(importId, services.clock.now()),
  );
  services.liveCards.flush();
  return { notice: text('import.scheduling', { count: good - scheduled }) };
}

/** Forgets what was in the file. */
export async function cancelImport(
  turn: Turn,
  { importId }: VerbData<'cancelImport'>,
  services: Services,
): Promise<Answer> {
  await own(turn, importId, services);
  await audited(turn, 'cancelImport', { id: importId, invited: [] }, services, () =>
    services.imports.cancel(importId),
  );
  services.liveCards.flush();
  return { notice: services.text(turn.locale)('import.cancelled') };
}
