/**
 * PostgreSQL refuses to run as root, so a root process starts it as the user `postgres`, who must be able to reach
 * the data and the binaries: a clone under /root (mode 0700) is not reachable. What is not is then kept elsewhere.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { chmod, cp, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

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
  return join('/var/lib/rollcall', name);
}

/** The folder itself, or a copy of it in the temporary folder when the user cannot reach it. */
export async function reachableCopy(folder: string, user: ServerUser): Promise<string> {
  if (reaches(folder, user)) return folder;
  const version = createHash('sha256')
    .update(folder)
    .update(String(statSync(folder).mtimeMs))
    .digest('hex');
  const copy = join(tmpdir(), `rollcall-postgres-${version.slice(0, 16)}`);
  if (existsSync(copy) && statSync(copy).uid === 0) return copy;
  // Renamed when whole, so that a half-made copy is never used.
  const unfinished = await mkdtemp(`${copy}-`);
  await cp(folder, unfinished, { recursive: true, verbatimSymlinks: true });
  await chmod(unfinished, 0o755);
  await rename(unfinished, copy).catch(() => rm(unfinished, { recursive: true, force: true }));
  return copy;
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
