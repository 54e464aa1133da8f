/** Everything of the simulated media that is asked for by an address of its own. */
import type { Context } from '../context.ts';
import type { Route } from '../server.ts';
import { clipRoutes } from './clips.ts';
import { mediaHostRoutes } from './host.ts';
import { speechRoutes } from './speech.ts';
import { transcriptionRoutes } from './transcriptions.ts';

export const mediaRoutes = (context: Context): Route[] => [
  ...clipRoutes(context),
  ...speechRoutes(context),
  ...transcriptionRoutes(context),
  ...mediaHostRoutes(context),
];
