import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { playgroundPeople } from '../../src/dev/playground.ts';
import { type Control, controlOf } from './control.ts';
import { logOf, openPlayground, type Playground } from './playground.ts';

const rules = `
zone: Europe/Berlin
rules:
  - name: everybody
    then: { ask: { seconds: 12, voicemail: c0a80000-7e57-4c0d-a000-000000000002, otherwise: { answer: helpdesk } } }
`;

/** Calls, as Megan sees them in Microsoft's own chat client: those she asks for, and those that come to the front desk. */
describe('cards of calls in the Playground', () => {
  let configDir: string;
  let playground: Playground;
  let control: Control;
  before(async () => {
    configDir = mkdtempSync(join(tmpdir(), 'rollcall-rules-'));
    cpSync('config/menus/helpdesk.yaml', join(configDir, 'menus/helpdesk.yaml'));
    writeFileSync(join(configDir, 'frontdesk.yaml'), rules);
    playground = await openPlayground({ CONFIG_DIR: configDir });
    control = controlOf(playground.stack);
  });
  after(async () => {
    await playground?.close();
    rmSync(configDir, { recursive: true, force: true });
  });
  afterEach(function () {
    if (this.currentTest?.state === 'failed') process.stderr.write(logOf(playground.stack).slice(-4_000));
  });

  it('asks whom to call', async () => {
    await playground.say('/call');
    await playground.card('Whom to call?').getByRole('button', { name: 'Call' }).waitFor();
    await playground.picture('call-form');
  });

  it('rings two together, and shows how each takes it', async () => {
    await control.person('Adele Vance', { behaviour: 'byHand' });
    await playground.say('/call Adele');
    const card = playground.card('Call with Adele Vance');
    await card.getByText('Ringing', { exact: true }).waitFor();
    await playground.picture('call-ringing');
    await card.getByText('in the call', { exact: true }).waitFor();
    await playground.picture('call-answered');
    await control.post('/people/Adele%20Vance/answer');
    await card.getByText('in the call', { exact: true }).nth(1).waitFor();
    await playground.picture('call-both');
    await card.getByRole('button', { name: 'Rollcall leaves' }).click();
    await card.getByText('Rollcall left the call').waitFor();
    await playground.picture('call-left');
  });

  it('speaks to one, or tells that they declined', async () => {
    await control.person('Adele Vance', { behaviour: 'joins' });
    await playground.say('/call Adele say "The meeting moved to 4pm"');
    const card = playground.card('Message for Adele Vance');
    await card.getByText('In the call since').waitFor();
    await playground.picture('say-speaking');
    await card.getByText('spoke the whole message').waitFor();
    await playground.say('/call Isaiah say "The meeting moved to 4pm"');
    await playground.card('The call was declined').getByRole('button', { name: 'Call again' }).waitFor();
    await playground.picture('say-declined');
  });

  it('shows how a reminder rings, that key 1 was pressed, and what else is set', async () => {
    await control.person('Adele Vance', { behaviour: 'joins' });
    await playground.say('/remind Adele "Your appointment is at 3pm" now');
    const card = playground.card('Your appointment is at 3pm');
    await card.getByText('Ringing now').waitFor();
    await playground.picture('reminder', card);
    const [leg] = (await control.get<{ id: string }[]>('/calls')).slice(-1);
    await control.until(`/calls/${leg?.id}/media`, (line) => JSON.stringify(line).includes('Press 1'));
    await control.post(`/calls/${leg?.id}/press`, { key: '1' });
    await card.getByText('Heard').waitFor();
    await playground.picture('reminder-heard');
    await playground.say('/remind Adele "Lunch" every weekday 12:00');
    await playground.card('Lunch').getByRole('button', { name: 'Reschedule' }).waitFor();
    await playground.say('/reminders');
    await playground.card('New reminder').getByText('For Adele Vance: Lunch').waitFor();
    await playground.picture('reminders');
  });

  it('asks to whom a call is handed over, and whom to add', async () => {
    await playground.say(`/call Adele say "${'Please hold the line. '.repeat(20)}"`);
    const card = playground.card('Please hold the line');
    await card.getByRole('button', { name: 'Transfer…' }).click();
    await playground.card('Hand the call over').getByRole('button', { name: 'Continue' }).waitFor();
    await playground.picture('transfer-form');
    await card.getByRole('button', { name: 'Add…' }).click();
    await playground.card('Add somebody to the call').waitFor();
    await playground.picture('add-form');
    await card.getByRole('button', { name: 'Hang up' }).click();
    await card.getByText('The call is over').waitFor();
  });

  it('rings the missing after a question, and shows their answers', async () => {
    await control.person('Lee Gu', { behaviour: 'declines' });
    await playground.say('/meet now Budget review with Adele, Lee and Isaiah');
    await playground.card('Budget review').getByRole('button', { name: 'Bring Rollcall in' }).click();
    const live = playground.card(/Rollcall since/);
    await live.getByText('Lee Gu and Isaiah Langer').waitFor();
    await control.person('Lee Gu', { behaviour: 'joins' });
    await live.getByRole('button', { name: 'Ring missing…' }).click();
    const question = playground.card('They hear which meeting');
    await question.getByText('Ring Lee Gu and Isaiah Langer?').waitFor();
    await playground.picture('missing-question');
    await question.getByRole('button', { name: 'Ring 2' }).click();
    await live.getByText('ringing').first().waitFor();
    await playground.picture('missing-ringing');
    await live.getByText('Isaiah Langer · declined').waitFor();
    const [lee] = (await control.get<{ id: string; state: string }[]>('/calls')).slice(-2);
    await control.post(`/calls/${lee?.id}/press`, { key: '2' });
    await live.getByText('Lee Gu · comes late').waitFor();
    await playground.picture('missing-answers');
  });

  it('takes calls in the chat of the front desk', async () => {
    await playground.open('Launch crew');
    await playground.say('frontdesk here', { mention: true });
    const desk = playground.card('Front desk');
    await desk.getByText('Nobody is waiting').waitFor();
    await playground.picture('desk-empty');
    await control.person('Megan Bowen', { behaviour: 'byHand' });
    await control.post('/calls', { from: 'Patti Fernandez' });
    await desk.getByText('Patti Fernandez').waitFor();
    await control.post('/calls', { from: 'Joni Sherman' });
    await desk.getByText('Joni Sherman').waitFor();
    await playground.picture('desk-waiting');
    await playground.picture('front-desk', desk);
    await desk.getByRole('button', { name: 'Take it' }).first().click();
    await playground.page.getByText('Patti Fernandez comes to you now').waitFor();
    await desk.getByText('Patti Fernandez: Megan Bowen took the call').waitFor();
    await playground.picture('desk-taken');
    await desk.getByRole('button', { name: 'Menu' }).last().click();
    await desk.getByText('Joni Sherman: Megan Bowen chose the menu').waitFor();
    await playground.picture('desk-menu');
    const [ring] = await control.get<{ personId: string }[]>('/rings');
    assert.equal(ring?.personId, playgroundPeople[0]?.id, 'the phone of whoever took the call rings');
  });

  it('has a line for who was missed, and turns away who is blocked', async () => {
    const lynne = await control.post<{ id: string }>('/calls', { from: 'Lynne Robbins' });
    await playground.card('Front desk').getByText('Lynne Robbins').waitFor();
    await control.post(`/calls/${lynne.id}/hangUp`);
    const missed = playground.card('Missed call from');
    await missed.getByText('Lynne Robbins').waitFor();
    await playground.card('Front desk').getByText('Lynne Robbins').waitFor({ state: 'detached' });
    await playground.picture('desk-missed');
    await missed.getByRole('button', { name: 'Call back' }).click();
    await playground.card('Call with Lynne Robbins').waitFor();
    await playground.say('block last', { mention: true });
    await playground.page.getByRole('paragraph').filter({ hasText: 'Lynne Robbins can no longer' }).waitFor();
    await playground.picture('desk-blocked');
    const again = await control.post<{ id: string }>('/calls', { from: 'Lynne Robbins' });
    await control.until<{ handover: { kind: string } | null }>(
      `/calls/${again.id}`,
      ({ handover }) => handover?.kind === 'rejected',
    );
  });
});
