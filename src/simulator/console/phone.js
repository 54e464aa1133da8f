/** A phone for each person: call Rollcall, answer it, hear it, press keys, say words, hang up. */
import { behaviours } from './behaviours.js';
import { control, draw, h, initials, toast, tone } from './dom.js';
import { feedback, hearing } from './phoneSound.js';

const keys = [
  ['1', ''],
  ['2', 'abc'],
  ['3', 'def'],
  ['4', 'ghi'],
  ['5', 'jkl'],
  ['6', 'mno'],
  ['7', 'pqrs'],
  ['8', 'tuv'],
  ['9', 'wxyz'],
  ['*', ''],
  ['0', '+'],
  ['#', ''],
];
const keyNames = { '*': 'star', '#': 'pound' };
const place = (id) => document.getElementById(id);

/** The last call of each person, so that the phone can say how it ended. */
const lastCalls = new Map();
let chosen = null;
let world = null;

const nameOf = (id) => world.people.find((person) => person.id === id)?.name ?? id;

/** What one person's phone is doing: `ring` and `call` are null where there is none. */
function phoneOf(person) {
  const ring = world.rings.find(({ personId }) => personId === person.id) ?? null;
  const call =
    world.calls.findLast(
      ({ state, meetingId, people }) =>
        state !== 'terminated' && meetingId === null && people.includes(person.id),
    ) ?? null;
  const now = call?.id ?? ring?.callId;
  if (now) lastCalls.set(person.id, now);
  const last = world.calls.find(({ id }) => id === lastCalls.get(person.id)) ?? null;
  return { person, ring, call, last };
}

/** Who called Rollcall, by name or number; an encrypted source has neither. */
const callerOf = ({ source }) => {
  const ids = Object.values(source.identity).map((slot) => slot?.id);
  const known = ids.find((id) => /^\+/.test(id) || world.people.some((person) => person.id === id));
  return known ? nameOf(known) : 'somebody';
};

/** What became of a call that Rollcall gave away. */
function handedOver(call, person) {
  const { kind, reason, to, outcome, with: taker } = call.handover;
  if (kind === 'rejected') return `Rollcall did not take the call${reason === 'none' ? '' : ` (${reason})`}.`;
  if (taker === person.id) return `You are talking to ${callerOf(call)}.`;
  const whom = nameOf(taker ?? to[0]);
  if (outcome === 'ringing') return `Ringing ${to.map(nameOf).join(', ')}…`;
  if (outcome === 'connected') return `You are talking to ${whom}.`;
  if (outcome === 'voicemail') return `You reached the voicemail of ${whom}.`;
  return `${whom} did not answer.`;
}

/** The call that ended last, in words. */
function ended({ last, person }) {
  if (last.handover) return handedOver(last, person);
  const why = last.result?.message?.replace(/ ?DiagCode.*$/, '') ?? '';
  return `The call is over. ${why}`;
}

/** Its state in words. */
function stateOf(phone) {
  const { ring, call, last } = phone;
  if (call) {
    if (call.state === 'incoming') return 'Calling Rollcall…';
    if (call.state === 'establishing') return 'Connecting…';
    if (call.state === 'established') return call.media?.onHold ? 'On hold' : 'In a call with Rollcall';
    if (call.state === 'transferring' || call.state === 'transferAccepted') return 'Being put through…';
    return 'Ending…';
  }
  if (ring) return last?.handover ? `Rollcall passes on a call of ${callerOf(last)}` : 'Rollcall is calling';
  return last ? ended(phone) : 'Ready';
}

/** What is heard, in words, for who cannot hear it. */
function caption({ call, ring, last }) {
  if (!call && !ring && !last) return 'What you hear will also stand here.';
  const { playing = [], recordingSince = null } = call?.media ?? {};
  const sound = playing.at(-1);
  if (sound?.kind === 'beep') return 'Beep';
  if (sound?.kind === 'holdMusic') return '♪ Music';
  if (sound?.kind === 'tones') return `Tones: ${sound.words}`;
  if (sound) return sound.words ? `“${sound.words}”` : 'A recorded prompt';
  if (recordingSince !== null) return 'Listening: type what you want to say.';
  return '';
}

