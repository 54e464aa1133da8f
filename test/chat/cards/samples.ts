/** Every card in every state, by name: what the tests go through. */
import type { Control, ControlVerb, Participant, Phase, Target } from '../../../src/calling/call.ts';
import { endingReasons } from '../../../src/calling/ending.ts';
import type { SideState } from '../../../src/calling/placed.ts';
import { callFormCard } from '../../../src/chat/cards/callFormCard.ts';
import type { Card } from '../../../src/chat/cards/card.ts';
import { chooseCallCard } from '../../../src/chat/cards/chooseCallCard.ts';
import { choosePersonCard } from '../../../src/chat/cards/choosePersonCard.ts';
import { helpCard } from '../../../src/chat/cards/helpCard.ts';
import { liveCard } from '../../../src/chat/cards/liveCard.ts';
import { meetingCard } from '../../../src/chat/cards/meetingCard.ts';
import { meetingFormCard } from '../../../src/chat/cards/meetingFormCard.ts';
import { meetingsCard } from '../../../src/chat/cards/meetingsCard.ts';
import { missedCard } from '../../../src/chat/cards/missedCard.ts';
import { offerMeetingCard } from '../../../src/chat/cards/offerMeetingCard.ts';
import { personFormCard } from '../../../src/chat/cards/personFormCard.ts';
import { placedCard } from '../../../src/chat/cards/placedCard.ts';
import { queueCard } from '../../../src/chat/cards/queueCard.ts';
import { ringMissingCard } from '../../../src/chat/cards/ringMissingCard.ts';
import { rosterCard } from '../../../src/chat/cards/rosterCard.ts';
import { rosterConfirmCard } from '../../../src/chat/cards/rosterConfirmCard.ts';
import { spentCard } from '../../../src/chat/cards/spentCard.ts';
import { transferConfirmCard } from '../../../src/chat/cards/transferConfirmCard.ts';
import type {
  LiveView,
  MeetingFormView,
  MeetingView,
  PlacedView,
  QueueCall,
  RosterConfirmView,
  RosterView,
} from '../../../src/chat/cards/views.ts';
import { welcomeCard } from '../../../src/chat/cards/welcomeCard.ts';
import { helpTopics } from '../../../src/chat/commands/help.ts';
import { commands } from '../../../src/chat/commands.ts';
import { shows } from '../../../src/chat/verbs.ts';
import { derivedId } from '../../../src/lib/ids.ts';
import { textFor } from '../../../src/locales/text.ts';
import type { Invitee, Meeting, Response } from '../../../src/meetings/meeting.ts';

export const text = textFor('en-US');
export const now = Date.parse('2026-11-20T14:21:40.123Z');
const hour = 3_600_000;
const id = (name: string) => derivedId('sample', name);
const adele = { id: id('Adele Vance'), name: 'Adele Vance' };
const megan = { id: id('Megan Bowen'), name: 'Megan Bowen' };

const invitee = (name: string, response: Response, outside = false): Invitee => ({
  id: id(name),
  name,
  address: `${name.split(' ')[0]?.toLowerCase()}@contoso.com`,
  response,
  outside,
});

export const meeting: Meeting = {
  id: id('meeting'),
  tenantId: id('tenant'),
  conversationId: 'a:chat',
  organizer: megan,
  subject: 'Budget review',
  start: now + hour,
  end: now + 2 * hour,
  zone: 'Europe/Berlin',
  invited: [
    invitee('Adele Vance', 'accepted'),
    invitee('Alex Wilber', 'accepted'),
    invitee('Lee Gu', 'tentativelyAccepted'),
    invitee('Pradeep Gupta', 'declined'),
    invitee('Diego Siciliani', 'none'),
    invitee('Pat Fabrikam', 'none', true),
  ],
  lobby: 'organization',
  presenters: 'everyone',
  state: 'scheduled',
  source: 'event',
  eventId: 'event',
  onlineMeetingId: 'online',
  joinUrl: 'https://teams.microsoft.com/meet/2345678901234?p=Ab12Cd',
  joinMeetingId: '234 567 890 123 4',
  passcode: 'Ab12Cd',
  threadId: '19:meeting_x@thread.v2',
  messageId: '0',
  movedFrom: null,
  cancelledBy: null,
  locale: 'en-US',
  createdAt: now,
};

