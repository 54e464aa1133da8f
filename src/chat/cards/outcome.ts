/** What became of a control, in a sentence or two. Pure. */
import type { Control, Target } from '../../calling/call.ts';
import { failureReasons } from '../../calling/failures.ts';
import type { Text } from '../../locales/text.ts';
import { nameOf, namesOf, whoOf } from './names.ts';

const known: ReadonlySet<string> = new Set(failureReasons);

/** Why it failed for `who`: "Dana declined." An unknown reason gets the text of one we cannot name. */
export const failureSentence = (text: Text, reason: string | undefined, who: string, count = 1): string =>
  text(`control.failed.${reason && known.has(reason) ? reason : 'refused'}`, { who, count });

/** "Muted 51. Dana left first." The names come escaped for Markdown. */
export const outcomeSentence = (text: Text, control: Control): string => sentence(text, control, null);

/** The same with who did it, for cards that others read: "Megan muted 51. Dana left first." */
export const outcomeSentenceBy = (text: Text, control: Control): string =>
  sentence(text, control, nameOf(text, control.by.name));

function sentence(text: Text, control: Control, by: string | null): string {
  const names = (outcome: Target['outcome']) =>
    control.targets.filter((target) => target.outcome === outcome).map((target) => target.name);
  const [done, waiting, left] = [names('done'), names('waiting'), names('left')];
  const say = (state: 'done' | 'doing', who: readonly string[]) =>
    text(`control.${state}${by ? 'By' : ''}.${control.verb}`, {
      by: by ?? '',
      who: whoOf(text, who),
      count: who.length,
    });

  if (control.targets.length === 0) {
    if (control.verb === 'leave') return say(control.finishedAt === null ? 'doing' : 'done', []);
    return text(`control.none.${control.verb}`);
  }
  const said: string[] = [];
  if (done.length > 0) said.push(say('done', done));
  if (waiting.length > 0) {
    said.push(
      done.length === 0 ? say('doing', waiting) : text('control.waiting', { who: whoOf(text, waiting) }),
    );
  }
  said.push(...failures(text, control.targets));
  if (left.length > 0) said.push(text('control.left', { who: whoOf(text, left), count: left.length }));
  return said.join(' ');
}

/** At most two sentences about failures, the most frequent reasons first, so that the whole stays short. */
function failures(text: Text, targets: readonly Target[]): string[] {
  const byReason = Map.groupBy(
    targets.filter((target) => target.outcome === 'failed'),
    (target) => target.reason ?? 'unknown',
  );
  const groups = [...byReason].sort(([, one], [, other]) => other.length - one.length);
  const said = groups.slice(0, 2).map(([reason, failed]) => {
    const who = whoOf(
      text,
      failed.map((target) => target.name),
    );
    return failureSentence(text, reason, who, failed.length);
  });
  const rest = groups.slice(2).flatMap(([, failed]) => failed.map((target) => target.name));
  return rest.length > 0 ? [...said, text('control.alsoFailed', { who: namesOf(text, rest, 2) })] : said;
}
