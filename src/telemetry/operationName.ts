/** A Graph request as an operation, "POST /communications/calls/{id}/answer": few enough to count each. Pure. */

/** What paths of Graph say in words of their own; whatever else stands in one is an id, an address or a name. */
const words = new Set(
  [
    ...['$batch', 'communications', 'calls', 'participants', 'operations', 'getPresencesByUserId'],
    ...['answer', 'reject', 'redirect', 'transfer', 'keepAlive', 'mute', 'unmute', 'invite'],
    ...['playPrompt', 'recordResponse', 'cancelMediaProcessing', 'subscribeToTone', 'sendDtmfTones'],
    ...['updateRecordingStatus', 'changeScreenSharingRole', 'audioRoutingGroups', 'startHoldMusic'],
    ...[
      'stopHoldMusic',
      'addLargeGalleryView',
      'users',
      'events',
      'cancel',
      'onlineMeetings',
      'createOrGet',
      'chats',
      'members',
    ],
  ].map((word) => word.toLowerCase()),
);

/**
 * @param path as `GraphRequest.path`, or a whole @odata.nextLink
 * @returns the method and the path without anything that names somebody or something
 */
export function operationName(method: string, path: string): string {
  const own = path.replace(/^https?:\/\/[^/]+\/[^/]+/, '').replace(/[?#].*/s, '');
  const parts = own.split('/').map((part) => (!part || words.has(part.toLowerCase()) ? part : '{id}'));
  return `${method} ${parts.join('/')}`;
}
