/** Every fault there is, in the order of the table. */

import { bytes, slowClients } from './bytes.ts';
import { databaseFaults } from './database.ts';
import type { Fault } from './fault.ts';
import { forgedTokens } from './forgedTokens.ts';
import { fullLanes } from './fullLanes.ts';
import { graphFaults, mixed, notificationFaults } from './graphFaults.ts';
import { killReminders, killRemindersOnce } from './killReminders.ts';
import { kills } from './kills.ts';
import { malformed } from './malformed.ts';
import { killMigrations } from './migrations.ts';

export const faults: readonly Fault[] = [
  ...kills,
  killReminders,
  killMigrations,
  ...databaseFaults,
  ...graphFaults,
  ...notificationFaults,
  mixed,
  fullLanes,
  malformed,
  bytes,
  slowClients,
  forgedTokens,
];

/**
 * What one round of each is run of in the tests: what no story holds already. Processes that are killed in a call, what goes
 * wrong in Graph one by one, a database that is away and forged tokens are stories of their own; who is slow is cut off only
 * after a minute.
 */
export const inTests: readonly Fault[] = [
  killRemindersOnce,
  killMigrations,
  ...databaseFaults.filter(({ name }) => name === 'database-restart'),
  mixed,
  fullLanes,
  malformed,
  bytes,
];
