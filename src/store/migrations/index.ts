/**
 * Every migration, in order, by release. Static, so that no folder is read at start-up. A name never changes once
 * released. Two releases that follow each other share a database while instances are replaced one by one: a release
 * expands, and contracts only what the release before it uses no more. Those further apart refuse (store/migrate.ts).
 */
import type { Migration } from 'kysely/migration';
import * as calls from './0001-calls.ts';
import * as chat from './0002-chat.ts';
import * as meetings from './0003-meetings.ts';
import * as answers from './0004-answers.ts';
import * as chatAgain from './0010-chat.ts';
import * as retention from './0011-retention.ts';
import * as prompts from './0020-prompts.ts';
import * as frontDesk from './0021-frontdesk.ts';
import * as rings from './0022-rings.ts';
import * as reminders from './0030-reminders.ts';
import * as imports from './0031-imports.ts';
import * as jobs from './0032-jobs.ts';
import * as outgoing from './0033-outgoing.ts';
import * as release from './0034-release.ts';

const first: Record<string, Migration> = {
  '0001-calls': { up: calls.up, down: calls.down },
  '0002-chat': { up: chat.up, down: chat.down },
  '0003-meetings': { up: meetings.up, down: meetings.down },
  '0004-answers': { up: answers.up, down: answers.down },
  '0010-chat': { up: chatAgain.up, down: chatAgain.down },
  '0011-retention': { up: retention.up, down: retention.down },
  '0020-prompts': { up: prompts.up, down: prompts.down },
  '0021-frontdesk': { up: frontDesk.up, down: frontDesk.down },
  '0022-rings': { up: rings.up, down: rings.down },
};

const second: Record<string, Migration> = {
  '0030-reminders': { up: reminders.up, down: reminders.down },
  '0031-imports': { up: imports.up, down: imports.down },
  '0032-jobs': { up: jobs.up, down: jobs.down },
  '0033-outgoing': { up: outgoing.up, down: outgoing.down },
  '0034-release': { up: release.up, down: release.down },
};

const releases = [first, second];

/** The number of the release that this source is. */
export const ownRelease = releases.length;

export const migrations: Record<string, Migration> = Object.assign({}, ...releases);
