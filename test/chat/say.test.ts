import assert from 'node:assert/strict';
import { chooseCall } from '../../src/chat/actions/choices.ts';
import { scheduleMeeting } from '../../src/chat/actions/plan.ts';
import { createConnector } from '../../src/chat/connector.ts';
import { createDispatch } from '../../src/chat/dispatch.ts';
import { tellInvited } from '../../src/chat/plan.ts';
import { Refusal } from '../../src/lib/errors.ts';
import en from '../../src/locales/en.json' with { type: 'json' };
import { textFor } from '../../src/locales/text.ts';

const hostile = '[Sign in again](https://evil.example) **now** <at>Everyone</at> `x`';
/** What Markdown and Teams would make of it, were it not shown as it was typed. */
const markup = /(?<!\\)\[Sign|(?<!\\)\]\(|(?<!\\)\*\*now|(?<!\\)<at>|(?<!\\)`x/;
const twice = /\\\\[[*<`]/;

function harmless(said: unknown): void {
  const words = typeof said === 'string' ? said : JSON.stringify(said).replaceAll('\\\\', '\\');
  assert.match(words, /Sign in again/);
  assert.doesNotMatch(words, markup);
  assert.doesNotMatch(words, twice);
}

/** Keys of the texts below these whose places are filled with what people wrote. */
type Tree = { [name: string]: string | Tree };

function keysWithWords(section: 'error' | 'refusal'): { key: string; values: Record<string, string> }[] {
  const within = (tree: Tree, path: string): { key: string; values: Record<string, string> }[] =>
    Object.entries(tree).flatMap(([name, said]) => {
      const key = `${path}.${name}`;
      if (typeof said !== 'string') return within(said, key);
      const places = [...said.matchAll(/\{\{(\w+)\}\}/g)]
        .map(([, place = '']) => place)
        .filter((place) => place !== 'count' && place !== 'max');
      const values = Object.fromEntries(places.map((place) => [place, hostile]));
      return places.length === 0 ? [] : [{ key, values }];
    });
  return within(en[section], section);
}

describe('what people wrote, in messages and notices', () => {
  const tenantId = 'tenant';
  const activity = {
    ...{ type: 'message', id: '1', text: 'help', channelData: { tenant: { id: tenantId } } },
    from: { id: '29:a', name: hostile },
    conversation: { id: 'chat', conversationType: 'personal', isGroup: false, name: '' },
  };
  const text = textFor('en');
  let said: { text?: string; card?: unknown }[];
  const services = (more: object = {}) =>
    ({
      ...{ tenantId, bot: { id: 'bot', name: 'Rollcall' }, text: textFor, clock: { now: () => 0 } },
      log: { error: () => undefined, warn: () => undefined },
      reply: async (_turn: unknown, message: { text?: string }) => void said.push(message),
      connector: {
        typing: async () => undefined,
        member: async () => null,
        send: async (_to: unknown, message: { text?: string }) => void said.push(message),
        update: async (_to: unknown, _id: string, message: object) => void said.push(message),
      },
      personalChat: async () => ({}),
      ...more,
    }) as never;
  const turn = {
    ...{ id: 'turn', who: { id: 'ann', name: hostile }, tenantId, locale: 'en', zone: 'Europe/Berlin' },
    ...{ place: { id: 'chat', kind: 'personal', reference: {} }, mentions: [], cardActivityId: 'card' },
  } as never;
  beforeEach(() => {
    said = [];
  });

  const refusals = [...keysWithWords('error'), ...keysWithWords('refusal')];
  it('there are such texts', () => assert.ok(refusals.length > 10));
  for (const { key, values } of refusals)
    it(`an apology shows it as it was typed: ${key}`, async () => {
      const refuse = async () => {
        throw new Refusal(key, values);
      };
      const dispatch = createDispatch({
        services: services({ calls: { liveIn: refuse } }),
        explain: () => ({ key: 'error.unexpected' }),
        saveConversation: refuse,
      } as never);
      await dispatch.message({ ...activity, text: 'roster' });
      harmless(said[0]?.text);
      const value = { action: { verb: 'meetingForm', data: {} } };
      harmless((await dispatch.press(activity, value as never)).value);
    });

  it('so do the words to those invited, and their links stay links', async () => {
    const joinUrl = 'https://teams.microsoft.com/l/meetup-join/19%3ameeting_x_y%40thread.v2/0';
    const invited = [{ id: 'ben', name: hostile }];
    await tellInvited(turn, { subject: hostile, joinUrl, invited } as never, services());
    await tellInvited(
      turn,
      { subject: hostile, joinUrl, invited } as never,
      services({ personalChat: async () => null }),
    );
    await tellInvited(
      { ...(turn as object), place: { id: 'chat', kind: 'groupChat', reference: {} } } as never,
      { subject: hostile, joinUrl, invited } as never,
      services(),
    );
    assert.equal(said.length, 3);
    for (const { text: words } of said) {
      harmless(words);
      assert.ok(words?.includes(joinUrl), words);
    }
  });

  it('so does the answer to "Which call?"', async () => {
    const call = { id: 'call', tenantId, phase: 'established', subject: hostile };
    const commands = [{ name: 'roster', run: async () => undefined }];
    const data = { callId: 'call', command: 'roster', rest: '' };
    const answer = await chooseCall(turn, data, services({ commands, calls: { get: async () => call } }));
    harmless('notice' in answer && answer.notice);
    harmless(said[0]?.card);
  });

  it('so does the problem on a form', async () => {
    const directory = { resolve: async () => ({ people: [], ambiguous: [], unknown: [hostile] }) };
    const data = { formId: '5a1c1a36-53a5-4f86-a6a1-0ec2dbb6d1a5' };
    const answer = await scheduleMeeting(turn, data, services({ directory }));
    harmless('card' in answer && answer.card);
    assert.ok(
      'card' in answer &&
        JSON.stringify(answer.card).includes(text('error.personUnknown', { name: '' }).slice(0, 10)),
    );
  });

  it('a mention names somebody, whatever their name looks like', async () => {
    const posted: { text?: string; entities?: { text: string }[] }[] = [];
    const adapter = {
      async continueConversationAsync(_id: string, _to: object, logic: (context: object) => Promise<void>) {
        await logic({
          sendActivity: async (one: object) => {
            posted.push(one);
            return { id: 'm1' };
          },
        });
      },
    };
    const mentions = [{ mri: '29:b', name: 'Ben </at><at>Everyone</at> & Co' }];
    await createConnector(adapter as never, 'bot').send({}, { text: 'hello', mentions });
    const called = '<at>Ben &lt;/at&gt;&lt;at&gt;Everyone&lt;/at&gt; &amp; Co</at>';
    assert.equal(posted[0]?.text, `${called} hello`);
    assert.equal(posted[0]?.entities?.[0]?.text, called);
  });
});
