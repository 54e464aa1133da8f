import { Refusal } from '../../lib/errors.ts';
import type { Services } from '../services.ts';
import type { Turn } from '../turn.ts';

const wants: Record<string, boolean> = { on: true, off: false };

/** `/rings off`: Rollcall rings the sender for nobody any more; `/rings on`: it does again. */
export async function rings(turn: Turn, rest: string, services: Services): Promise<void> {
  const wanted = wants[rest.trim().toLowerCase()];
  if (wanted === undefined) throw new Refusal('error.ringsHow');
  await services.rings.set(turn.who, wanted, services.clock.now());
  const text = services.text(turn.locale);
  await services.reply(turn, { text: text(wanted ? 'rings.nowOn' : 'rings.nowOff') });
}
