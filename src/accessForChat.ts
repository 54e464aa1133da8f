/** Who may do what, put together: roles from our own rows and from Graph, and a refusal written down. */
import type { Kysely } from 'kysely';
import { createAccess } from './chat/access.ts';
import type { ChatNeeds } from './chat/chat.ts';
import type { Config } from './config.ts';
import type { GraphMeetings } from './graph/meetings.ts';
import type { Clock } from './lib/clock.ts';
import { textFor } from './locales/text.ts';
import { askedRoles, knownRoles } from './meetings/roles.ts';
import type { Directory } from './people/directory.ts';
import { writeAudit } from './store/audit.ts';
import type { Schema } from './store/schema.ts';

/** The access that `chat` asks for before every deed, as `app.ts` hands it over. */
export function accessForChat(made: {
  config: Pick<Config, 'ADMIN_IDS'>;
  tenantId: string;
  clock: Pick<Clock, 'now'>;
  db: Kysely<Schema>;
  directory: Directory;
  graphMeetings: Pick<GraphMeetings, 'getOnlineMeeting'>;
}): ChatNeeds['access'] {
  const { config, tenantId, clock, db, directory, graphMeetings } = made;
  const adminIds = config.ADMIN_IDS;
  return ({ connector }) =>
    createAccess({
      tenantId,
      adminIds,
      text: textFor,
      knownRoles: ({ who, place }, { meeting, call, reminder, agentsChatId }) =>
        knownRoles(who, {
          ...{ meeting, broughtBy: call?.broughtBy ?? null, placeId: place.id, adminIds, agentsChatId },
          remindedBy: reminder?.by ?? null,
          ...(call?.placed && { placed: call.placed.sides.map(({ id }) => id) }),
        }),
      askedRoles: ({ who, place }, { meeting }) =>
        askedRoles(who, meeting, place.id === meeting?.threadId, {
          getOnlineMeeting: graphMeetings.getOnlineMeeting,
          connectorRole: async () =>
            place.botMeetingId
              ? connector.meetingRole(place.reference, place.botMeetingId, who.id, tenantId)
              : null,
          isOutside: async (id) => (await directory.person(id))?.outside ?? true,
        }),
      refused: (deed, turn, { call }) => {
        const target = { participantId: null, personId: null, name: '' };
        return writeAudit(db, [
          {
            id: `refused/${turn.id}`,
            callId: call?.id ?? null,
            tenantId,
            verb: deed,
            actor: turn.who,
            targets: [{ ...target, outcome: 'failed', reason: 'refused' }],
            requestedAt: clock.now(),
            finishedAt: clock.now(),
          },
        ]);
      },
    });
}
