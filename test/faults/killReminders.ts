/** Kill -9 while reminders ring: each is heard or written in the end, and nobody is rung twice for one. */
import type { Reminder } from '../../src/reminders/reminder.ts';
import { reminderStore } from '../../src/store/reminders.ts';
import { person, tenantId } from '../stories/harness.ts';
import type { Fault } from './fault.ts';
import { killedScene, type Stage } from './killed.ts';
import { isOver } from './record.ts';

const readers = ['Adele', 'Pat', 'Lee', 'Nestor'];
/** What becomes of a reminder whose one attempt is over. */
const final = ['heard', 'written'];

async function reminders(stage: Stage) {
  const { rollcall, random, seen } = stage;
  const { simulator, database } = rollcall;
  const rows = reminderStore(database.db, async () => undefined);
  const megan = person('Megan');
  const made = readers.map((name): Reminder => {
    const { id, name: whole } = person(name);
    const due = Date.now() + random.below(800);
    return {
      ...{
        id: `faults-${due}-${random.below(1_000_000)}-${name}`,
        tenantId,
        by: { id: megan.id, name: megan.name },
      },
      ...{
        to: { id, name: whole, kind: 'user' },
        text: 'Visit the dentist',
        how: 'ring',
        due,
        zone: 'UTC',
        firstDue: due,
        ringFrom: due,
        every: null,
      },
      ...{ occurrence: 0, attempts: 0, callId: null, wakeAt: due, state: 'scheduled', reason: null },
      ...{
        conversationId: '',
        locale: 'en',
        batchId: null,
        meetingId: null,
        createdAt: Date.now(),
        revision: 0,
      },
    };
  });
  const busy = new Set(random.some(readers, 2).map((name) => person(name).id));
  for (const name of readers) {
    const one = simulator.world.person(person(name).id);
    if (one) one.behaviour = busy.has(one.id) ? 'busy' : 'joins';
    const chat = simulator.channel.open({ type: 'personal', members: [person(name).id] });
    if (chat.messages.length === 0)
      await simulator.channel.say(chat.id, { from: person(name).id, text: 'help' });
  }
  const press = (id: string) =>
    fetch(`${simulator.url}/simulator/v1/calls/${id}/press`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ key: '1' }),
    });
  const ringsOf = (id: string) =>
    seen.graph.filter(
      ({ method, path, status, requestBody }) =>
        method === 'POST' &&
        path.endsWith('/communications/calls') &&
        status < 300 &&
        JSON.stringify(requestBody).includes(id),
    ).length;
  return {
    async begin() {
      simulator.faults.add({
        kind: 'delay',
        route: 'POST /communications/calls',
        ms: 100 + random.below(700),
        count: 2,
      });
      await rows.add(made);
    },
    async look() {
      for (const leg of seen.legs.values())
        if (!isOver(leg) && leg.media?.heard.some(({ outcome }) => outcome === 'playing'))
          await press(leg.id);
      const wrong: string[] = [];
      for (const { id, to } of made) {
        const now = await rows.get(id);
        if (!now || !final.includes(now.state))
          wrong.push(`a reminder is ${now?.state ?? 'lost'} (${now?.reason})`);
        if (ringsOf(to.id) > 1) wrong.push(`somebody was rung ${ringsOf(to.id)} times for one attempt`);
        if (now?.state === 'heard' && busy.has(to.id)) wrong.push('heard by somebody whose line was busy');
      }
      return wrong;
    },
    end: async () => undefined,
  };
}

export const killReminders: Fault = {
  name: 'kill-reminders',
  what: 'kill -9 while reminders fall due, ring, are heard and are written',
  open: (servers) => killedScene(servers, reminders, 2_500),
};