export const target = (name: string, outcome: Target['outcome'], reason?: string): Target => ({
  participantId: id(name),
  personId: id(name),
  name,
  outcome,
  ...(reason ? { reason } : {}),
});

export const control = (verb: ControlVerb, targets: Target[], finishedAt: number | null = now): Control => ({
  id: 'activity',
  verb,
  by: megan,
  at: now,
  targets,
  finishedAt,
});

export const participant = (name: string, more: Partial<Participant> = {}): Participant => ({
  id: id(`participant ${name}`),
  personId: id(name),
  name,
  kind: 'user',
  inLobby: false,
  muted: true,
  ...more,
});

/** As many participants as asked, some of each sort, with names all over the alphabet. */
export const crowd = (count: number): Participant[] =>
  Array.from({ length: count }, (_, index) => {
    const first = String.fromCharCode(65 + ((index * 7) % 26));
    const name = `${first}${'aeiou'[index % 5]}${'lmnrst'[index % 6]}${index} Contoso-Example`;
    return participant(name, {
      inLobby: index % 29 === 1,
      muted: index % 19 !== 3,
      kind: index % 23 === 5 ? 'phone' : index % 31 === 7 ? 'guest' : 'user',
    });
  });

const live: LiveView = {
  callId: id('call'),
  subject: 'Budget review',
  phase: 'established',
  broughtBy: 'Megan Bowen',
  createdAt: now - 60_000,
  establishedAt: now - 50_000,
  endedAt: null,
  joinUrl: meeting.joinUrl,
  here: 57,
  inLobby: ['Pat Fabrikam', 'Lee Gu'],
  unmuted: 3,
  missing: [
    'Adele Vance',
    'Alex Wilber',
    'Diego Siciliani',
    'Lynne Robbins',
    'Nestor Wilke',
    'Joni',
    'Henri',
  ],
  unheard: false,
  teamsAway: false,
  doubtSince: null,
  asOf: now,
  control: null,
  rung: null,
  ending: null,
};

export const roster: RosterView = {
  callId: id('call'),
  subject: 'Budget review',
  asOf: now,
  zone: 'Europe/Berlin',
  participants: [
    participant('Adele Vance', { muted: false }),
    participant('Alex Wilber'),
    participant('Pat Fabrikam', { inLobby: true, kind: 'guest' }),
    participant('+1 425 555 0100', { kind: 'phone', muted: false }),
    participant('Lee Gu', { kind: 'guest' }),
    participant('Nestor Wilke'),
    participant('', { kind: 'unknown', personId: null }),
  ],
  missing: [adele, megan],
  show: 'all',
  letters: null,
  chosen: [],
  control: null,
  notice: null,
  ended: false,
};

export const confirmView: RosterConfirmView = {
  callId: id('call'),
  subject: 'Budget review',
  show: 'unmuted',
  letters: null,
  people: [
    { id: id('Pat'), name: 'Pat Fabrikam' },
    { id: id('Lee'), name: 'Lee Gu' },
  ],
  verb: 'removeChosen',
  chosen: [id('Pat'), id('Lee')],
  spared: [],
};

const form: MeetingFormView = {
  mode: 'new',
  id: id('form'),
  subject: 'Budget review',
  date: '2026-11-20',
  time: '10:00',
  duration: 50,
  zone: 'Europe/Berlin',
  people: [adele, megan],
  lobby: 'organization',
  presenters: 'everyone',
  problem: text('error.whenPast'),
};

const meetingViews: Record<string, Partial<Meeting> & { view?: Partial<MeetingView> }> = {
  scheduled: {},
  draft: { state: 'draft' },
  'draft of one': { state: 'draft', invited: [invitee('Pat Fabrikam', 'none', true)] },
  'moved today': { movedFrom: meeting.start - 2 * hour },
  'moved from another day': { movedFrom: meeting.start - 48 * hour },
  live: { view: { live: { here: 57 } } },
  'live, no roster yet': { view: { live: { here: null } } },
  'cancelled by somebody': { state: 'cancelled', cancelledBy: megan },
  cancelled: { state: 'cancelled' },
  ended: { state: 'ended' },
  link: {
    source: 'link',
    joinUrl: null,
    view: { newMeetingUrl: 'https://teams.microsoft.com/l/meeting/new?subject=Budget%20review' },
  },
  'online meeting': { source: 'onlineMeeting' },
  'nobody invited': { invited: [], passcode: null },
  'over midnight': { end: meeting.start + 20 * hour },
};

