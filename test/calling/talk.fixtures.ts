/** A line on which Rollcall talks: the product's decisions, with Graph and everything else played by a test. */
import assert from 'node:assert/strict';
import type { Call, CallEvent } from '../../src/calling/call.ts';
import { decide } from '../../src/calling/decide.ts';
import { beginDraft, finishDraft, type Rules } from '../../src/calling/draft.ts';
import type { Decision, Effect, EffectResult, Lane, PlannedEffect } from '../../src/calling/effect.ts';
import { newCall } from '../../src/calling/newCall.ts';
import type { CallNews } from '../../src/calling/news.ts';
import { beginTalk } from '../../src/calling/talk.ts';
import type { Menu, MenuBook, MenuNode, Prompt, Target } from '../../src/ivr/menu.ts';
import { tones } from '../../src/ivr/tone.ts';
import { spoken } from '../../src/locales/spoken.ts';
import { graphId, request, start, rules as usual } from './fixtures.ts';

const text = (words: string): Prompt => ({ en: { text: words, language: 'en' } });
const misstep = (next: Target) => ({ retries: 1, prompt: null, next });
export const person = 'a9e47000-0000-4000-8000-000000000001';

const nodes: Record<string, MenuNode> = {
  welcome: {
    kind: 'choose',
    prompt: text('Welcome.'),
    choices: [
      { key: '1', phrases: { en: ['opening hours'] }, next: { node: 'hours' } },
      { key: '2', phrases: { en: ['a person'] }, next: { node: 'person' } },
      { key: '3', phrases: {}, next: { node: 'order' } },
      { key: '4', phrases: {}, next: { node: 'message' } },
      { key: '5', phrases: {}, next: { node: 'answer' } },
      { key: '9', phrases: {}, next: 'hangUp' },
    ],
    negatives: {},
    seconds: 5,
    silence: misstep('hangUp'),
    wrong: misstep('person'),
  },
  hours: { kind: 'speak', prompt: text('Nine to five.'), report: null, next: { node: 'welcome' } },
  person: {
    kind: 'transfer',
    prompt: text('One moment.'),
    to: person,
    consult: false,
    seconds: 20,
    otherwise: { node: 'welcome' },
  },
  order: {
    kind: 'lookUp',
    prompt: null,
    url: 'https://shop.example/order',
    timeoutMs: 2_000,
    failed: text('Not now.'),
    next: { node: 'welcome' },
  },
  message: { kind: 'takeMessage', prompt: text('After the beep.'), seconds: 60 },
  answer: {
    kind: 'recordAnswer',
    prompt: text('Which room?'),
    seconds: 10,
    next: { node: 'welcome' },
    otherwise: { node: 'hours' },
  },
};

export const menu: Menu = { name: 'main', languages: ['en'], start: 'welcome', nodes, fallback: null };
const words = Object.fromEntries(
  Object.entries(spoken).map(([language, { words: said }]) => [language, said]),
);
export const book = { menus: { main: menu }, words } as unknown as MenuBook;
export const byKeys: Rules = { ...usual, book, can: { hear: false, keepMessages: false, sentiment: false } };
export const byVoice: Rules = { ...usual, book, can: { hear: true, keepMessages: true, sentiment: true } };

const running = { ended: false, ok: false, result: null };

export class Line {
  call: Call;
  now = start;
  readonly rules: Rules;
  /** Planned and not finished, the oldest first. */
  waiting: PlannedEffect[] = [];
  /** Everything ever planned. */
  planned: Effect[] = [];
  /** Effects whose operation runs in Graph. */
  running: string[] = [];
  sequence = 0;

  constructor(rules: Rules = byKeys, inline: Menu | null = null) {
    this.rules = rules;
    this.call = {
      ...newCall({ ...request, coordinates: null }, start),
      ...{ graphId, phase: 'established', graphState: 'established', establishedAt: start, effectCount: 1 },
    };
    this.beginAgain(inline);
  }

  /** Another talk, in place of the one that may be going on. */
  beginAgain(inline: Menu | null = null): this {
    const draft = beginDraft(this.call, this.now, this.rules);
    beginTalk(draft, inline?.name ?? 'main', inline, 'en');
    this.#take(finishDraft(draft));
    return this;
  }

