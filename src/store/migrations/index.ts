/**
 * Every migration, in order. Static, so that no folder is read at start-up. A name never changes once released, and
 * a migration only expands: the version before it must go on working until the next release contracts.
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
import * as jobs from './0032-jobs.ts';

export const migrations: Record<string, Migration> = {
  '0001-calls': { up: calls.up, down: calls.down },
  '0002-chat': { up: chat.up, down: chat.down },
  '0003-meetings': { up: meetings.up, down: meetings.down },
  '0004-answers': { up: answers.up, down: answers.down },
  '0010-chat': { up: chatAgain.up, down: chatAgain.down },
  '0011-retention': { up: retention.up, down: retention.down },
  '0020-prompts': { up: prompts.up, down: prompts.down },
  '0021-frontdesk': { up: frontDesk.up, down: frontDesk.down },
  '0022-rings': { up: rings.up, down: rings.down },
  '0032-jobs': { up: jobs.up, down: jobs.down },
};
