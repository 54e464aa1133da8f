/** Nothing lost, nobody orphaned: the product's rows held against the legs there are in Graph. */
import { type Kysely, sql } from 'kysely';
import { sweepRetention } from '../../src/store/retention.ts';
import type { Schema } from '../../src/store/schema.ts';
import { isOver, type Record } from './record.ts';

const plain = (id: string | null): string => (id ?? '').replaceAll('-', '').toLowerCase();

/** Legs in Graph that no live call of ours is, and live calls of ours that Graph does not have. */
export async function orphans(db: Kysely<Schema>, { legs }: Record): Promise<string[]> {
  const rows = await db.selectFrom('calls').select(['id', 'graph_id', 'phase', 'state']).execute();
  const live = rows.filter(({ phase }) => phase !== 'ended');
  const legsThere = [...legs.values()].filter((leg) => !isOver(leg));
  const ours = new Set(live.map(({ graph_id }) => plain(graph_id)));
  const theirs = new Set(legsThere.map(({ id }) => plain(id)));
  return [
    ...legsThere
      .filter(({ id }) => !ours.has(plain(id)))
      .map(({ state, callbackUri }) => `orphaned in Graph: a leg that is ${state}, ${callbackUri}`),
    ...live
      .filter(({ graph_id }) => !theirs.has(plain(graph_id)))
      .map(({ id, phase }) => `a call of ours is ${phase}, and Graph does not have it: ${id}`),
  ];
}

/** What was asked for and has no outcome, and work that nobody has done. */
export async function unfinished(db: Kysely<Schema>): Promise<string[]> {
  const { rows } = await sql<{ what: string; count: number }>`
    select 'effects' as what, count(*)::int as count from effects union all
    select 'events', count(*)::int from call_events union all
    select 'timers of calls that are over', count(*)::int
      from timers join calls on calls.id = timers.call_id where calls.phase = 'ended' and timers.name <> 'orphan' union all
    select 'messages', count(*)::int from inbound where handled_at is null union all
    select 'cards', count(*)::int from cards where wanted > shown union all
    select 'controls without an outcome', count(*)::int
      from audit join calls on calls.id = audit.call_id where finished_at is null and calls.phase <> 'ended'`.execute(
    db,
  );
  return rows.flatMap(({ what, count }) => (count > 0 ? [`left over: ${count} ${what}`] : []));
}

/** After so long what came of a deed whose process died is written down as unknown. */
const undetermined = 61 * 60_000;

/**
 * Deeds that nobody has written an outcome of, whatever they were about, once what is done every hour has been done.
 * @param now by the product's clock, in milliseconds since the epoch
 */
export async function openDeeds(db: Kysely<Schema>, now: number): Promise<string[]> {
  const open = db.selectFrom('audit').select('verb').where('finished_at', 'is', null);
  if ((await open.execute()).length === 0) return [];
  await sweepRetention(db, now + undetermined, { signal: new AbortController().signal });
  return (await open.execute()).map(({ verb }) => `${verb} is waiting for ever, says the audit`);
}

/** A control is told as done by Graph's own record alone, and an invitation that was carried out once for each that was asked for. */
export async function deedsAgainst(db: Kysely<Schema>, { graph, legs, muted }: Record): Promise<string[]> {
  const deeds = await db
    .selectFrom('audit')
    .innerJoin('calls', 'calls.id', 'audit.call_id')
    .select(['audit.verb', 'audit.targets', 'calls.graph_id'])
    .execute();
  const wrong: string[] = [];
  const asked = new Map<string, number>();
  for (const { verb, targets, graph_id } of deeds) {
    if (![...legs.keys()].some((id) => plain(id) === plain(graph_id))) continue;
    for (const { personId, participantId, outcome, name } of targets) {
      if (verb === 'invite') {
        const whom = `${plain(graph_id)} ${personId}`;
        asked.set(whom, (asked.get(whom) ?? 0) + 1);
      }
      if (outcome !== 'done' || (verb !== 'mute' && verb !== 'remove') || !participantId) continue;
      // Who is muted already need not be muted.
      if (verb === 'mute' && muted.has(participantId)) continue;
      const words = verb === 'mute' ? `${participantId}/mute` : participantId;
      const did = graph.some(
        ({ path, status, requestBody }) =>
          status < 300 && (path.includes(words) || JSON.stringify(requestBody ?? '').includes(words)),
      );
      if (!did) wrong.push(`told as done, and Graph was not asked: ${verb} ${name}`);
    }
  }
  for (const [whom, times] of asked) {
    const [leg = '', person = ''] = whom.split(' ');
    const carriedOut = graph.filter(
      ({ path, status, requestBody }) =>
        path.endsWith('/invite') &&
        status < 300 &&
        plain(path).includes(leg) &&
        JSON.stringify(requestBody).includes(person),
    ).length;
    if (carriedOut > times) wrong.push(`rung ${carriedOut} times for ${times} invitations: ${person}`);
  }
  return wrong;
}
