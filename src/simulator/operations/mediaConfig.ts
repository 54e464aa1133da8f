/** What create and answer say about media: who runs it, and which kinds of it. */
import { badRequest } from '../graphError.ts';
import { hostingOf } from '../leg.ts';
import type { GraphRequest } from '../operation.ts';
import { type Json, listOf, taggedOf } from '../shape.ts';

const modalities = ['audio', 'video', 'videoBasedScreenSharing', 'data'];

/**
 * Checks `mediaConfig` and the list of modalities called `name`. Media that the application hosts needs
 * Calls.AccessMedia.All (learn.microsoft.com/graph/api/application-post-calls); the service plays audio alone.
 * @throws GraphError 400, and 403 without that permission.
 */
export function checkMedia({ allow }: GraphRequest, body: Json, name: string): void {
  const mediaConfig = taggedOf(body, 'mediaConfig', [
    '#microsoft.graph.serviceHostedMediaConfig',
    '#microsoft.graph.appHostedMediaConfig',
  ]);
  const wanted = listOf(body, name);
  if (wanted.length === 0) throw badRequest(`'${name}' is empty.`);
  const strange = wanted.find((entry) => !modalities.includes(String(entry)));
  if (strange !== undefined) throw badRequest(`'${strange}' is not a modality.`);
  if (hostingOf(mediaConfig) === 'application') allow(['Calls.AccessMedia.All']);
  else if (wanted.some((entry) => entry !== 'audio')) {
    throw badRequest('Service-hosted media is audio alone.');
  }
}
