import { type ColumnType, type Kysely, sql } from 'kysely';
import type { Target } from '../calling/call.ts';
import type { MeetingDeed } from '../chat/audited.ts';
import { jsonText } from './json.ts';

export interface AuditTable {
  control_id: string;
  call_id: string | null;
  tenant_id: string;
  verb: string;
  actor_id: string;
  actor_name: string;
  targets: ColumnType<AuditTarget[], string, string>;
  requested_at: number;
  finished_at: number | null;
}

interface Tables {
  audit: AuditTable;
}

/** On whom something was done, and what came of it. `unknown`: its process died before it could say (retention.ts). */
type AuditTarget = Pick<Target, 'participantId' | 'personId' | 'name' | 'reason'> & {
  outcome: Target['outcome'] | 'unknown';
};

/** One deed: who, what, on whom, when, outcome. `id` is the control's, or any id that is the deed's alone. */
export interface AuditRecord {
  id: string;
  callId: string | null;
  tenantId: string;
  verb: string;
  actor: { id: string; name: string };
  targets: AuditTarget[];
  requestedAt: number;
  finishedAt: number | null;
}

/** What somebody did to a meeting, as it is written down: a target for each of the invited, one where there are none. */
export function meetingDeedRecord(
  tenantId: string,
  { id, verb, by, on, at, outcome, reason, finishedAt }: MeetingDeed,
): AuditRecord {
  const people = on.length > 0 ? on : [{ id: null, name: '' }];
  const targets = people.map((person) => ({
    ...{ participantId: null, personId: person.id, name: person.name, outcome },
    ...(reason && { reason }),
  }));
  return { ...{ id, callId: null, tenantId, verb, actor: by, targets }, requestedAt: at, finishedAt };
}

/** Writes a deed down; written again with the same id, its targets and its end are brought up to date. */
export async function writeAudit(db: Kysely<Tables>, records: AuditRecord[]): Promise<void> {
  if (records.length === 0) return;
  await db
    .insertInto('audit')
    .values(
      records.map((record) => ({
        control_id: record.id,
        call_id: record.callId,
        tenant_id: record.tenantId,
        verb: record.verb,
        actor_id: record.actor.id,
        actor_name: record.actor.name,
        targets: jsonText(
          record.targets.map(({ participantId, personId, name, outcome, reason }) => ({
            participantId,
            personId,
            name,
            outcome,
            ...(reason && { reason }),
          })),
        ),
        requested_at: record.requestedAt,
        finished_at: record.finishedAt,
      })),
    )
    .onConflict((conflict) =>
      conflict.column('control_id').doUpdateSet({
        targets: sql`excluded.targets`,
        finished_at: sql`excluded.finished_at`,
      }),
    )
    .execute();
}

/** Every deed in a tenant since an instant, oldest first. */
export async function readAudit(db: Kysely<Tables>, tenantId: string, since: number): Promise<AuditRecord[]> {
  const rows = await db
    .selectFrom('audit')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('requested_at', '>=', since)
    .orderBy('requested_at')
    .orderBy('control_id')
    .execute();
  return rows.map((row) => ({
    id: row.control_id,
    callId: row.call_id,
    tenantId: row.tenant_id,
    verb: row.verb,
    actor: { id: row.actor_id, name: row.actor_name },
    targets: row.targets,
    requestedAt: row.requested_at,
    finishedAt: row.finished_at,
  }));
}
