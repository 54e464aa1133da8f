import type { Call, CallEvent, Control, Participant } from '../../src/calling/call.ts';
import { decide, type Rules } from '../../src/calling/decide.ts';
import type { Decision, EffectResult } from '../../src/calling/effect.ts';
import type { Caps } from '../../src/calling/line.ts';
import { newCall } from '../../src/calling/newCall.ts';
import type { FrontDesk } from '../../src/frontdesk/frontDesk.ts';

export const botId = '00000000-0000-4000-8000-0000000000b0';
export const graphId = '2a0b0000-1111-4222-8333-444455556666';
/** A front desk that says sorry to everybody. */
export const noDesk: FrontDesk = {
  zone: 'UTC',
  holidays: [],
  lists: {},
  blocked: { do: 'reject', reason: 'busy' },
  rules: [],
};
const words = { apology: 'Sorry.', toPerson: '', nobodyFree: '', notUnderstood: '', useKeys: '' };
const spoken = { ...words, notice: '', messageTaken: '', callNoted: '' };
export const rules: Rules = {
  aloneMs: 300_000,
  meetingMedia: 'service',
  desk: noDesk,
  book: { menus: {}, words: { en: spoken, ru: spoken, 'zh-CN': spoken, 'pt-BR': spoken } },
  can: { hear: false, keepMessages: false, sentiment: false },
};
/** More than any test of something else needs. */
export const caps: Caps = { callsAtOnce: 1_000, callsPerMonth: 10_000, requestsPerWindow: 40_000 };
export const adele = { id: 'ade1e000-0000-4000-8000-000000000001', name: 'Adele Vance' };
export const start = Date.UTC(2026, 10, 20, 15, 0);

export const request = {
  id: 'ca110000-0000-4000-8000-000000000001',
  tenantId: '7e0a0000-0000-4000-8000-000000000001',
  botId,
  meetingId: null,
  meetingKey: 'meeting',
  coordinates: { by: 'meetingId', joinMeetingId: '123', passcode: null } as const,
  subject: 'Budget review',
  broughtBy: adele,
  conversationId: 'chat',
  locale: 'en-US',
  invited: [],
};

export const person = (name: string, more: Partial<Participant> = {}): Participant => ({
  id: `p-${name}`,
  personId: `id-${name}`.toLowerCase(),
  name,
  kind: 'user',
  inLobby: false,
  muted: false,
  ...more,
});

export const rollcall = (more: Partial<Participant> = {}): Participant =>
  person('Rollcall', { id: 'p-me', personId: botId, kind: 'application', ...more });

export const rosterOf = (...people: Participant[]): CallEvent => ({
  kind: 'rosterUpdated',
  graphId,
  participants: [rollcall(), ...people],
  sequence: null,
});

/** A call lived through event by event; every decision is kept, the last one is at hand. */
export class Life {
  call: Call;
  now = start;
  last: Decision;
  all: Decision[] = [];

  rules: Rules;

  constructor(
    more: Partial<typeof request> = {},
    begun: { call: Call; first: CallEvent; rules?: Rules } = {
      call: newCall({ ...request, ...more }, start),
      first: { kind: 'joinRequested' },
    },
  ) {
    this.call = begun.call;
    this.rules = begun.rules ?? rules;
    this.last = { call: this.call, effects: [], timers: [], audit: [], cardChanged: false };
    this.tell(begun.first);
  }

  tell(event: CallEvent, after = 0): this {
    this.now += after;
    this.last = decide(this.call, event, this.now, this.rules);
    this.all.push(this.last);
    this.call = this.last.call;
    return this;
  }

  /** Lets a timer become due, at its time. */
  due(name: string): this {
    const timer = this.call.timers[name];
    if (!timer?.due) throw new Error(`${name} is not running`);
    this.now = Math.max(this.now, timer.due);
    return this.tell({ kind: 'timerDue', name, generation: timer.generation });
  }

  /** Graph answers the last effect of this kind. */
  done(result: EffectResult): this {
    return this.tell({ kind: 'effectDone', effectId: this.effect(result.kind), result });
  }

  failed(kind: EffectResult['kind'], status: number, code = ''): this {
    const failure = { status, code, message: '', reference: 'request-id' };
    return this.tell({ kind: 'effectFailed', effectId: this.effect(kind), failure });
  }

  /** The id of the last effect planned of a kind. */
  effect(kind: EffectResult['kind']): string {
    const effects = this.all.flatMap((decision) => decision.effects);
    const found = effects.filter((planned) => planned.effect.kind === kind).at(-1);
    if (!found) throw new Error(`no ${kind} was planned`);
    return found.id;
  }

  settled(participants: Participant[] | null, state: Call['graphState'] = 'established'): this {
    const news = { graphId, ...(state && { state }), myParticipantId: 'p-me' };
    return this.done({ kind: 'settle', askedAt: this.now, news, participants });
  }

  /** In the meeting with these people, settled. */
  established(...people: Participant[]): this {
    this.done({ kind: 'join', news: { graphId, state: 'establishing', myParticipantId: 'p-me' } });
    this.tell({ kind: 'callUpdated', news: { graphId, state: 'established' } });
    this.tell(rosterOf(...people)).due('settle');
    return this.settled([rollcall(), ...people]);
  }

  control(id: string): Control {
    const found = this.call.controls.find((control) => control.id === id);
    if (!found) throw new Error(`no control ${id}`);
    return found;
  }

  get planned(): string[] {
    return this.last.effects.map((planned) => planned.effect.kind);
  }
}
