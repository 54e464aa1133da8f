/** Waiting for Rollcall to have nothing left to do. */
import type pg from 'pg';

const left = 'select exists (select from call_events) or exists (select from effects) as "left"';

/** Resolves when every event is decided and every effect carried out. */
export async function nothingLeft(client: pg.Client): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ left: boolean }>(left);
    if (!rows[0]?.left) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
