import assert from 'node:assert/strict';
import { logOf, openPlayground, type Playground } from './playground.ts';

/** The main job, as Megan sees it in Microsoft's own chat client: every step looked at, and a picture of it taken. */
describe('the main job in the Playground', () => {
  let playground: Playground;
  before(async () => {
    playground = await openPlayground();
  });
  after(() => playground.close());
  afterEach(function () {
    if (this.currentTest?.state === 'failed') process.stderr.write(logOf(playground.stack).slice(-4_000));
  });

  it('welcomes once', async () => {
    await playground.card('Rollcall is here').waitFor();
    assert.equal(await playground.page.getByText('Rollcall is here').count(), 1);
    await playground.picture('welcome');
  });

  it('helps', async () => {
    await playground.say('/help');
    const card = playground.card('What Rollcall does');
    await card.waitFor();
    await card.getByText('/frontdesk').waitFor({ state: 'hidden' });
    await playground.picture('help');
    await card.getByRole('button', { name: 'More commands' }).click();
    await card.getByText('/frontdesk').waitFor();
    await playground.picture('help-all');
  });

  it('asks back for a time that is not certain, and schedules from the form', async () => {
    await playground.say('/meet Planning on Friday');
    const form = playground.card('Plan a meeting');
    await form.getByText('A time is missing').waitFor();
    assert.equal(await form.getByLabel('Subject').inputValue(), 'Planning');
    await playground.picture('form');
  });

  it('schedules a meeting from one sentence', async () => {
    await playground.say('/meet Roadmap tomorrow 3pm for 45 min with Adele, Lee and Pat');
    const card = playground.card('Roadmap');
    await card.getByText('Meeting ID').waitFor();
    await playground.picture('scheduled');
  });

  it('cancels it after a question, for everyone', async () => {
    const card = playground.card('Roadmap');
    await card.getByRole('button', { name: 'Cancel meeting' }).click();
    await card.getByRole('button', { name: 'Yes, cancel meeting' }).click();
    await playground.card('Cancelled by').waitFor();
    await playground.picture('cancelled');
  });

  it('starts one now and brings Rollcall in', async () => {
    await playground.say('/meet now Budget review with Adele and Isaiah');
    const meeting = playground.card('Budget review');
    await meeting.getByRole('button', { name: 'Bring Rollcall in' }).click();
    await playground.card(/[4-9] here, Rollcall since/).waitFor();
    await playground.picture('live');
  });

  it('shows who is here, and mutes the others after a question', async () => {
    await playground.card('Rollcall since').getByRole('button', { name: 'Show roster' }).click();
    const roster = playground.card('here, as of');
    await roster.waitFor();
    await playground.picture('roster');
    await roster.getByRole('button', { name: 'Mute others' }).click();
    const question = playground.card('They can unmute themselves');
    await question.waitFor();
    await playground.picture('mute-question');
    await question.getByRole('button', { name: /^Mute \d+/ }).click();
    await playground.card(/Megan Bowen muted/).waitFor();
    await playground.picture('muted');
  });

  it('invites somebody who declines, and offers to try again', async () => {
    await playground.say('/invite Isaiah');
    const live = playground.card(/Isaiah Langer declined/);
    await live.getByRole('button', { name: 'Invite again' }).waitFor();
    await playground.picture('declined');
  });

  it('asks which Alex is meant', async () => {
    await playground.say('/invite Alex');
    await playground.card('Which Alex?').waitFor();
    await playground.picture('which');
  });

  it('says what to do about another vendor’s link', async () => {
    await playground.say('/join https://zoom.us/j/123');
    await playground.page.getByRole('paragraph').filter({ hasText: "zoom.us isn't Teams" }).waitFor();
  });

  it('leaves, and says that the meeting goes on', async () => {
    await playground.say('/leave');
    await playground.card('The meeting goes on without it').waitFor();
    await playground.picture('left');
  });

  it('works in a group, where only mentions arrive', async () => {
    await playground.open('Launch crew');
    await playground.say('help', { mention: true });
    await playground.card('@Rollcall meet').waitFor();
    await playground.picture('group-help');
  });
});