function who({ name, rings }) {
  const face = `face tone${tone(name)}${rings ? ' rings' : ''}`;
  return [h('span', { class: face, 'aria-hidden': 'true' }, initials(name)), h('strong', {}, name)];
}

function button(label, kind, onclick) {
  return h('button', { class: kind, 'data-key': label, onclick }, label);
}

function acts({ person, ring, call }) {
  if (call) {
    return button('Hang up', 'hang', () =>
      control('POST', `/calls/${call.id}/hangUp`, { person: person.id }),
    );
  }
  if (ring) {
    return [
      button('Answer', 'take', () => control('POST', `/people/${encodeURIComponent(person.id)}/answer`)),
      button('Decline', 'hang', () => control('POST', `/people/${encodeURIComponent(person.id)}/decline`)),
    ];
  }
  return button('Call Rollcall', 'take', () => control('POST', '/calls', { from: person.id }));
}

/** The others who are rung or in a call: one press takes their phone. */
function others(phones) {
  return phones.map(({ person, ring }) =>
    h(
      'button',
      {
        class: ring ? 'other rings' : 'other',
        'data-key': `phone ${person.id}`,
        onclick: () => take(person.id),
      },
      `${ring ? '☎ ' : '● '}${person.name}`,
    ),
  );
}

function take(personId) {
  chosen = personId;
  place('phone-person').value = personId;
  showPhone(world);
}

const current = () => phoneOf(world.people.find(({ id }) => id === chosen) ?? world.people[0]);

/** Draws the chosen phone, and lets it sound. */
export function showPhone(state) {
  world = state;
  const people = world.people.map(({ id, name }) => ({ id, name }));
  draw('phone-person', people, (all) => all.map(({ id, name }) => h('option', { value: id }, name)));
  const phone = current();
  place('phone-person').value = phone.person.id;
  const busy = world.people.map(phoneOf).filter(({ ring, call }) => ring || call);
  const elsewhere = busy.filter(({ person }) => person.id !== phone.person.id);
  draw('phone-others', elsewhere, others);
  draw('phone-who', { name: phone.person.name, rings: Boolean(phone.ring) }, who);
  // What a screen reader follows stays in its place: only its text changes.
  draw('phone-state', stateOf(phone), (words) => words);
  draw('phone-caption', caption(phone), (words) => words);
  const listens = phone.call?.media?.recordingSince != null;
  place('phone-caption').classList.toggle('listening', listens);
  draw('phone-acts', { ...phone, last: null }, acts);
  place('phone-behaviour').value = phone.person.behaviour;
  const talking = phone.call?.state === 'established';
  for (const key of place('phone-keys').children) key.disabled = !talking;
  for (const field of place('phone-say').elements) field.disabled = !talking;
  hearing(talking ? phone.call : null);
}

async function press(key) {
  const { call, person } = current();
  if (!call) return;
  feedback(key);
  await control('POST', `/calls/${call.id}/press`, { key, person: person.id });
}

async function say(event) {
  event.preventDefault();
  const { call, person } = current();
  const box = event.target.elements.words;
  const words = box.value.trim();
  if (!call || !words) return;
  const answer = await control('POST', `/calls/${call.id}/speak`, { words, person: person.id });
  if (!answer) return;
  if (answer.heard) box.value = '';
  else toast('Nobody is listening yet. Say it when the phone says “Listening”.');
}

place('phone-behaviour').append(
  ...Object.entries(behaviours).map(([value, words]) => h('option', { value }, words)),
);
place('phone-behaviour').addEventListener('change', ({ target }) => {
  const { id } = current().person;
  void control('PATCH', `/people/${encodeURIComponent(id)}`, { behaviour: target.value });
});
place('phone-keys').append(
  ...keys.map(([key, letters]) =>
    h(
      'button',
      { type: 'button', 'aria-label': keyNames[key] ?? key, disabled: true, onclick: () => press(key) },
      h('b', {}, key),
      h('small', { 'aria-hidden': 'true' }, letters),
    ),
  ),
);
place('phone-say').addEventListener('submit', say);
place('phone-person').addEventListener('change', ({ target }) => take(target.value));
