/**
 * The tables, as the files that hold their SQL describe them: each store file exports the types of its own tables
 * and this one puts them together, so that one `Kysely<Schema>` serves them all.
 */
import type { CallTables } from './calls.ts';
import type { CardsTable } from './cards.ts';
import type { ConversationsTable } from './conversations.ts';
import type { FrontDeskTables } from './frontDesk.ts';
import type { GraphFindingTables } from './graphFindings.ts';
import type { ImportTables } from './imports.ts';
import type { InboundTable } from './inbound.ts';
import type { MeetingsTable } from './meetings.ts';
import type { OutgoingTables } from './outgoing.ts';
import type { PromptsTable } from './prompts.ts';
import type { ReminderTables } from './reminders.ts';
import type { RingTables } from './rings.ts';

export interface Schema
  extends CallTables,
    FrontDeskTables,
    GraphFindingTables,
    ImportTables,
    OutgoingTables,
    ReminderTables,
    RingTables {
  cards: CardsTable;
  conversations: ConversationsTable;
  inbound: InboundTable;
  meetings: MeetingsTable;
  prompts: PromptsTable;
}