  #take(decision: Decision): void {
    this.call = decision.call;
    this.waiting.push(...decision.effects);
    this.planned.push(...decision.effects.map(({ effect }) => effect));
  }

  tell(event: CallEvent): this {
    this.#take(decide(this.call, event, this.now, this.rules));
    return this;
  }

  hear(news: Omit<CallNews, 'graphId'>): this {
    return this.tell({ kind: 'callUpdated', news: { graphId, ...news } });
  }

  /** Audio is active, and keys are subscribed to. */
  begin(): this {
    return this.hear({ state: 'established', audio: 'active' }).done('subscribeTones');
  }

  press(key: string, sequenceId = ++this.sequence): this {
    const names: Record<string, string> = { '*': 'star', '#': 'pound' };
    const tone = tones.find((one) => one === (names[key] ?? `tone${key}`));
    assert.ok(tone);
    return this.hear({ tone: { sequenceId, tone } });
  }

  /** What can be carried out now: the first of each lane. */
  get heads(): PlannedEffect[] {
    const first = new Map<Lane, PlannedEffect>();
    for (const one of this.waiting) if (!first.has(one.lane)) first.set(one.lane, one);
    return [...first.values()];
  }

  #head(kind: Effect['kind']): PlannedEffect {
    const found = this.heads.find(({ effect }) => effect.kind === kind);
    const there = this.heads.map(({ effect }) => effect.kind);
    assert.ok(found, `no ${kind} can be carried out now, only ${there}`);
    return found;
  }

  finish(planned: PlannedEffect, event: CallEvent): this {
    this.waiting = this.waiting.filter((one) => one !== planned);
    return this.tell(event);
  }

  /** Carries out the first effect of this kind. */
  done(kind: Effect['kind'], more: Partial<EffectResult> = {}): this {
    return this.carryOut(this.#head(kind), more);
  }

  carryOut(planned: PlannedEffect, more: Partial<EffectResult> = {}): this {
    const { id, effect } = planned;
    const { kind } = effect;
    if (kind === 'play' || kind === 'record') this.running.push(id);
    const plain =
      kind === 'play' || kind === 'record'
        ? { kind, operationId: `operation of ${id}`, ...running }
        : kind === 'settle'
          ? { kind, askedAt: this.now, news: { graphId, state: 'established' }, participants: null }
          : kind === 'understand'
            ? { kind, step: effect.step, heard: { kind: 'notUnderstood' } }
            : kind === 'lookUp'
              ? { kind, step: effect.step, text: 'It is on its way.' }
              : { kind };
    const result = { ...plain, ...more } as EffectResult;
    return this.finish(planned, { kind: 'effectDone', effectId: id, result });
  }

  fail(kind: Effect['kind'], status = 400): this {
    const planned = this.#head(kind);
    const failure = { status, code: '', message: '', reference: 'r' };
    return this.finish(planned, { kind: 'effectFailed', effectId: planned.id, failure });
  }

  /** The operation that this effect started, or the last one, ends. */
  ended(result: { code: number; subcode: number } | null = null, recording?: string): this {
    const context = this.running.pop();
    assert.ok(context, 'nothing is running');
    return this.end(context, result, recording);
  }

  end(context: string, result: { code: number; subcode: number } | null, recording?: string): this {
    this.running = this.running.filter((one) => one !== context);
    return this.tell({
      kind: 'operationEnded',
      ...{ graphId, operationId: `operation of ${context}`, context },
      ok: (result?.code ?? 200) < 400,
      result: result && { ...result, message: '' },
      ...(recording && { recording }),
    });
  }

  /** Plays the prompt that is next, to its end. */
  spoken(): this {
    return this.done('play').ended();
  }

  /** Lets the next timer become due. */
  due(name = 'talk'): this {
    const timer = this.call.timers[name];
    assert.ok(timer?.due, `${name} is not running`);
    this.now = Math.max(this.now, timer.due);
    return this.tell({ kind: 'timerDue', name, generation: timer.generation });
  }

  get over(): boolean {
    return this.call.phase === 'leaving' || this.call.phase === 'ended';
  }

  /** The kinds of what can be carried out now. */
  get kinds(): string[] {
    return this.heads.map(({ effect }) => effect.kind).filter((kind) => kind !== 'settle');
  }

  /** The words of the last prompt that was planned. */
  get lastWords(): string | undefined {
    const last = this.planned.findLast(({ kind }) => kind === 'play' || kind === 'record');
    assert.ok(last && 'say' in last);
    return last.say.map((say) => ('text' in say ? say.text : say.file)).join(' ');
  }
}
