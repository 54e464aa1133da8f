/** Delivers notifications: in order for each call, again when not acknowledged, and badly where a fault says so. */
import { randomUUID } from 'node:crypto';
import type { Base } from './context.ts';
import { forgeries, type NotificationFault } from './faults.ts';
import type { SimulatedCall } from './model.ts';
import { authorization } from './notificationToken.ts';
import { Post } from './post.ts';

interface Note {
  /** `call established`, `participants`, `operations`: what a fault's route is compared with. */
  kind: string;
  uri: string;
  chainId: string;
  body: Record<string, unknown>;
  /** Skype's format comes first, and Graph's only to who does not take that. */
  legacyFirst: boolean;
}

/** What a bot is not to take for a notification: the outline of Skype's former calling API. */
const legacyInvitation = { conversationInvitation: { links: {} }, debugContent: { legacy: true } };

interface Line {
  notes: Note[];
  busy: boolean;
  /** Set aside by `notificationReorder`, sent after the next one. */
  held: Note | null;
  idle: (() => void)[];
}

/** Waits before each new attempt; after the last the notification is given up. */
const backoff = [1000, 4000, 10_000];

export class Notifier {
  readonly #context: Base;
  readonly #post: Post;
  readonly #lines = new Map<string, Line>();

  constructor(context: Base) {
    this.#context = context;
    this.#post = new Post(context.ca);
  }

  /** Puts a notification at the end of its call's line; `legacyFirst`: Skype's format goes ahead of it. */
  send(call: SimulatedCall, kind: string, body: Record<string, unknown>, legacyFirst = false): void {
    const note: Note = { kind, uri: call.callbackUri, chainId: call.callChainId, body, legacyFirst };
    const line = this.#line(call.id);
    if (this.#take(note, 'notificationDrop')) return;
    const delay = this.#take(note, 'notificationDelay');
    if (delay) {
      this.#context.clock.after(delay.ms ?? 5000, () => this.#queue(line, note));
      return;
    }
    if (!line.held && this.#take(note, 'notificationReorder')) {
      line.held = note;
      this.#context.clock.after(2000, () => this.#release(line));
      return;
    }
    this.#queue(line, note);
    if (this.#take(note, 'notificationDuplicate')) this.#queue(line, note);
    this.#release(line);
  }

  /** Resolves when nothing of this call is waiting to be sent. */
  drained(callId: string): Promise<void> {
    const line = this.#line(callId);
    if (!line.busy && line.notes.length === 0) return Promise.resolve();
    return new Promise((resolve) => line.idle.push(resolve));
  }

  /** Forgets every line, for a fresh start. */
  clear(): void {
    for (const line of this.#lines.values()) line.notes.length = 0;
    this.#lines.clear();
  }

  close(): void {
    this.clear();
    this.#post.close();
  }

  #line(callId: string): Line {
    const line = this.#lines.get(callId) ?? { notes: [], busy: false, held: null, idle: [] };
    this.#lines.set(callId, line);
    return line;
  }

  #take(note: Note, ...kinds: NotificationFault[]) {
    return this.#context.faults.take(note.kind, kinds);
  }

  #release(line: Line): void {
    const { held } = line;
    line.held = null;
    if (held) this.#queue(line, held);
  }

  #queue(line: Line, note: Note): void {
    line.notes.push(note);
    this.#next(line);
  }

  #next(line: Line): void {
    if (line.busy) return;
    const note = line.notes.shift();
    if (!note) {
      for (const resolve of line.idle.splice(0)) resolve();
      return;
    }
    line.busy = true;
    this.#context.clock.track(this.#first(line, note));
  }

  async #first(line: Line, note: Note): Promise<void> {
    if (note.legacyFirst || this.#take(note, 'legacyFirst')) {
      const status = await this.#attempt(note, legacyInvitation);
      this.#context.traffic.recordForgery({ fault: 'legacyFirst', status });
      // 204 asks for Graph's format; a bot that takes this one gets no other.
      if (note.legacyFirst && status !== 204) {
        this.#done(line);
        return;
      }
    }
    const forged = this.#take(note, ...forgeries);
    if (forged) {
      const fault = forged.kind as NotificationFault;
      this.#context.traffic.recordForgery({ fault, status: await this.#attempt(note, note.body, fault) });
    }
    await this.#deliver(line, note, 0);
  }

  async #deliver(line: Line, note: Note, tried: number): Promise<void> {
    const status = await this.#attempt(note, note.body);
    const wait = backoff[tried];
    if ((status < 200 || status > 299) && wait !== undefined) {
      this.#context.clock.after(wait, () => this.#context.clock.track(this.#deliver(line, note, tried + 1)));
      return;
    }
    this.#context.traffic.record({ kind: 'notification', requestBody: note.body, status });
    this.#done(line);
  }

  #done(line: Line): void {
    line.busy = false;
    this.#next(line);
  }

  async #attempt(note: Note, body: unknown, fault?: NotificationFault): Promise<number> {
    const bearer = await authorization(this.#context, fault);
    return this.#post.send(note.uri, body, {
      ...(bearer ? { authorization: bearer } : {}),
      'client-request-id': randomUUID(),
      'scenario-id': note.chainId,
      'x-microsoft-skype-chain-id': note.chainId,
    });
  }
}
