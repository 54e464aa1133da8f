/** One meeting: who is there, and what each of them can be made to do. */
import { behaviours } from './behaviours.js';
import { control, h, initials, tone } from './dom.js';

const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const kinds = { guest: 'Guest', phone: 'Phone', application: 'Bot' };

const title = (meeting) => meeting.subject || 'Untitled meeting';
const people = (meeting, botId) => meeting.people.filter(({ personId }) => personId !== botId);

/** The list of meetings, the newest first. */
export function meetingList({ meetings, botId, chosen }, choose) {
  if (meetings.length === 0) {
    return h('p', { class: 'empty' }, 'None yet. Write /meet to Rollcall, or make one here.');
  }
  return h(
    'ul',
    { class: 'meetings' },
    meetings.toReversed().map((meeting) =>
      h(
        'li',
        {},
        h(
          'button',
          {
            class: 'meeting',
            'aria-current': meeting.id === chosen ? 'true' : undefined,
            'data-key': `meeting ${meeting.id}`,
            onclick: () => choose(meeting.id),
          },
          h('span', { class: `dot ${meeting.state}`, title: meeting.state }),
          h(
            'span',
            { class: 'what' },
            h('strong', {}, title(meeting)),
            h('small', {}, `${time.format(meeting.start)} · ${meeting.state}`),
          ),
          h('span', { class: 'count' }, String(people(meeting, botId).length)),
        ),
      ),
    ),
  );
}

function actOn(meeting, key, act, body) {
  const path = `/meetings/${encodeURIComponent(meeting.id)}/people/${encodeURIComponent(key)}/${act}`;
  return control('POST', path, body);
}

function entry(meeting, one, isBot) {
  const act = (name) => () => actOn(meeting, one.participantId, name);
  const button = (name, label, kind = '') =>
    h(
      'button',
      {
        class: kind,
        'data-key': `${one.participantId} ${name}`,
        'aria-label': `${label}: ${one.name}`,
        onclick: act(name),
      },
      label,
    );
  const tag = kinds[one.kind];
  const state = one.inLobby ? 'in the lobby' : one.muted ? 'muted' : 'unmuted';
  return h(
    'li',
    { class: one.inLobby ? 'waiting' : one.muted ? 'muted' : 'speaking' },
    h(
      'span',
      { class: `face tone${isBot ? 'Bot' : tone(one.name)}`, 'aria-hidden': 'true' },
      isBot ? '✓' : initials(one.name),
    ),
    h('span', { class: 'what' }, h('strong', {}, one.name, tag && h('em', {}, tag)), h('small', {}, state)),
    h(
      'span',
      { class: 'acts' },
      one.inLobby
        ? button('admit', isBot ? 'Admit Rollcall' : 'Admit', 'primary')
        : [one.muted ? button('unmute', 'Unmute') : button('mute', 'Mute'), button('lobby', 'To lobby')],
      button('leave', isBot ? 'Throw out' : 'Leave'),
    ),
  );
}

function absent(meeting, everyone) {
  const there = new Set(meeting.people.map(({ personId }) => personId));
  const invited = new Map(meeting.invited.map((one) => [one.personId, one]));
  const missing = everyone.filter(({ id, kind }) => !there.has(id) && kind !== 'application');
  if (missing.length === 0) return null;
  return h(
    'section',
    { class: 'absent' },
    h('h3', {}, 'Not here'),
    h('p', { class: 'hint' }, 'Press to let somebody join; “lobby” puts them at the door.'),
    h(
      'ul',
      {},
      missing.map((person) => {
        const invitation = invited.get(person.id);
        const answer = invitation ? (invitation.answer === 'none' ? 'invited' : invitation.answer) : '';
        return h(
          'li',
          { class: invitation ? 'invited' : '' },
          h(
            'button',
            {
              class: 'join',
              'data-key': `join ${person.id}`,
              title: behaviours[person.behaviour],
              onclick: () => actOn(meeting, person.id, 'join'),
            },
            person.name,
            answer && h('small', {}, answer),
          ),
          h(
            'button',
            {
              class: 'door',
              'data-key': `lobby ${person.id}`,
              'aria-label': `To the lobby: ${person.name}`,
              onclick: () => actOn(meeting, person.id, 'join', { inLobby: true }),
            },
            'lobby',
          ),
        );
      }),
    ),
  );
}

/** The chosen meeting. */
export function room({ meeting, everyone, botId }) {
  if (!meeting) {
    return h(
      'div',
      { class: 'nothing' },
      h('span', { class: 'big', 'aria-hidden': 'true' }, '◌'),
      h('h2', {}, 'No meeting yet'),
      h('p', {}, 'Write /meet to Rollcall in the Playground, or make a meeting on the left.'),
    );
  }
  const path = `/meetings/${encodeURIComponent(meeting.id)}`;
  const rank = (one) => (one.inLobby ? 0 : one.muted ? 2 : 1);
  const present = meeting.people.toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
  const inside = people(meeting, botId).filter(({ inLobby }) => !inLobby);
  const organizer = everyone.find(({ id }) => id === meeting.organizerId);
  const over = meeting.state === 'ended';
  const facts = [
    `${inside.length} here`,
    `${inside.filter(({ muted }) => !muted).length} unmuted`,
    `${meeting.people.filter(({ inLobby }) => inLobby).length} in the lobby`,
  ];
  return [
    h(
      'header',
      {},
      h(
        'div',
        {},
        h('h2', {}, title(meeting), h('em', { class: `state ${meeting.state}` }, meeting.state)),
        h(
          'p',
          { class: 'hint' },
          `${organizer?.name ?? 'Somebody'} organizes · ${facts.join(' · ')} · ID ${meeting.joinMeetingId}` +
            (meeting.passcode ? ` · passcode ${meeting.passcode}` : ''),
        ),
      ),
      h(
        'div',
        { class: 'acts' },
        h(
          'label',
          { class: 'check' },
          h('input', {
            type: 'checkbox',
            checked: meeting.botWaits,
            'data-key': 'botWaits',
            onchange: ({ target }) => control('PATCH', path, { botWaits: target.checked }),
          }),
          'Rollcall waits in the lobby',
        ),
        h(
          'button',
          {
            'data-key': 'fill',
            disabled: over,
            onclick: () => control('POST', `${path}/fill`, { count: 50 }),
          },
          'Fill with 50',
        ),
        h(
          'button',
          {
            'data-key': 'end',
            class: 'danger',
            disabled: over,
            onclick: () => control('POST', `${path}/end`),
          },
          'End meeting',
        ),
      ),
    ),
    present.length === 0
      ? h('p', { class: 'empty' }, over ? 'It is over.' : 'Nobody is here.')
      : h(
          'ul',
          { class: 'roster' },
          present.map((one) => entry(meeting, one, one.personId === botId)),
        ),
    over ? null : absent(meeting, everyone),
  ].filter(Boolean);
}
