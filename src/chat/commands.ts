/** Everything people can type: the one table. */
import { type Command, command } from './command.ts';
import { block, unblock } from './commands/block.ts';
import { call } from './commands/call.ts';
import { invite, leave, mute, remove } from './commands/control.ts';
import { frontdesk } from './commands/frontDesk.ts';
import { help } from './commands/help.ts';
import { importFile } from './commands/import.ts';
import { join } from './commands/join.ts';
import { meet } from './commands/meet.ts';
import { meeting, meetings } from './commands/meetings.ts';
import { gallery, hold, press, share, unmute } from './commands/operate.ts';
import { pause, resume } from './commands/pause.ts';
import { remind } from './commands/remind.ts';
import { quiet, reminders } from './commands/reminders.ts';
import { rings } from './commands/rings.ts';
import { roster } from './commands/roster.ts';

export const commands: readonly Command[] = [
  command({
    name: 'meet',
    topic: 'meetings',
    args: '[subject] [when] [for <duration>] [with <people>]',
    run: meet,
  }),
  command({ name: 'meetings', topic: 'meetings', run: meetings }),
  command({ name: 'meeting', topic: 'meetings', args: '<link>', listed: false, run: meeting }),
  command({ name: 'join', topic: 'meetings', args: '[link, or meeting ID and passcode]', run: join }),
  command({ name: 'call', topic: 'calls', args: '<names> [say "<message>"]', run: call }),
  command({ name: 'pause', topic: 'calls', listed: false, run: pause }),
  command({ name: 'roster', topic: 'room', looks: true, run: roster }),
  command({ name: 'mute', topic: 'room', args: '<names> | all', run: mute }),
  command({ name: 'invite', topic: 'room', args: '<names>', run: invite }),
  command({ name: 'remove', topic: 'room', args: '<names>', run: remove }),
  command({ name: 'leave', topic: 'room', also: ['end'], run: leave }),
  command({ name: 'hold', topic: 'room', args: '<name>', listed: false, run: hold }),
  command({ name: 'resume', topic: 'room', args: '[name]', listed: false, run: resume }),
  command({ name: 'press', topic: 'room', args: '<keys>', listed: false, run: press }),
  command({ name: 'unmute', topic: 'room', listed: false, run: unmute }),
  command({ name: 'gallery', topic: 'room', listed: false, run: gallery }),
  command({ name: 'share', topic: 'room', args: '[stop]', listed: false, run: share }),
  command({
    name: 'remind',
    topic: 'reminders',
    args: '<whom> "<text>" <when> [how often] | on | off',
    run: remind,
  }),
  command({ name: 'reminders', topic: 'reminders', run: reminders }),
  command({ name: 'import', topic: 'reminders', listed: false, run: importFile }),
  command({ name: 'quiet', topic: 'reminders', args: '22:00-7:00 | off', listed: false, run: quiet }),
  command({ name: 'rings', topic: 'reminders', args: 'on | off', listed: false, slow: false, run: rings }),
  command({ name: 'frontdesk', topic: 'frontDesk', args: '[here]', listed: false, run: frontdesk }),
  command({ name: 'block', topic: 'frontDesk', args: '[name, number or last]', listed: false, run: block }),
  command({ name: 'unblock', topic: 'frontDesk', args: '<name or number>', listed: false, run: unblock }),
  command({ name: 'help', topic: 'rollcall', also: ['hi', 'hello', 'hey', 'start'], looks: true, run: help }),
];

/** What a message asks for: the command with what follows it, or the nearest one (null: none is near). */
export function findCommand(text: string): { command: Command; rest: string } | { nearest: Command | null } {
  // Not \s: a mention stands in the text as a space of its own kind, and what follows the command keeps it.
  const [, word = '', rest = ''] =
    /^[ \n\r\t]*\/?[ \n\r\t]*([^\s]*)[ \n\r\t]*([\s\S]*?)[ \n\r\t]*$/.exec(text) ?? [];
  // Nothing but the mention is a hello.
  const typed = (word || 'help').toLowerCase().replace(/[!?.,:;]+$/, '');
  const found = commands.find(({ name, also }) => name === typed || also.includes(typed));
  if (found) return { command: found, rest };
  const near = commands
    .map((row) => ({
      row,
      distance: Math.min(...[row.name, ...row.also].map((name) => distance(name, typed))),
    }))
    .sort((one, other) => one.distance - other.distance)[0];
  return {
    nearest: near && typed.length > 1 && near.distance <= Math.max(1, typed.length / 3) ? near.row : null,
  };
}

/** Levenshtein distance: how many letters must change to make one word the other. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, swap));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
