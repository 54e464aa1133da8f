/**
 * Makes a meeting in Microsoft 365: a calendar event, so that people get an invitation; for one that starts now an
 * online meeting alone; and where an admin's grant is missing, the next best thing down to Teams' own dialog.
 */

import type { OnlineMeeting } from '@microsoft/microsoft-graph-types';
import { isGuid } from '../lib/guid.ts';
import { factsOf, factsOfLink } from './facts.ts';
import type { Meeting } from './meeting.ts';
import type { MeaningOf, MeetingsGraph, Missing } from './meetingsGraph.ts';

export interface Making {
  changes: Partial<Meeting> & Pick<Meeting, 'source'>;
  missing: Missing[];
}

/** Whether somebody chose other meeting options than Teams' usual ones. */
const hasOptions = ({ lobby, presenters }: Meeting): boolean =>
  lobby !== 'organization' || presenters !== 'everyone';

/**
 * Makes it, once however often it is asked for: Graph drops repeats by `transactionId` and `externalId`, both the
 * meeting's own id. What an admin has to grant is told in `missing`, not thrown.
 */
export async function makeMeeting(
  meeting: Meeting,
  startsNow: boolean,
  graph: MeetingsGraph,
  meaningOf: MeaningOf,
): Promise<Making> {
  const missing: Missing[] = [];
  const ways = startsNow
    ? ([
        ['onlineMeetings', makeOnlineMeeting],
        ['calendar', makeEvent],
      ] as const)
    : ([['calendar', makeEvent]] as const);
  for (const [right, make] of ways) {
    try {
      const made = await make(meeting, graph, meaningOf);
      return { changes: made.changes, missing: [...new Set([...missing, ...made.missing])] };
    } catch (error) {
      const what = missingFor(meaningOf(error), right);
      if (!what) throw error;
      missing.push(what);
    }
  }
  return { changes: { source: 'link' }, missing };
}

const missingFor = (meaning: string, right: Missing): Missing | null =>
  meaning === 'accessPolicyMissing' ? 'policy' : meaning === 'consentMissing' ? right : null;

async function makeOnlineMeeting(meeting: Meeting, graph: MeetingsGraph): Promise<Making> {
  const { id, subject, start, end, organizer } = meeting;
  const attendees = meeting.invited
    .filter((person) => isGuid(person.id))
    .map((person) => ({ id: person.id, upn: person.address }));
  const made = await graph.createOrGetOnlineMeeting(organizer.id, {
    externalId: id,
    subject,
    start,
    end,
    attendees,
  });
  const online = await withOptions(meeting, made.meeting, graph);
  return { changes: { source: 'onlineMeeting', ...factsOf(online) }, missing: [] };
}

async function makeEvent(meeting: Meeting, graph: MeetingsGraph, meaningOf: MeaningOf): Promise<Making> {
  const { id, subject, start, end, zone, organizer } = meeting;
  const attendees = meeting.invited.map(({ address, name }) => ({ address, name }));
  const event = await graph.createEvent(organizer.id, {
    transactionId: id,
    subject,
    attendees,
    start,
    end,
    zone,
  });
  const joinUrl = event.onlineMeeting?.joinUrl ?? null;
  const changes = { source: 'event' as const, eventId: event.id ?? null, ...factsOfLink(joinUrl) };
  if (!joinUrl) return { changes, missing: [] };
  try {
    const found = await graph.findByJoinUrl(organizer.id, joinUrl);
    if (!found) return { changes, missing: [] };
    return { changes: { ...changes, ...factsOf(await withOptions(meeting, found, graph)) }, missing: [] };
  } catch (error) {
    const what = missingFor(meaningOf(error), 'onlineMeetings');
    // The invitations are out. What could not be looked up is found later; what was chosen and could not be set
    // must be told, or, where nobody can be told whom to ask, tried again: a repeat makes no second event.
    if (hasOptions(meeting) && !what) throw error;
    return { changes, missing: what && hasOptions(meeting) ? [what] : [] };
  }
}

async function withOptions(
  meeting: Meeting,
  online: OnlineMeeting,
  graph: MeetingsGraph,
): Promise<OnlineMeeting> {
  if (!hasOptions(meeting) || !online.id) return online;
  const changed = await graph.patchOnlineMeeting(meeting.organizer.id, online.id, {
    lobbyScope: meeting.lobby,
    allowedPresenters: meeting.presenters,
  });
  return { ...online, ...changed };
}
