/**
 * Files that people send to the bot: what Teams puts into the activity, and where it has them fetched.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4#receive-files-in-personal-chat
 */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Route } from '../server.ts';
import type { ChannelPlace } from './place.ts';
import { refusal } from './replies.ts';

/** A file as the control API and tests name it: its bytes in base64, or its text. */
export interface SentFile {
  name: string;
  content?: string;
  text?: string;
}

export interface FileAttachment {
  contentType: 'application/vnd.microsoft.teams.file.download.info';
  contentUrl: string;
  name: string;
  content: { downloadUrl: string; uniqueId: string; fileType: string };
}

/** Teams says "a few minutes"; a test that moves the clock sees the end of an hour. */
const keptMs = 3_600_000;

/** Uploaded files, each at an address that nobody can guess and that asks for no token. */
export class Files {
  readonly #kept = new Map<string, { bytes: Buffer; until: number }>();
  readonly #place: Pick<ChannelPlace, 'url' | 'clock' | 'fault'>;

  constructor(place: Pick<ChannelPlace, 'url' | 'clock' | 'fault'>) {
    this.#place = place;
  }

  /** Keeps a file and gives the attachment that tells a bot of it. @throws RangeError for one without name or content */
  upload({ name, content, text }: SentFile): FileAttachment {
    if (typeof name !== 'string' || !name) throw new RangeError("A file needs a 'name'.");
    if (typeof (content ?? text) !== 'string')
      throw new RangeError(`The file ${name} needs 'text', or 'content' in base64.`);
    const { url, clock } = this.#place;
    const now = clock.now();
    for (const [key, { until }] of this.#kept) if (until <= now) this.#kept.delete(key);
    const bytes = content === undefined ? Buffer.from(text ?? '', 'utf8') : Buffer.from(content, 'base64');
    const key = randomBytes(24).toString('base64url');
    this.#kept.set(key, { bytes, until: now + keptMs });
    return {
      contentType: 'application/vnd.microsoft.teams.file.download.info',
      contentUrl: `${url}/personal/documents/${encodeURIComponent(name)}`,
      name,
      content: {
        downloadUrl: `${url}/files/download?tempauth=${key}`,
        uniqueId: randomUUID(),
        fileType: /\.([^.]+)$/.exec(name)?.[1] ?? '',
      },
    };
  }

  routes(): Route[] {
    return [
      {
        method: 'GET',
        path: '/files/download',
        handle: async (request) => {
          const broken = await this.#place.fault(request);
          if (broken) return broken;
          const file = this.#kept.get(request.query.get('tempauth') ?? '');
          if (!file || file.until <= this.#place.clock.now())
            return refusal(404, 'itemNotFound', 'There is no such file.');
          return { status: 200, headers: { 'content-type': 'application/octet-stream' }, body: file.bytes };
        },
      },
    ];
  }
}
