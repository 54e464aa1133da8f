/** A caller on a line without Graph: does at once what a walk asks for, and notes what was heard. */
import { readFileSync } from 'node:fs';
import type { Language } from '../../src/ivr/language.ts';
import type { Menu, MenuBook, Say } from '../../src/ivr/menu.ts';
import { readMenus } from '../../src/ivr/menuFile.ts';
import type { Tone } from '../../src/ivr/tone.ts';
import {
  type Abilities,
  beginWalk,
  type Heard,
  type WalkEvent,
  type Walked,
  type WalkStep,
  walkOn,
} from '../../src/ivr/walk.ts';

export const agent = 'c0a80000-7e57-4c0d-a000-000000000002';
export const keysOnly: Abilities = { hear: false, keepMessages: false, sentiment: false };
export const all: Abilities = { hear: true, keepMessages: true, sentiment: true };

/** The book of these files; the words of Rollcall's own come with it. */
export function bookOf(files: Record<string, string>): MenuBook {
  const read = readMenus(
    Object.entries(files).map(([name, text]) => ({ name: `${name}.yaml`, text })),
    { prompt: () => null },
  );
  if ('mistakes' in read) throw new Error(JSON.stringify(read.mistakes, null, 1));
  return read.book;
}

const config = new URL('../../config/menus/', import.meta.url);
export const sample = (): MenuBook =>
  bookOf({
    helpdesk: readFileSync(new URL('helpdesk.yaml', config), 'utf8'),
    afterHours: readFileSync(new URL('afterHours.yaml', config), 'utf8'),
  });

export const withMenu = (menu: Menu): MenuBook => ({ ...bookOf({}), menus: { [menu.name]: menu } });

export type Last = WalkStep & { step: number };

/** One caller's line. */
export class Line {
  at: Walked;
  steps: WalkStep[];
  book: MenuBook;
  readonly can: Abilities;
  constructor(
    book: MenuBook,
    menu: string,
    can = keysOnly,
    language: Language = 'en',
    callerId: string | null = null,
  ) {
    this.book = book;
    this.can = can;
    this.at = beginWalk(book, menu, language, can, callerId);
    this.steps = [...this.at.steps];
  }
  tell(event: WalkEvent): this {
    this.at = walkOn(this.book, this.at.walk, event, this.can);
    this.steps.push(...this.at.steps);
    return this;
  }
  get step(): number {
    return this.at.walk.step;
  }
  spoken(ok = true): this {
    return this.tell({ kind: 'spoken', step: this.step, ok });
  }
  waited(): this {
    return this.tell({ kind: 'waited', step: this.step });
  }
  heard(heard: Heard): this {
    return this.tell({ kind: 'heard', step: this.step, heard });
  }
  missed(): this {
    return this.tell({ kind: 'transferFailed', step: this.step });
  }
  lookedUp(text: string | null): this {
    return this.tell({ kind: 'lookedUp', step: this.step, text });
  }
  press(...tones: Tone[]): this {
    for (const tone of tones) this.tell({ kind: 'tone', tone });
    return this;
  }
  /** What the last event led to, briefly. */
  get now(): string[] {
    return this.at.steps.map(brief);
  }
  get story(): string[] {
    return this.steps.map(brief);
  }
}

const said = (say: Say[]): string => say.map((one) => ('file' in one ? one.file : one.text)).join(' | ');

export function brief(step: WalkStep): string {
  switch (step.do) {
    case 'speak':
      return `says: ${said(step.say)}`;
    case 'listen':
      return `listens for a ${step.purpose}, ${step.seconds} s: ${said(step.say)}`;
    case 'wait':
      return `waits ${step.ms} ms`;
    case 'transfer':
      return `transfers to ${step.to}${step.consult ? ', asking first' : ''}, ${step.seconds} s`;
    case 'lookUp':
      return `looks up ${step.url} in ${step.language}, ${step.timeoutMs} ms`;
    case 'report':
      return `reports ${step.value}`;
    default:
      return step.do;
  }
}
