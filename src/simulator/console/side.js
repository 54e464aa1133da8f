/** What stands beside the meeting: calls, faults and what was said to Graph. */
import { control, h } from './dom.js';

/** Rollcall's calls, the newest first, the last five. */
export function callList({ calls, meetings, names }) {
  if (calls.length === 0) return h('p', { class: 'empty' }, 'Rollcall is in no call.');
  return h(
    'ul',
    { class: 'calls' },
    calls
      .toReversed()
      .slice(0, 5)
      .map((call) => {
        const meeting = meetings.find(({ id }) => id === call.meetingId);
        const over = call.state === 'terminated';
        const people = call.people.flatMap((id) => names[id] ?? []).join(', ');
        return h(
          'li',
          {},
          h('span', { class: `dot ${over ? 'ended' : call.state === 'established' ? 'live' : 'scheduled'}` }),
          h(
            'span',
            { class: 'what' },
            h('strong', {}, meeting?.subject || people || 'Call'),
            h('small', {}, call.result?.message ? `${call.state}: ${call.result.message}` : call.state),
          ),
          over
            ? null
            : h(
                'button',
                { 'data-key': `end ${call.id}`, onclick: () => control('POST', `/calls/${call.id}/end`) },
                'End',
              ),
        );
      }),
  );
}

/** The faults that are on. */
export function faultList(faults) {
  if (faults.length === 0) return h('p', { class: 'empty' }, 'All is well.');
  return h(
    'ul',
    { class: 'faults' },
    faults.map(({ id, kind, route, count }) =>
      h(
        'li',
        {},
        h(
          'span',
          { class: 'what' },
          h('strong', {}, kind),
          h('small', {}, `${route === '*' ? 'every route' : route}${count ? `, ${count} more` : ''}`),
        ),
        h('button', { 'data-key': `fault ${id}`, onclick: () => control('DELETE', `/faults/${id}`) }, 'Off'),
      ),
    ),
  );
}

const short = (path) =>
  decodeURIComponent(path.replace(/%(?![0-9a-f]{2})/gi, '%25'))
    .replace(/^\/v1\.0/, '')
    .replace('/communications/', '/')
    .replace(/[0-9a-f]{8}-[0-9a-f-]{23,27}/gi, (id) => `${id.slice(0, 4)}…`)
    .replace(/[\w=-]{40,}/g, (id) => `${id.slice(0, 6)}…`);

/** What was said last, the newest first; each opens to show both bodies. */
export function trafficList({ traffic, trafficCount }) {
  if (traffic.length === 0) return h('p', { class: 'empty' }, 'Silence so far.');
  const first = trafficCount - traffic.length;
  return traffic
    .toReversed()
    .map(({ method, path, status, request, response }, index) =>
      h(
        'details',
        { 'data-key': `exchange ${first + traffic.length - index}` },
        h(
          'summary',
          {},
          h('b', { class: method === 'NOTIFY' ? 'notify' : '' }, method),
          h('span', { title: path }, short(path)),
          h('i', { class: status >= 400 || status === 0 ? 'bad' : 'good' }, String(status)),
        ),
        request && h('pre', {}, request),
        response && h('pre', {}, response),
      ),
    );
}