const liveViews: Record<string, Partial<LiveView>> = {
  joining: { phase: 'joining', here: 0, missing: null, establishedAt: null },
  unheard: { phase: 'joining', unheard: true },
  'Teams away': { teamsAway: true },
  lobby: { phase: 'lobby' },
  established: {},
  'nobody missing': { missing: [], inLobby: [], unmuted: 0 },
  'nobody invited': { missing: null, joinUrl: null },
  muted: {
    control: control('muteOthers', [
      ...crowd(51).map((one) => target(one.name, 'done')),
      target('Dana Swope', 'left'),
    ]),
  },
  'invitation failed': {
    control: control('invite', [target('Dana Swope', 'failed', 'declined'), target('Lee Gu', 'done')]),
  },
  'the missing were rung': {
    rung: {
      at: now,
      targets: [
        target('Adele Vance', 'waiting'),
        ...(['join', 'late', 'cannot'] as const).map((answer) => ({
          ...target(`Alex ${answer}`, 'done'),
          answer,
        })),
        target('Here Already', 'done'),
        ...['declined', 'noAnswer', 'busy', 'unreachable', 'notAllowed', 'x'].map((reason) =>
          target(`Dana ${reason}`, 'failed', reason),
        ),
        ...crowd(5).map(({ name }) => target(name, 'waiting')),
      ],
    },
    control: control('ringMissing', [target('Adele Vance', 'waiting')]),
  },
  reconnecting: { doubtSince: now - 30_000 },
  leaving: { phase: 'leaving' },
  'ended untold': { phase: 'ended' },
  ...Object.fromEntries(
    endingReasons.map((reason): [string, Partial<LiveView>] => [
      `ended: ${reason}`,
      {
        phase: 'ended',
        endedAt: now,
        ending: { reason, code: 200, subcode: 1, reference: 'b5f7e0c3-7c0c-4a52-9a6e-0c8ef6ddf2a8' },
      },
    ]),
  ),
};

const rosterViews: Record<string, Partial<RosterView>> = {
  ...Object.fromEntries(shows.map((show): [string, Partial<RosterView>] => [`show ${show}`, { show }])),
  empty: { participants: [], missing: [] },
  'empty letters': { participants: [], missing: [], show: 'letters' },
  'for a group': { zone: null },
  chosen: { chosen: [participant('Adele Vance').id], notice: text('roster.chooseInvitees') },
  results: {
    control: control('remove', [
      target('Alex Wilber', 'done'),
      target('Lee Gu', 'waiting'),
      target('Pat Fabrikam', 'failed', 'removeNotAllowed'),
      target('Dana Swope', 'left'),
    ]),
  },
  ended: { ended: true },
  ...Object.fromEntries(
    [57, 300, 1000].flatMap((count) =>
      shows.map((show): [string, Partial<RosterView>] => [
        `${count} people, show ${show}`,
        {
          participants: crowd(count),
          missing: crowd(count).map(({ name }) => ({ id: id(name), name })),
          show,
          control: control(
            'mute',
            crowd(count).map(({ name }) => target(name, 'failed', 'teamsSilent')),
          ),
        },
      ]),
    ),
  ),
};

