/** The console: listens to the simulator and draws what changed. */
import { control, draw, h } from './dom.js';
import { dropFile } from './dropFile.js';
import { showPhone } from './phone.js';
import { meetingList, room } from './room.js';
import { callList, faultList, trafficList } from './side.js';

let state = null;
let chosen = null;

/** The meeting somebody chose, else the one that lives, else the newest. */
function current() {
  const { meetings } = state;
  return (
    meetings.find(({ id }) => id === chosen) ??
    meetings.findLast((meeting) => meeting.state === 'live') ??
    meetings.at(-1) ??
    null
  );
}

function show() {
  const { meetings, people, calls, faults, faultKinds, botId, traffic, trafficCount } = state;
  const meeting = current();
  const choose = (id) => {
    chosen = id;
    show();
  };
  draw('meetings', { meetings, botId, chosen: meeting?.id }, (data) => meetingList(data, choose));
  draw('room', { meeting, everyone: people, botId }, room);
  const names = Object.fromEntries(people.map(({ id, name }) => [id, name]));
  draw('calls', { calls, names, meetings: meetings.map(({ id, subject }) => ({ id, subject })) }, callList);
  showPhone(state);
  draw('faults', faults, faultList);
  draw('traffic', { traffic, trafficCount }, trafficList);
  draw('traffic-count', trafficCount, (count) => (count ? String(count) : ''));
  for (const list of ['organizer', 'dropper'])
    draw(list, people, (all) =>
      all.filter(({ kind }) => kind === 'user').map(({ id, name }) => h('option', { value: id }, name)),
    );
  draw('fault-kind', faultKinds, (kinds) => kinds.map((kind) => h('option', {}, kind)));
}

function connection(text, up) {
  const place = document.getElementById('connection');
  place.textContent = text;
  place.classList.toggle('up', up);
}

const events = new EventSource('/simulator/live');
events.addEventListener('open', () => connection('Live', true));
events.addEventListener('error', () => connection('Disconnected, trying again…', false));
events.addEventListener('message', ({ data }) => {
  state = JSON.parse(data);
  show();
});

document.getElementById('new-meeting').addEventListener('submit', async (event) => {
  event.preventDefault();
  const form = new FormData(event.target);
  const made = await control('POST', '/meetings', {
    subject: form.get('subject'),
    organizer: form.get('organizer'),
    botWaits: form.has('botWaits'),
  });
  if (made) chosen = made.id;
  event.target.closest('details').open = false;
});

dropFile(document.getElementById('drop-file'));

document.getElementById('new-fault').addEventListener('submit', (event) => {
  event.preventDefault();
  const form = new FormData(event.target);
  const count = Number(form.get('count'));
  void control('POST', '/faults', {
    kind: form.get('kind'),
    ...(form.get('route') ? { route: form.get('route') } : {}),
    ...(count ? { count } : {}),
  });
});
