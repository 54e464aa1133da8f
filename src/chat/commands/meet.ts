import { Refusal } from '../../lib/errors.ts';
import { understandMeet } from '../../meetings/request.ts';
import { plan } from '../plan.ts';
import type { Services } from '../services.ts';
import type { Turn } from '../turn.ts';

/** `/meet`, alone: now. With words: subject, time, duration and people, in any order a person would write. */
export async function meet(turn: Turn, rest: string, services: Services): Promise<void> {
  const text = services.text(turn.locale);
  const understood = understandMeet(rest, turn.mentions, {
    now: services.clock.now(),
    zone: turn.zone,
    locale: turn.locale,
  });
  const found = await services.directory.resolve({ mentions: understood.mentions, names: understood.names });
  const unclear = found.ambiguous[0];
  if (unclear) {
    const names = unclear.people.map(({ name }) => name).join(', ');
    throw new Refusal('error.personAmbiguous', { name: unclear.name, names });
  }
  if (found.unknown[0]) throw new Refusal('error.personUnknown', { name: found.unknown[0] });
  const planned = await plan(
    turn,
    {
      requestId: turn.id,
      subject: understood.subject || null,
      when: understood.when,
      invited: found.people,
      lobby: 'organization',
      presenters: 'everyone',
    },
    services,
  );
  if ('form' in planned) await services.reply(turn, { card: planned.form });
  else if (understood.when.kind === 'certain' && understood.when.overlap) {
    await services.reply(turn, { text: text('meeting.clocksGoBack') });
  }
}
