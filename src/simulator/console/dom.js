/** Making elements, and keeping them while what they show stays the same. */

/** An element: `h('button', { class: 'a', onclick }, 'Mute')`. Text is text, never markup. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false || value === null) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(
    ...children.flat().filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}

const shown = new Map();

/** Draws `data` into the element `id` if it differs from what was drawn last; focus and open details stay. */
export function draw(id, data, make) {
  const key = JSON.stringify(data);
  if (shown.get(id) === key) return;
  shown.set(id, key);
  const place = document.getElementById(id);
  const focused = place.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  const open = new Set([...place.querySelectorAll('details[open]')].map(({ dataset }) => dataset.key));
  place.replaceChildren(...[make(data)].flat());
  for (const details of place.querySelectorAll('details')) details.open = open.has(details.dataset.key);
  if (focused) place.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

let fading;

/** Says something that went wrong, for five seconds. */
export function toast(message) {
  const place = document.getElementById('toast');
  place.textContent = message;
  clearTimeout(fading);
  fading = setTimeout(() => {
    place.textContent = '';
  }, 5000);
}

/** A request to the control API; what it says against it appears as a toast. */
export async function control(method, path, body) {
  try {
    const response = await fetch(`/simulator/v1${path}`, {
      method,
      headers: body ? { 'content-type': 'application/json' } : {},
      body: body && JSON.stringify(body),
    });
    const answer = response.status === 204 ? null : await response.json();
    if (response.ok) return answer;
    toast(
      typeof answer?.error === 'string' ? answer.error : (answer?.error?.message ?? 'That did not work.'),
    );
  } catch {
    toast('The simulator does not answer.');
  }
  return null;
}

/** What stands on somebody's round picture. */
export const initials = (name) =>
  /^\+/.test(name)
    ? '☎'
    : name
        .split(/\s+/)
        .slice(0, 2)
        .map((word) => word[0]?.toUpperCase() ?? '')
        .join('');

/** The colour of a name, always the same one: 0 to 5. */
export const tone = (text) => [...text].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 6, 0);
