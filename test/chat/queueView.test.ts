import assert from 'node:assert/strict';
import type { Call } from '../../src/calling/call.ts';
import type { Incoming } from '../../src/calling/incoming.ts';
import { queueCard } from '../../src/chat/cards/queueCard.ts';
import { createPresenter } from '../../src/chat/present.ts';
import { queueView } from '../../src/chat/queueView.ts';
import { textFor } from '../../src/locales/text.ts';
import { now, text } from './cards/samples.ts';
import { comesIn, menu } from './incoming.ts';
import { openRoom, person, type Room } from './room.ts';

describe('the queue', () => {
  let room: Room;
  beforeEach(() => {
    room = openRoom();
    room.agentsChat = '19:chat';
  });

  const comes = (
    ...what: [caller?: Partial<Incoming['caller']>, more?: Partial<Incoming>, rest?: Partial<Call>]
  ) => comesIn(room, ...what);
  const missed = (who: Partial<Incoming['caller']> = {}) =>
    comes(who, { asking: null, became: 'missed' }, { phase: 'ended' });
  const view = () => queueView(text, [...room.calls.values()]);

  it('offers for each call what works for it', () => {
    comes();
    comes(
      { kind: 'phone', id: '+4930123456', name: '' },
      {
        outcome: { do: 'ask', seconds: 8, otherwise: menu, voicemail: person('Lee').id },
      },
    );
    comes(
      { kind: 'anonymous', id: null, name: '' },
      { asking: { until: now, otherwise: menu, answered: true } },
    );
    assert.deepEqual(
      view().waiting.map(({ who, choices, next }) => [who, choices.join(' '), next]),
      [
        ['Joni Sherman', 'take menu reject', 'menu'],
        ['\\+4930123456', 'take voicemail reject', 'menu'],
        ['A hidden number', 'take menu', 'menu'],
      ],
    );
  });

  it('names the rule by which agents are asked, as it was written', () => {
    comes({}, { rule: 'the *board*' });
    const [only = assert.fail()] = view().waiting;
    assert.equal(only.rule, 'the \\*board\\*');
    assert.ok(JSON.stringify(queueCard(text, view())).includes('Rule: the \\\\*board'));
  });

  it('tells what becomes of a call that nobody takes', () => {
    const user = (id: string, kind: 'user' | 'voicemail' = 'user') => ({ kind, id });
    const outcomes = [
      { do: 'answer', media: 'host' },
      { do: 'redirect', targets: [user('a')], seconds: null },
      { do: 'redirect', targets: [user('a'), user('b')], seconds: null },
      { do: 'redirect', targets: [user('a', 'voicemail')], seconds: null },
      { do: 'reject', reason: 'busy' },
    ] as const;
    for (const otherwise of outcomes)
      comes({}, { asking: { until: now, otherwise: structuredClone(otherwise) as never, answered: false } });
    assert.deepEqual(
      view().waiting.map(({ next }) => next),
      ['host', 'person', 'people', 'voicemail', 'reject'],
    );
  });

  it('tells who took a call, and what the menu answers; nothing of those that are over', () => {
    const by = person('Megan');
    comes({}, { asking: null, chosen: { by, choice: 'take' } });
    comes({}, { asking: null, became: 'answered' }, { phase: 'established' });
    // Nobody picked up, so the menu answers.
    comes({}, { asking: null, chosen: { by, choice: 'take' }, became: 'answered' }, { phase: 'established' });
    comes({}, { asking: null, chosen: { by, choice: 'menu' }, became: 'answered' }, { phase: 'established' });
    comes({}, { asking: null, chosen: { by, choice: 'take' } }, { phase: 'ended' });
    assert.deepEqual(view(), {
      waiting: [],
      settled: [],
      underWay: [
        { who: 'Joni Sherman', state: 'take', by: 'Megan Bowen' },
        { who: 'Joni Sherman', state: 'answered', by: '' },
        { who: 'Joni Sherman', state: 'answered', by: '' },
        { who: 'Joni Sherman', state: 'menu', by: 'Megan Bowen' },
      ],
    });
  });

  it('tells who settled a call that has just left, only where that came about', () => {
    const by = person('Megan');
    const over = { phase: 'ended', endedAt: now } as const;
    const ended = (
      choice: 'take' | 'menu' | 'voicemail' | 'reject',
      became: NonNullable<Incoming['became']>,
    ) => comes({}, { asking: null, chosen: { by, choice }, became }, over);
    ended('take', 'taken');
    ended('voicemail', 'redirected');
    ended('reject', 'rejected');
    ended('take', 'missed');
    ended('voicemail', 'rejected');
    ended('menu', 'answered');
    comes({}, { asking: null, became: 'redirected' }, over);
    const line = { who: 'Joni Sherman', by: 'Megan Bowen', at: now };
    assert.deepEqual(view(), {
      ...{ waiting: [], underWay: [] },
      settled: (['take', 'voicemail', 'reject'] as const).map((choice) => ({ ...line, choice })),
    });
  });

  it('names callers in no chat but its own', async () => {
    comes();
    const { services } = room;
    const render = createPresenter({
      ...{ text: textFor, locale: 'en', phoneCalls: false, newMeetingUrl: () => null },
      call: services.calls.get,
      liveOfMeeting: async () => null,
      meeting: async () => null,
      line: async () => ({ paused: false, teamsAway: false }),
      incomingLive: services.calls.incomingLive,
      agentsChat: services.frontDesk.chat,
      reminders: services.reminders,
      imports: services.imports,
    });
    const subject = `frontdesk:${services.tenantId}`;
    assert.match(JSON.stringify(await render(subject, '19:chat')), /Joni Sherman/);
    const other = JSON.stringify(await render(subject, '19:other'));
    assert.match(other, /Another chat takes the calls/);
    assert.doesNotMatch(other, /Joni/);
    const moved = JSON.stringify(await render(`moved:${subject}`, '19:chat'));
    assert.match(moved, /further down/);
    const line = JSON.stringify(await render(`missed:${missed()}`, '19:chat'));
    assert.match(line, /Missed call from \*\*Joni Sherman.*Call back/);
    const phone = missed({ kind: 'phone', id: '+4930123456', name: '' });
    assert.doesNotMatch(JSON.stringify(await render(`missed:${phone}`, '19:chat')), /Call back/);
  });
});
