/** What a control that failed is called: each reason names the text `control.failed.<reason>`. Pure. */
import type { ControlVerb } from './call.ts';
import type { Failure, ResultInfo } from './news.ts';

/** Every reason there is: what the locale files must have a text for. */
export const failureReasons = [
  'notInMeeting',
  'meetingEnded',
  'rollcallItself',
  'notAllowed',
  'removeNotAllowed',
  'throttled',
  'teamsSilent',
  'refused',
  'declined',
  'noAnswer',
  'busy',
  'unreachable',
  'notConfirmed',
  'peerToPeerOnly',
  'groupOnly',
  'transferToSelf',
  'alreadyTransferring',
  'mediaHostOnly',
] as const;
export type FailureReason = (typeof failureReasons)[number];

/** Why a request for a control failed. A 404 is no failure of mute and remove: whoever it was about has left. */
export function reasonOf(verb: ControlVerb, failure: Failure): FailureReason {
  const { status } = failure;
  if (status === 401 || status === 403) {
    const removing = verb === 'remove' || verb === 'removeEveryone';
    // Removing needs a setting of the tenant on top of the permission (https://learn.microsoft.com/graph/api/participant-delete).
    return removing ? 'removeNotAllowed' : 'notAllowed';
  }
  if (status === 404 && (verb === 'invite' || verb === 'ringMissing')) return 'unreachable';
  if (status === 429) return 'throttled';
  if (status === 0 || status >= 500) return 'teamsSilent';
  return 'refused';
}

/** Why an invitation failed, by its operation's resultInfo: SIP-like codes, as in the call-end table. */
export function reasonOfInvitation(result: ResultInfo | null): FailureReason {
  if (!result) return 'refused';
  if (result.subcode === 10199) return 'notAllowed';
  switch (result.code) {
    case 403:
      return 'notAllowed';
    case 404:
    case 410:
    case 480:
      return 'unreachable';
    case 408:
    case 487:
      return 'noAnswer';
    case 486:
    case 600:
      return 'busy';
    case 603:
      return 'declined';
    default:
      return result.code >= 500 ? 'unreachable' : 'refused';
  }
}
