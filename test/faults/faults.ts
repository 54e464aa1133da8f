/** Every fault there is, in the order of the table. */

import { bytes, slowClients } from './bytes.ts';
import { databaseFaults } from './database.ts';
import type { Fault } from './fault.ts';
import { forgedTokens } from './forgedTokens.ts';
import { fullLanes } from './fullLanes.ts';
import { graphFaults, mixed, notificationFaults } from './graphFaults.ts';
import { killReminders } from './killReminders.ts';
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

/** What one round of each is run of in the tests; stories/faults and stories/database hold the others one by one. */
export const inTests: readonly Fault[] = faults.filter(
  (fault) =>
    fault.name !== 'database-away' &&
    ![...graphFaults, ...notificationFaults].some(({ name }) => name === fault.name),
);
