/** Every fault there is, in the order of the table. */

import { bytes, slowClients } from './bytes.ts';
import { databaseFaults } from './database.ts';
import type { Fault } from './fault.ts';
import { forgedTokens } from './forgedTokens.ts';
import { fullLanes } from './fullLanes.ts';
import { graphFaults, notificationFaults } from './graphFaults.ts';
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
  fullLanes,
  malformed,
  bytes,
  slowClients,
  forgedTokens,
];
