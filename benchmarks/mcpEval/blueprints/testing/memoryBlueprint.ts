/** A blueprint on the published server of a graph, checked as all others are: one change, and one value to find out. */
import { setups } from '../../testing/testServers';
import type { ServerSetup } from '../../servers/serverSetup';
import { TaskServers } from '../../servers/taskServers';
import type { Blueprint, Draft } from '../blueprint';
import { checkExecution } from '../checks/checkExecution';
import { blueprintOf } from '../making/blueprintOf';

export const memorySetups = (): Promise<readonly ServerSetup[]> => setups('memory');

export const memoryDraft: Draft = {
  instruction: 'Please note that Mara plays the oboe. I would also like to know what else she keeps.',
  actions: [
    { tool_name: 'open_nodes', tool_parameters: { names: ['Mara'] } },
    {
      tool_name: 'add_observations',
      tool_parameters: { observations: [{ entityName: 'Mara', contents: ['plays the oboe'] }] },
    },
  ],
  outputs: ['lantern-417'],
};

const graph = { type: 'entity', name: 'Mara', entityType: 'person', observations: ['keeps lantern-417'] };

export async function memoryBlueprint(): Promise<Blueprint> {
  const stateFiles = { 'memory.jsonl': JSON.stringify(graph) };
  const { signal } = new AbortController();
  const options = { setups: await memorySetups(), network: false, stateFiles, signal, log: () => undefined };
  const servers = await TaskServers.open(options);
  const tools = servers.tools.map(({ name, description, inputSchema }) => ({
    ...{ name, description, inputSchema: { ...inputSchema } },
  }));
  await servers.close();
  const { failures, executed } = await checkExecution(memoryDraft, options);
  if (executed === undefined || failures.length > 0) throw new Error(JSON.stringify(failures));
  const persona = { name: 'Ruth', text: 'keeps the books of a choir' };
  const slot = { id: 'made', group: 'made', seed: 1, servers: ['memory'], files: {}, walk: [], rules: [] };
  return blueprintOf({ ...slot, stateFiles, tools, persona }, memoryDraft, executed, {
    ...{ kind: 'model', model: 'fake/author', tries: 1 },
    reviewers: [{ model: 'fake/reviewer', note: { licence: 'Apache-2.0', source: 'user' } }],
    note: { licence: 'CC-BY-NC-4.0', source: 'catalogue' },
  });
}
