import assert from 'node:assert/strict';
import { helpCard } from '../../../src/chat/cards/helpCard.ts';
import { helpTopics } from '../../../src/chat/commands/help.ts';
import { commands } from '../../../src/chat/commands.ts';
import { text } from './samples.ts';

describe('the card of help', () => {
  const topics = helpTopics(text, commands);
  const card = helpCard(text, { scope: 'personal', botName: 'Rollcall', topics, formId: 'form' });
  const folded = card.body.filter(({ isVisible }) => isVisible === false);
  const names = (elements: unknown): (string | undefined)[] =>
    [...JSON.stringify(elements).matchAll(/\*\*\/(\w+)/g)].map(([, name]) => name);

  it('has every command once, those of the manifest at once and the others folded', () => {
    const named = (wanted: boolean) =>
      commands.filter(({ listed }) => listed === wanted).map(({ name }) => name);
    assert.deepEqual(names(card.body.filter((element) => !folded.includes(element))), named(true));
    assert.deepEqual(names(folded), named(false));
  });

  it('has one button that unfolds all that is folded', () => {
    const unfold = card.actions?.filter(({ type }) => type === 'Action.ToggleVisibility');
    assert.equal(unfold?.length, 1);
    assert.deepEqual(
      unfold[0]?.targetElements,
      folded.map(({ id }) => id),
    );
    assert.equal(new Set(folded.map(({ id }) => id)).size, folded.length);
  });

  it('shows a topic of which everything is folded only with it', () => {
    const [last] = folded.slice(-1);
    assert.match(JSON.stringify(last), /Front desk.*\/frontdesk/);
    const shown = JSON.stringify(card.body.filter((element) => !folded.includes(element)));
    assert.doesNotMatch(shown, /Front desk/);
  });

  it('has no button for what is not there', () => {
    const listed = topics.map((topic) => ({
      ...topic,
      commands: topic.commands.filter((command) => command.listed),
    }));
    const shown = listed.filter((topic) => topic.commands.length > 0);
    const view = { scope: 'personal', botName: 'Rollcall', topics: shown, formId: 'form' } as const;
    assert.deepEqual(
      helpCard(text, view).actions?.map(({ type }) => type),
      ['Action.Execute'],
    );
  });
});