const sideStates: readonly SideState[] = [
  'ringing',
  'there',
  'declined',
  'noAnswer',
  'busy',
  'unreachable',
  'left',
  'notRung',
];
export const placed: PlacedView = {
  callId: id('call'),
  subject: 'Call with Adele Vance',
  phase: 'established',
  by: 'Megan Bowen',
  createdAt: now - 60_000,
  establishedAt: now - 50_000,
  endedAt: null,
  sides: [{ ...adele, kind: 'user', state: 'there' }],
  group: false,
  escalated: false,
  others: [],
  say: null,
  said: false,
  waiting: null,
  teamsAway: false,
  unheard: false,
  doubtSince: null,
  asOf: null,
  control: null,
  ending: null,
};
const group: Partial<PlacedView> = {
  group: true,
  sides: sideStates.map((state) => ({ id: id(state), name: `Alex ${state}`, kind: 'user', state })),
};
const placedViews: Record<string, Partial<PlacedView>> = {
  ...Object.fromEntries(
    (['joining', 'established', 'leaving', 'ended'] satisfies Phase[]).flatMap((phase) => [
      [`two, ${phase}`, { phase }],
      [`group, ${phase}`, { ...group, phase }],
    ]),
  ),
  ringing: { phase: 'joining', sides: [{ ...adele, kind: 'user', state: 'ringing' }] },
  waiting: { phase: 'joining', waiting: 'line' },
  paused: { phase: 'joining', waiting: 'paused', teamsAway: true },
  'a phone': { sides: [{ id: '+4930123456', name: '+4930123456', kind: 'phone', state: 'there' }] },
  'somebody added': { group: true, escalated: true, others: ['Lee Gu', ''], unheard: true },
  speaking: { say: 'The meeting *moved* to 4pm' },
  reconnecting: { doubtSince: now },
  'a transfer that failed': { control: control('transfer', [target('Lee Gu', 'failed', 'noAnswer')]) },
  ...Object.fromEntries(
    endingReasons.map((reason): [string, Partial<PlacedView>] => [
      `over: ${reason}`,
      {
        phase: 'ended',
        endedAt: now,
        ending: { reason, code: 200, subcode: 1, reference: 'b5f7e0c3-7c0c-4a52-9a6e-0c8ef6ddf2a8' },
      },
    ]),
  ),
};

const waiting = (next: QueueCall['next'], index = 0): QueueCall => ({
  callId: id(`waiting ${next} ${index}`),
  who: text('caller.anonymous'),
  rule: 'important callers',
  since: now,
  answered: next === 'host',
  next,
  until: now + 8_000,
  choices: next === 'host' ? ['take', 'menu'] : ['take', 'menu', 'voicemail', 'reject'],
});
const nexts = ['menu', 'host', 'person', 'people', 'voicemail', 'reject'] as const;
const underWay = (['take', 'menu', 'voicemail', 'reject', 'answered'] as const).map((state) => ({
  ...{ who: 'Adele Vance', state, by: 'Megan Bowen' },
}));
const settled = (['take', 'voicemail', 'reject'] as const).map((choice) => ({
  ...{ who: 'Adele Vance', choice, by: 'Megan Bowen', at: now },
}));

const help = {
  botName: 'Rollcall',
  formId: id('form'),
  topics: helpTopics(text, commands),
};

const named = <T>(prefix: string, views: Record<string, T>, made: (view: T) => Card): [string, Card][] =>
  Object.entries(views).map(([name, view]) => [`${prefix}: ${name}`, made(view)]);

