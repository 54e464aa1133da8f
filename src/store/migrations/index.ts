/**
 * Every migration, in order. Static, so that no folder is read at start-up. A name never changes once released, and
 * a migration only expands: the version before it must go on working until the next release contracts.
 */
import type { Migration } from 'kysely/migration';
import * as calls from './0001-calls.ts';
import * as chat from './0002-chat.ts';
import * as meetings from './0003-meetings.ts';

export const migrations: Record<string, Migration> = {
  '0001-calls': calls,
  '0002-chat': chat,
  '0003-meetings': meetings,
};
