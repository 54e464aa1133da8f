/**
 * Handing the other side of a peer-to-peer call to somebody else: at once, or after asking that person in a call of its
 * own. Graph ends our call when it worked, and puts it back to `established` when it did not.
 * https://learn.microsoft.com/graph/api/call-transfer
 */
import type { Person } from '../people/person.ts';
import { agentNotReached } from './agents.ts';
import type { Call, CallEvent, GraphCallState, Target, Transfer } from './call.ts';
import { cancelTimer, type Draft, plan, putControl, setTimer } from './draft.ts';
import { notNeeded, startErrand } from './errandCalls.ts';
import type { CallNews } from './news.ts';
import { talkTransferFailed } from './talk.ts';
import { hangUp } from './talkSteps.ts';
import { settle } from './upkeep.ts';

/** A transfer that Graph took and said nothing more about: it rings for at most a minute. */
const longest = 75_000;
/** Until a call that came in is answered: Graph itself waits no longer. */
const answering = 15_000;
/** Graph needs a moment to show that it transfers; before that `established` says nothing. */
const settling = 10_000;

/**
 * Transfers the other side.
 * @param asked `to`: Entra object id; `consult`: that person is asked first, for at most `seconds`
 * @param by what follows when it comes to nothing
 */
export function askTransfer(
  draft: Draft,
  asked: { to: string; consult: boolean; seconds: number },
  by: Transfer['by'] = 'menu',
) {
  const { call, now } = draft;
  if (!asked.consult) return transferNow(draft, { to: asked.to, by, errandCallId: null }, null);
  const side = { id: asked.to, name: '', kind: 'user' } as const;
  const purpose = { kind: 'consult', forCallId: call.id, caller: callerName(call) } as const;
  const { errandCallId } = startErrand(draft, side, purpose);
  call.transfer = { to: asked.to, by, errandCallId, effectId: null, since: now };
  setTimer(draft, 'transfer', asked.seconds * 1_000);
}

const callerName = ({ incoming, placed, subject }: Call): string =>
  incoming?.caller.name || placed?.sides[0]?.name || incoming?.caller.id || subject;

/** A transfer that a person asked for. */
export function transferControl(draft: Draft, to: Person): Target {
  const { call } = draft;
  const target: Target = {
    participantId: null,
    personId: to.id.toLowerCase(),
    name: to.name,
    outcome: 'waiting',
  };
  const self = call.incoming?.caller.id ?? call.placed?.sides[0]?.id;
  if (self?.toLowerCase() === target.personId)
    return { ...target, outcome: 'failed', reason: 'transferToSelf' };
  if (call.transfer) return { ...target, outcome: 'failed', reason: 'alreadyTransferring' };
  askTransfer(draft, { to: to.id, consult: false, seconds: 0 }, 'control');
  const effectId = call.transfer as Transfer | undefined;
  return { ...target, ...(effectId?.effectId && { effectId: effectId.effectId }) };
}

function transferNow(
  draft: Draft,
  transfer: Pick<Transfer, 'to' | 'by' | 'errandCallId'>,
  replacesCallId: string | null,
) {
  const { call, now } = draft;
  // Graph transfers no call that still rings: as soon as it says that ours does no more.
  if (call.incoming && call.phase !== 'established') {
    call.transfer = { ...transfer, effectId: null, since: now };
    return setTimer(draft, 'transfer', answering);
  }
  const effectId = plan(draft, 'controls', { kind: 'transfer', to: transfer.to, replacesCallId });
  call.transfer = { ...transfer, effectId, since: now };
  setTimer(draft, 'transfer', longest);
}

/** The person who was asked takes the caller, or not. */
export function consulted(draft: Draft, { value, graphId }: Extract<CallEvent, { kind: 'errandTold' }>) {
  const { transfer } = draft.call;
  // Once the transfer is under way that call ends by it.
  if (!transfer || transfer.effectId !== null) return;
  if (value === 'take' && graphId !== null) return transferNow(draft, transfer, graphId);
  transferFailed(draft);
}

const refuses = ({ result }: CallNews): boolean => (result?.code ?? 0) >= 400;

/**
 * Whether news that a call is back may have been sent before it was transferred: Graph says why it is back (500), and what
 * says nothing of that is late. See transferHeard for what Graph answers when it is asked.
 */
export const mayBeLate = ({ transfer }: Call, news: CallNews): boolean =>
  Boolean(transfer?.effectId) && !refuses(news);

/** What Graph says of the call while it is being transferred; `truth`: by a GET that nothing was heard after. */
export function transferHeard(
  draft: Draft,
  news: CallNews,
  { before, truth }: { before: GraphCallState | null; truth: boolean },
) {
  const { transfer, phase } = draft.call;
  if (!transfer || news.state !== 'established') return;
  if (transfer.effectId === null) {
    if (transfer.errandCallId === null && phase === 'established') transferNow(draft, transfer, null);
    return;
  }
  const back = before === 'transferring' || before === 'transferAccepted';
  const still = truth && draft.now - transfer.since >= settling;
  if (refuses(news) || back || still) transferFailed(draft);
}

/** Too long: who was asked did not answer, or Graph said nothing of the transfer; then its own word decides. */
export function transferOverdue(draft: Draft) {
  const { transfer } = draft.call;
  if (!transfer) return;
  if (transfer.effectId === null) return transferFailed(draft);
  setTimer(draft, 'transfer', longest);
  settle(draft);
}

/** Back to where the call was, whatever that was; whoever was asked is let go. */
export function transferFailed(draft: Draft) {
  const { call } = draft;
  const { transfer } = call;
  if (!transfer) return;
  delete call.transfer;
  cancelTimer(draft, 'transfer');
  if (transfer.errandCallId) {
    plan(draft, 'controls', { kind: 'tellCall', callId: transfer.errandCallId, value: notNeeded }, true);
  }
  if (transfer.by === 'menu') return talkTransferFailed(draft);
  if (transfer.by === 'frontDesk') return agentNotReached(draft);
  for (const control of call.controls) {
    if (control.verb !== 'transfer' || control.finishedAt !== null) continue;
    const targets = control.targets.map(
      (target): Target =>
        target.outcome === 'waiting' ? { ...target, outcome: 'failed', reason: 'noAnswer' } : target,
    );
    putControl(draft, { ...control, targets });
  }
  // All was said meanwhile.
  if (call.talk?.over) hangUp(draft);
}