export const cards: readonly (readonly [name: string, card: Card])[] = [
  ['help: personal', helpCard(text, { ...help, scope: 'personal' })],
  ['help: group', helpCard(text, { ...help, scope: 'group' })],
  ['welcome: personal', welcomeCard(text, { scope: 'personal', botName: 'Rollcall', formId: id('form') })],
  ['welcome: group', welcomeCard(text, { scope: 'group', botName: 'Rollcall', addedBy: 'Megan Bowen' })],
  ['form: new', meetingFormCard(text, form)],
  [
    'form: empty',
    meetingFormCard(text, {
      ...form,
      subject: null,
      date: null,
      time: null,
      duration: null,
      people: [],
      problem: null,
    }),
  ],
  ['form: reschedule', meetingFormCard(text, { ...form, mode: 'reschedule' })],
  ...named('meeting', meetingViews, ({ view, ...more }) =>
    meetingCard(text, {
      meeting: { ...meeting, ...more },
      live: null,
      newMeetingUrl: null,
      ...view,
    }),
  ),
  ...named('live', liveViews, (view) => liveCard(text, { ...live, ...view })),
  ...named('roster', rosterViews, (view) => rosterCard(text, { ...roster, ...view })),
  ['confirm: remove', rosterConfirmCard(text, confirmView)],
  [
    'confirm: mute others',
    rosterConfirmCard(text, {
      ...confirmView,
      verb: 'muteOthers',
      people: crowd(300).map(({ id: one, name }) => ({ id: one, name })),
      spared: ['Megan Bowen'],
    }),
  ],
  [
    'confirm: remove 300',
    rosterConfirmCard(text, {
      ...confirmView,
      people: crowd(300).map(({ id: one, name }) => ({ id: one, name })),
    }),
  ],
  [
    'which call',
    chooseCallCard(text, {
      command: 'mute',
      rest: 'all',
      calls: Array.from({ length: 8 }, (_, index) => ({
        callId: id(`call ${index}`),
        subject: index === 2 ? '' : `Meeting ${index}`,
        since: now,
      })),
    }),
  ],
  [
    'which person',
    choosePersonCard(text, {
      pick: { callId: id('call'), command: 'mute' },
      name: 'Alex',
      people: Array.from({ length: 8 }, (_, index) => ({
        id: id(`alex ${index}`),
        name: `Alex ${index}`,
        detail: index % 2 ? `alex${index}@contoso.com` : null,
      })),
    }),
  ],
  [
    'meetings',
    meetingsCard(text, {
      meetings: Array.from({ length: 12 }, (_, index) => ({
        subject: `Planning ${index}`,
        start: now + index * hour,
        end: now + (index + 1) * hour,
        joinUrl: index === 1 ? null : meeting.joinUrl,
        organizer: 'Megan Bowen',
        live: index === 0,
      })),
      more: 3,
      formId: id('form'),
    }),
  ],
  ['an answered form', spentCard(text, { title: 'Budget *review*', said: text('meeting.scheduled') })],
  ...named('placed', placedViews, (view) => placedCard(text, { ...placed, ...view })),
  ['queue: empty', queueCard(text, { waiting: [], underWay: [], settled: [] })],
  ['queue: each sort', queueCard(text, { waiting: nexts.map((next) => waiting(next)), underWay, settled })],
  [
    'queue: a flood',
    queueCard(text, {
      waiting: crowd(100).map((_, index) => waiting('voicemail', index)),
      underWay: crowd(30).flatMap(() => underWay),
      settled,
    }),
  ],
  ['missed', missedCard(text, { callId: id('call'), who: 'Adele Vance', at: now, callBack: true })],
  ['missed: no way back', missedCard(text, { callId: id('call'), who: 'Adele', at: now, callBack: false })],
  [
    'call form',
    callFormCard(text, {
      ...{ formId: id('form'), people: [adele], phone: '030 1', say: 'Hello', phones: true },
      problem: text('error.phoneWrong', { number: '030 1' }),
    }),
  ],
  [
    'call form: empty',
    callFormCard(text, {
      ...{ formId: id('form'), people: [], phone: null, say: null, phones: false, problem: null },
    }),
  ],
  [
    'offer of a meeting',
    offerMeetingCard(text, {
      formId: id('form'),
      callees: crowd(250).map(({ id: one, name }, index) => ({
        ...{ id: one, name, kind: index === 0 ? 'phone' : 'user' },
      })),
    }),
  ],
  ...(['transferCall', 'addPeople'] as const).map((verb): [string, Card] => [
    `person form: ${verb}`,
    personFormCard(text, {
      ...{ verb, callId: id('call'), formId: id('form'), subject: 'Call with Adele Vance' },
      problem: text('error.chooseSomebody'),
    }),
  ]),
  [
    'transfer',
    transferConfirmCard(text, {
      ...{ callId: id('call'), formId: id('form'), subject: 'Call with Adele Vance' },
      ...{ who: 'Adele Vance', to: megan },
    }),
  ],
  [
    'ring the missing',
    ringMissingCard(text, {
      ...{ callId: id('call'), formId: id('form'), subject: 'Budget review' },
      people: crowd(20).map(({ id: one, name }) => ({ id: one, name })),
      leftOut: text('rings.off', { who: 'Alex Wilber' }),
      more: 7,
    }),
  ],
  [
    'which callee',
    choosePersonCard(text, {
      pick: { formId: id('form'), say: 'Hello' },
      name: 'Alex',
      also: ['+4930123456'],
      people: [{ id: id('alex'), name: 'Alex Wilber' }],
    }),
  ],
  ['no meetings', meetingsCard(text, { meetings: [], more: 0, formId: id('form') })],
];
