/** What people do in a conversation, as the control API and tests say it, made into activities. */
import type { SimulatedPerson } from '../people.ts';
import { type Activity, messageActivity, type Occasion } from './activity.ts';
import type { Forgery } from './deliver.ts';
import type { FileAttachment, SentFile } from './files.ts';
import { botMri, personMri } from './names.ts';
import { botNameOf, type ChannelPlace } from './place.ts';

/** Somebody writes. */
export interface Saying {
  /** Entra id, UPN or name. */
  from: string;
  text?: string;
  /** Dropped with the message. In a personal chat the bot is told where they are, anywhere else nothing. */
  files?: SentFile[];
  /** The bot is @mentioned; in groups it hears nothing else. */
  mention?: boolean;
  /** People @mentioned, by Entra id, UPN or name: where the text says `@Name`, else at its end. */
  mentions?: string[];
  /** Stay in force for the person's next activities here. */
  locale?: string;
  timezone?: string;
  /** One that was there already delivers that very activity again. */
  activityId?: string;
  /** The post of a channel to answer to. */
  post?: string;
  forge?: Forgery;
  /** Sent instead of the activity. */
  rawBody?: string;
}

/** Somebody presses a button of a card. */
export interface Press {
  from: string;
  /** The message whose card it is. */
  activityId: string;
  verb: string;
  /** The button's data and what was filled in, as a client merges them. */
  data?: unknown;
  /** The id of the invoke itself; one of its own when left out. */
  invokeId?: string;
  locale?: string;
  timezone?: string;
  forge?: Forgery;
  rawBody?: string;
}

/** The text with its `<at>` marks, and whom they mean, in the order they stand in. */
function marked(place: ChannelPlace, saying: Saying, people: SimulatedPerson[]) {
  let text = saying.text ?? '';
  const mentioned = people.map(({ id, name }) => ({ id: personMri(place.botId, id), name }));
  for (const { name } of mentioned) {
    const mark = `<at>${name}</at>`;
    const written = [`@${name}`, `@${name.split(' ')[0]}`].find((form) => text.includes(form));
    if (written) text = text.replace(written, mark);
    else if (!text.includes(mark)) text = `${text} ${mark}`;
  }
  const bot = { id: botMri(place.botId), name: botNameOf(place) };
  if (!saying.mention) return { text, mentioned };
  if (!text.includes(`<at>${bot.name}</at>`)) text = `<at>${bot.name}</at> ${text}`;
  return { text, mentioned: [bot, ...mentioned] };
}

/**
 * The message activity of a saying.
 * @param files what a bot is told of the files
 * @throws RangeError for a mentioned person there is none of.
 */
export function sayingActivity(
  occasion: Occasion,
  saying: Saying,
  files: readonly FileAttachment[],
): Activity {
  const { place } = occasion;
  const people = (saying.mentions ?? []).map((id) => {
    const person = place.person(id);
    if (!person) throw new RangeError(`There is nobody called ${id}.`);
    return person;
  });
  const { text, mentioned } = marked(place, saying, people);
  return messageActivity(occasion, text, mentioned, files);
}
