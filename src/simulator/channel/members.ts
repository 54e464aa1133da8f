/** Members of a conversation as the connector names them. */
import type { SimulatedPerson } from '../people.ts';
import type { Conversation } from './conversations.ts';
import { personMri } from './names.ts';
import type { ChannelPlace } from './place.ts';

/** TeamsChannelAccount of the connector's members routes. */
export interface MemberAccount {
  id: string;
  name: string;
  aadObjectId: string;
  objectId: string;
  givenName: string;
  surname: string;
  email: string;
  userPrincipalName: string;
  tenantId: string;
  userRole: 'user' | 'anonymous';
}

/** One of the simulator's people as a member. */
export function accountOf(place: ChannelPlace, person: SimulatedPerson): MemberAccount {
  return {
    id: personMri(place.botId, person.id),
    name: person.name,
    aadObjectId: person.id,
    objectId: person.id,
    givenName: person.givenName,
    surname: person.surname,
    email: person.userPrincipalName,
    userPrincipalName: person.userPrincipalName,
    tenantId: place.tenantId,
    userRole: 'user',
  };
}

/** What the Playground says of a member, brought to what Teams says; null without an Entra id. */
export function completed(place: ChannelPlace, account: Record<string, unknown>): MemberAccount | null {
  const text = (name: string) => (typeof account[name] === 'string' ? account[name] : '');
  const entraId = (text('aadObjectId') || text('objectId')).toLowerCase();
  if (!entraId) return null;
  return {
    id: mriOf(place, text('id'), entraId),
    name: text('name'),
    aadObjectId: entraId,
    objectId: entraId,
    givenName: text('givenName'),
    surname: text('surname'),
    email: text('email'),
    userPrincipalName: text('userPrincipalName') || text('email'),
    tenantId: place.tenantId,
    userRole: 'user',
  };
}

/** The id as it came where it is one of Teams', else the one the simulator gives this person. */
export const mriOf = (place: ChannelPlace, id: string, entraId: string): string =>
  id.startsWith('29:') ? id : personMri(place.botId, entraId);

/** The members of a conversation that only the simulator knows. */
export const membersOf = (place: ChannelPlace, conversation: Conversation): MemberAccount[] =>
  conversation.members.flatMap((id) => {
    const person = place.person(id);
    return person ? [accountOf(place, person)] : [];
  });

/** Whether `wanted` (29:…, Entra id or UPN) means this member. */
export const isMember = (account: MemberAccount, wanted: string): boolean =>
  account.id === wanted ||
  account.aadObjectId === wanted.toLowerCase() ||
  account.userPrincipalName.toLowerCase() === wanted.toLowerCase();
