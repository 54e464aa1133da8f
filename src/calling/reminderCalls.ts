/** Calls that are placed for a reminder: what is told to it. Pure. */
import type { Ending } from './call.ts';
import { type Draft, plan } from './draft.ts';

/** Tells the reminder that this call was placed for; nothing for any other call. */
export function tellReminder(draft: Draft, value: string): void {
  const purpose = draft.call.placed?.purpose;
  if (purpose?.kind !== 'remind') return;
  plan(draft, 'controls', { kind: 'tellReminder', reminderId: purpose.reminderId, value }, true);
}

/**
 * The end in the reminder's words. Where Graph did not answer and may yet have rung, or has forgotten the call, nobody
 * knows whether it rang: 'over:notConfirmed'.
 */
export function overFor({ reason, code }: Ending): string {
  const neverTold = reason === 'unreachable' && (code === null || code === 500);
  return `over:${neverTold || reason === 'gone' ? 'notConfirmed' : reason}`;
}
