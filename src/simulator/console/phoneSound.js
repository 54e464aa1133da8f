/** What the phone sounds like: the prompts themselves, and beeps and key tones made on the spot. */
const rows = [697, 770, 852, 941];
const columns = [1209, 1336, 1477];
const keypad = ['123', '456', '789', '*0#'];

const player = new Audio();
const wanted = document.getElementById('phone-sound');

/** The sound that is heard now, by call and number, so that none is begun twice. */
let now = '';
let speaker = null;

/** Browsers let a page sound once somebody has pressed something on it. */
function audio() {
  speaker ??= new AudioContext();
  void speaker.resume();
  return speaker;
}

function chord(frequencies, ms) {
  if (!wanted.checked) return;
  const context = audio();
  const gain = context.createGain();
  gain.gain.value = 0.08;
  gain.connect(context.destination);
  for (const frequency of frequencies) {
    const tone = context.createOscillator();
    tone.frequency.value = frequency;
    tone.connect(gain);
    tone.start();
    tone.stop(context.currentTime + ms / 1000);
  }
}

/** The two tones of a key. */
export function feedback(key) {
  const row = keypad.findIndex((line) => line.includes(key));
  chord([rows[row], columns[keypad[row].indexOf(key)]], 160);
}

/** Sounds as the call does; null where there is none. */
export function hearing(call) {
  const sound = call?.media?.playing.at(-1);
  const key = sound ? `${call.id} ${sound.index}` : '';
  if (key === now) return;
  now = key;
  player.pause();
  if (!sound || !wanted.checked) return;
  if (sound.kind === 'beep') chord([880], 400);
  if (!sound.audible) return;
  player.loop = sound.kind === 'holdMusic';
  player.src = `/simulator/v1/calls/${call.id}/media/${sound.index}`;
  // A browser that wants a press first: the words are on the screen meanwhile.
  player.play().catch(() => undefined);
}

wanted.addEventListener('change', () => {
  if (!wanted.checked) player.pause();
});
