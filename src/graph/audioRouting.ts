/**
 * Who hears whom in a group call; outside every group, everybody hears everybody. Global cloud only.
 * https://learn.microsoft.com/graph/api/resources/audioroutinggroup
 */
import type { AudioRoutingGroup as WireGroup } from '@microsoft/microsoft-graph-types';
import { asked } from './asked.ts';
import { tagged } from './callBodies.ts';
import type { Graph } from './client.ts';
import { segment } from './client.ts';
import { listAll } from './pages.ts';

export interface AudioRoutingGroup {
  id: string;
  /** `oneToOne`: one source, one receiver. */
  routingMode: 'oneToOne' | 'multicast';
  /** Participant ids. */
  sources: string[];
  receivers: string[];
}

/** The audio routing groups of one call, by Graph's id of it; a failure is a value. */
export function createAudioRouting(graph: Graph, callId: string) {
  const path = `/communications/calls/${segment(callId)}/audioRoutingGroups`;
  const one = (id: string): string => `${path}/${segment(id)}`;
  const bodyOf = (group: AudioRoutingGroup): object => tagged('audioRoutingGroup', group);
  return {
    list: () =>
      asked(async () => {
        const groups = await listAll<WireGroup>(graph, { path });
        return groups.map(groupOf);
      }),
    /** Graph answers with 200 and the group, which may have an id of Graph's own. */
    create: (group: AudioRoutingGroup) =>
      asked(async () => {
        const answer = await graph.request<WireGroup>({ method: 'POST', path, body: bodyOf(group) });
        return groupOf(answer.body);
      }),
    change: (group: AudioRoutingGroup) =>
      asked(async () => {
        const path = one(group.id);
        const answer = await graph.request<WireGroup>({ method: 'PATCH', path, body: bodyOf(group) });
        return groupOf(answer.body);
      }),
    remove: (id: string) =>
      asked(async () => {
        await graph.request({ method: 'DELETE', path: one(id) });
        return null;
      }),
  };
}

const groupOf = ({ id, routingMode, sources, receivers }: WireGroup): AudioRoutingGroup => ({
  id: id ?? '',
  routingMode: routingMode === 'multicast' ? 'multicast' : 'oneToOne',
  sources: sources ?? [],
  receivers: receivers ?? [],
});
