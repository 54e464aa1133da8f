import type { Kysely } from 'kysely';
import type { RingRows } from '../people/rings.ts';

interface RingTable {
  /** Of what rang them: the same call or invitation counts once. */
  id: string;
  person_id: string;
  rung_by: string;
  at: number;
}

interface OptOutTable {
  person_id: string;
  at: number;
}

/** The tables of ringing, for the schema. */
export interface RingTables {
  rings: RingTable;
  opt_outs: OptOutTable;
}

/** Who was rung and who does not want to be, as `people/rings.ts` needs it. */
export function ringStore(db: Kysely<RingTables>): RingRows {
  return {
    async before(by, people, since) {
      const off = people.length
        ? await db.selectFrom('opt_outs').select('person_id').where('person_id', 'in', people).execute()
        : [];
      const rung = await db
        .selectFrom('rings')
        .select(['person_id', 'rung_by'])
        .where('at', '>', since)
        .where((where) =>
          where.or([
            where('rung_by', '=', by),
            ...(people.length > 0 ? [where('person_id', 'in', people)] : []),
          ]),
        )
        .execute();
      return {
        bySender: rung.filter((ring) => ring.rung_by === by).length,
        people: people.map((id) => ({
          off: off.some((out) => out.person_id === id),
          rung: rung.filter((ring) => ring.person_id === id).length,
        })),
      };
    },

    async note(id, by, people, now) {
      if (people.length === 0) return;
      await db
        .insertInto('rings')
        .values(people.map((person) => ({ id, person_id: person, rung_by: by, at: now })))
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },

    async set(person, wanted, now) {
      if (wanted) await db.deleteFrom('opt_outs').where('person_id', '=', person).execute();
      else
        await db
          .insertInto('opt_outs')
          .values({ person_id: person, at: now })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
    },
  };
}
