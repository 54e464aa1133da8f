/**
 * PostgreSQL refuses to run as root, so a root process starts it as the user `postgres`, who must be able to reach
 * the data and the binaries: a clone under /root (mode 0700) is not reachable. What is not is then kept elsewhere.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, statSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** Where root keeps what the user must reach. */
const shared = '/var/lib/rollcall';

export interface ServerUser {
  uid: number;
  gid: number;
}

/** The user to run PostgreSQL as: `postgres`, made if there is none, when we are root; null (ourselves) otherwise. */
export async function serverUser(): Promise<ServerUser | null> {
  if (process.getuid?.() !== 0) return null;
  const known = await idsOf('postgres');
  if (known) return known;
  // Another process may be doing the same at this moment, so the outcome counts, not the exit code.
  await run('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']).catch(() => undefined);
  const made = await idsOf('postgres');
  if (made) return made;
  throw new Error(
    'PostgreSQL does not run as root, and the user "postgres" could not be made: set DATABASE_URL.',
  );
}

async function idsOf(name: string): Promise<ServerUser | null> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return null;
  }
}

/** `wanted`, or a folder under /var/lib named after it when a folder above it is closed to the user. */
export function reachableFolder(wanted: string, user: ServerUser): string {
  if (reaches(dirname(wanted), user)) return wanted;
  const name = createHash('sha256').update(wanted).digest('hex').slice(0, 16);
  return join(shared, name);
}

/**
 * The folder itself, or a copy of it where only root makes folders when the user cannot reach it: in the temporary
 * folder somebody else could have put programs of theirs under its name.
 * @throws Error where something that is not ours stands there
 */
export async function reachableCopy(folder: string, user: ServerUser, at = shared): Promise<string> {
  if (reaches(folder, user)) return folder;
  const version = createHash('sha256')
    .update(folder)
    .update(String(statSync(folder).mtimeMs))
    .digest('hex');
  const copy = join(at, `postgres-${version.slice(0, 16)}`);
  if (isOurs(copy)) return copy;
  await mkdir(at, { recursive: true, mode: 0o755 });
  // Renamed when whole, so that a half-made copy is never used.
  const unfinished = await mkdtemp(`${copy}-`);
  await cp(folder, unfinished, { recursive: true, verbatimSymlinks: true });
  await chmod(unfinished, 0o755);
  await rename(unfinished, copy).catch(() => rm(unfinished, { recursive: true, force: true }));
  if (!isOurs(copy)) throw new Error(`${copy} is not ours: remove it, or set DATABASE_URL.`);
  return copy;
}

/** A folder itself, no link to one, made by root. */
function isOurs(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found?.isDirectory() === true && found.uid === 0;
}

/** Whether the user may pass through every existing folder from the root down to this one. */
function reaches(folder: string, user: ServerUser): boolean {
  for (let path = folder; ; path = dirname(path)) {
    if (existsSync(path) && !mayPass(path, user)) return false;
    if (path === dirname(path)) return true;
  }
}

function mayPass(path: string, user: ServerUser): boolean {
  const { mode, uid, gid } = statSync(path);
  const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
  return (mode & bit) !== 0;
}
