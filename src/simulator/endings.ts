/** Why calls end, in Graph's codes (the call-end table of the docs), by a name of ours. */
import type { ResultInfo } from './model.ts';

const table = {
  hungUpByOther: [200, 4097, 'The other side hung up.'],
  peerHungUp: [200, 4521, 'The peer hung up.'],
  removed: [200, 5000, 'The participant was removed from the conversation.'],
  ended: [200, 5001, 'The conversation has ended.'],
  allLeft: [200, 5002, 'Everybody has left the conversation.'],
  endedByService: [200, 5003, 'The conversation was ended.'],
  initiatorLeft: [200, 5007, 'The initiator has left.'],
  oneLeft: [200, 5010, 'Only one participant is left.'],
  emptyRoster: [200, 5012, 'The roster is empty.'],
  nobodyJoined: [200, 5013, 'Nobody has joined.'],
  noHost: [200, 5014, 'There is no host.'],
  onlyHiddenLeft: [200, 5020, 'Only hidden participants are left.'],
  breakoutOver: [200, 5030, 'The breakout room was closed.'],
  participantRemoved: [200, 5300, 'The participant was removed.'],
  lobbyTimeout: [200, 5855, 'Nobody admitted the participant from the lobby.'],
  endedByBot: [200, 7000, 'The call was ended by the bot.'],
  keepAliveTimeout: [408, 8537, 'No keepAlive came in time.'],
  noAcknowledgement: [408, 1106, 'No acknowledgement.'],
  noSignaling: [408, 10057, 'No signaling.'],
  mediaConnectivity: [410, 301005, 'Media connectivity failure.'],
  noEndpoint: [480, 10037, 'No endpoint was found for the callee.'],
  unreachable: [480, 10076, 'The callee is not reachable.'],
  unroutable: [480, 10134, 'The callee cannot be routed to.'],
  privateCallingOff: [480, 10199, 'Private calling is switched off for the callee.'],
  /** SIP's own codes; no page says what Graph sends when somebody declines or is busy. */
  declined: [603, 0, 'The callee declined.'],
  busy: [486, 0, 'The callee is busy.'],
  /** As the transfer page prints it; the call-end table has code 200. */
  transferred: [0, 7015, 'GracefulTransferCompleted'],
  transferFailed: [500, 7000, 'The transfer failed.'],
  consultFailed: [500, 7700, 'The consultative transfer failed.'],
  /** No page has the codes of these two. */
  noGroupPermission: [403, 7504, 'The application may not be in group calls.'],
  notReplaced: [404, 0, 'There is no such call to replace.'],
  botMedia: [500, 1005, 'Media failure at the bot.'],
} as const;

export type EndingName = keyof typeof table;

const endingNames = Object.keys(table) as EndingName[];

/** @throws RangeError for a name there is none of. */
export function ending(name: string): ResultInfo {
  const row = table[name as EndingName];
  if (!row) throw new RangeError(`There is no ending "${name}"; there are ${endingNames.join(', ')}.`);
  const [code, subcode, message] = row;
  return { code, subcode, message: `${message} DiagCode: ${code}#${subcode}.` };
}
