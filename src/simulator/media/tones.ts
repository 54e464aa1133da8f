/** Keys that people press: what the bot hears of them once it has subscribed. */
import type { Context } from '../context.ts';
import type { SimulatedCall } from '../model.ts';
import { callNotification } from '../resources.ts';
import { mediaOf } from './state.ts';

const names: Readonly<Record<string, string>> = { '*': 'star', '#': 'pound' };

/** Graph's name of a key: `tone1`, `star`, `pound`, `a`; null for what is no key. */
export function toneOf(key: string): string | null {
  if (/^[0-9]$/.test(key)) return `tone${key}`;
  return names[key] ?? (/^[A-D]$/i.test(key) ? key.toLowerCase() : null);
}

/**
 * Somebody presses a key: it may stop a recording, and a bot that has subscribed is told by an update of the call
 * (learn.microsoft.com/graph/api/call-subscribetotone).
 * @returns whether the bot was told.
 */
export function press(context: Context, call: SimulatedCall, personId: string, key: string): boolean {
  const media = mediaOf(call);
  const tone = toneOf(key);
  const told = media.subscribed && tone !== null;
  media.keys.push({ key, personId, at: context.clock.now(), told });
  if (told) {
    media.sequenceId += 1;
    const { sequenceId } = media;
    const toneInfo = { '@odata.type': '#microsoft.graph.toneInfo', sequenceId, tone };
    context.calls.notifier.send(call, 'call tone', callNotification('updated', call, { toneInfo }));
  }
  media.line[0]?.recording?.press(key.toUpperCase());
  return told;
}
