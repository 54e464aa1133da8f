import assert from 'node:assert/strict';
import { person, type Story, startStory, wordsOf } from './harness.ts';

const second = 1_000;
const minute = 60 * second;

describe('the main job', () => {
  let story: Story;
  beforeEach(async () => {
    story = await startStory();
  });
  afterEach(() => story.close());

  it('goes from /meet to a room under control, and leaves', async () => {
    const chat = await story.group('Megan', 'Adele', 'Alex Wilber', 'Pat');
    await story.say(chat, 'Megan', 'meet now Budget review with @Adele Vance @Alex Wilber', {
      mentions: [person('Adele').id, person('Alex Wilber').id],
    });
    const meeting = await story.cardWith(chat, 'Budget review');
    assert.match(wordsOf(meeting.card), /Megan Bowen/);
    const [row] = await story.control<{ id: string }[]>('GET', '/meetings');
    assert.ok(row, 'Graph has the meeting');

    const { meetingId } = buttonData(meeting.card, 'bringIn');
    await story.press(chat, 'Megan', meeting.id, 'bringIn', { meetingId });
    await story.advance(5 * second);
    for (const name of ['Megan', 'Adele', 'Pat']) await join(story, row.id, name);
    await story.advance(5 * second);
    const live = await story.cardWith(chat, 'Rollcall in Budget review');
    assert.match(wordsOf(live.card), /3 here/);
    assert.match(wordsOf(live.card), /Missing.*Alex Wilber/);

    const { callId } = buttonData(live.card, 'showRoster');
    await story.press(chat, 'Megan', live.id, 'showRoster', { callId });
    const roster = await story.cardWith(chat, '3 here, as of');

    const asked = await story.press(chat, 'Megan', roster.id, 'muteOthers', { callId });
    assert.match(wordsOf(asked.body?.value), /Mute .*Adele Vance.*Pat Gomez/);
    await story.press(chat, 'Megan', roster.id, 'muteOthers', { callId, confirmed: true });
    await story.advance(5 * second);
    assert.match(
      wordsOf((await story.cardWith(chat, 'Rollcall in Budget review')).card),
      /Megan Bowen muted Adele Vance and Pat Gomez/,
    );

    await story.press(chat, 'Megan', live.id, 'leaveCall', { callId });
    await story.advance(5 * second);
    assert.match(wordsOf((await story.cardWith(chat, 'Rollcall in Budget review')).card), /Rollcall left/);
    const calls = await story.control<{ state: string }[]>('GET', '/calls');
    assert.deepEqual(
      calls.map(({ state }) => state),
      ['terminated'],
    );
    await story.advance(minute);
  });
});

/** What a button of a card carries. */
function buttonData(card: unknown, verb: string): Record<string, string> {
  const found = find(card);
  if (!found) throw new Error(`No button ${verb} in ${wordsOf(card)}`);
  return found;
  function find(node: unknown): Record<string, string> | null {
    if (Array.isArray(node)) return node.map(find).find(Boolean) ?? null;
    if (!node || typeof node !== 'object') return null;
    const { verb: own, data } = node as { verb?: string; data?: Record<string, string> };
    if (own === verb) return data ?? {};
    return find(Object.values(node));
  }
}

const join = (story: Story, meetingId: string, name: string) =>
  story.control('POST', `/meetings/${encodeURIComponent(meetingId)}/people/${person(name).id}/join`);
