/** Every operation of the simulated Graph, one entry per `METHOD /path`. */
import { holdOperations } from '../media/hold.ts';
import { mediaOperations } from '../media/operations.ts';
import type { Operation } from '../operation.ts';
import { audioRoutingGroups } from './audioRoutingGroups.ts';
import { batch } from './batch.ts';
import { callActions } from './callActions.ts';
import { calls } from './calls.ts';
import { chats } from './chats.ts';
import { events } from './events.ts';
import { groupCalls } from './groupCall.ts';
import { incoming } from './incoming.ts';
import { invitations } from './invite.ts';
import { onlineMeetings } from './onlineMeetings.ts';
import { participants } from './participants.ts';
import { presence } from './presence.ts';
import { transfers } from './transfer.ts';
import { users } from './users.ts';

export const operations: readonly Operation[] = [
  ...batch,
  ...calls,
  ...callActions,
  ...incoming,
  ...transfers,
  ...groupCalls,
  ...audioRoutingGroups,
  ...mediaOperations,
  ...participants,
  ...invitations,
  ...holdOperations,
  ...onlineMeetings,
  ...events,
  ...users,
  ...presence,
  ...chats,
];
