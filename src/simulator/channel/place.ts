/** What the channel is told of the world it stands in. */
import type { SimulatorClock } from '../clock.ts';
import type { Context } from '../context.ts';
import type { Keys } from '../keys.ts';
import type { SimulatedMeeting } from '../model.ts';
import type { SimulatedPerson } from '../people.ts';
import { plainRefusal, refusalFor, strike } from '../requestFaults.ts';
import type { Reply, SimulatorRequest } from '../server.ts';

/** Organizer, Presenter or Attendee, as getMeetingParticipant says it. */
type MeetingRole = 'Organizer' | 'Presenter' | 'Attendee';

/** A meeting as its chat knows it. */
export interface ChannelMeeting {
  /** Graph's online meeting id. */
  onlineMeetingId: string;
  threadId: string;
  subject: string;
  joinUrl: string;
  /** ISO 8601, UTC. */
  startTime: string;
  endTime: string;
  type: 'Scheduled' | 'MeetNow';
  organizerId: string;
  /** Null for somebody who has no part in it. */
  roleOf(personId: string): MeetingRole | null;
  inMeeting(personId: string): boolean;
}

export interface ChannelPlace {
  /** The simulator's own https address, without a slash at the end. */
  url: string;
  /** http address of the bot. */
  botUrl: string;
  botId: string;
  /** What people mention it by; "Rollcall" when left out. */
  botName?: string;
  tenantId: string;
  clock: Pick<SimulatorClock, 'now' | 'track'>;
  keys: Pick<Keys, 'channel' | 'entra'>;
  /** By Entra id, in any letter case. */
  person(id: string): SimulatedPerson | undefined;
  /** By thread id or Graph's online meeting id. */
  meeting(id: string): ChannelMeeting | null;
  /** Everybody there is. */
  everyone(): Iterable<SimulatedPerson>;
  /** What a switched-on fault makes of a request to the connector; null to go on. */
  fault(request: SimulatorRequest): Promise<Reply | null>;
}

/** The bot's name in a chat. */
export const botNameOf = (place: ChannelPlace): string => place.botName ?? 'Rollcall';

/** Where the bot is told to answer: the activity's serviceUrl. */
export const serviceUrlOf = (place: ChannelPlace): string => `${place.url}/teams/`;

const roleNames: Record<SimulatedMeeting['invited'][number]['role'], MeetingRole> = {
  attendee: 'Attendee',
  presenter: 'Presenter',
  coorganizer: 'Presenter',
};

/** A meeting of the world, as its chat knows it. */
function asChannelMeeting(context: Context, meeting: SimulatedMeeting): ChannelMeeting {
  const { world } = context;
  return {
    onlineMeetingId: meeting.id,
    threadId: meeting.threadId,
    subject: meeting.subject,
    joinUrl: meeting.joinWebUrl,
    startTime: new Date(meeting.start).toISOString(),
    endTime: new Date(meeting.end).toISOString(),
    type: 'Scheduled',
    organizerId: meeting.organizerId,
    roleOf(personId) {
      if (personId === meeting.organizerId) return 'Organizer';
      const invited = meeting.invited.find((one) => one.personId === personId);
      if (invited) return roleNames[invited.role];
      return world.find(meeting.room, personId) ? 'Attendee' : null;
    },
    inMeeting: (personId) => world.find(meeting.room, personId)?.inLobby === false,
  };
}

/** The channel's place in the simulator. */
export function placeOf(context: Context): ChannelPlace {
  const { options, world } = context;
  return {
    url: context.url,
    botUrl: options.botUrl,
    botId: options.botId,
    tenantId: options.tenantId,
    clock: context.clock,
    keys: context.keys,
    person: (id) => world.person(id),
    everyone: () => world.people.values(),
    meeting(id) {
      const meeting =
        world.meetings.get(id) ?? [...world.meetings.values()].find((one) => one.threadId === id);
      return meeting ? asChannelMeeting(context, meeting) : null;
    },
    async fault(request) {
      if (await strike(context, request.path, request, true)) return 'taken';
      const refusal = refusalFor(context, request.path, true);
      return refusal ? plainRefusal(refusal) : null;
    },
  };
}
