/** Tools of the loop itself: they change what the model is shown, and nothing else. */
import type { Json, ToolDefinition } from '../../gateway/types';
import type { ToolOrigin } from '../../tools/types';
import { forgettable } from './forgetting';
import type { RunLog } from './runLog';
import type { ShownTools } from './shownTools';

export const ownOrigin: ToolOrigin = { kind: 'workspace', id: 'agent', title: 'Whetstone' };

export const findToolsTool: ToolDefinition = {
  name: 'find_tools',
  description: 'Finds more tools by what they should do. What is found can be called afterwards.',
  inputSchema: {
    type: 'object',
    properties: { query: { type: 'string', description: 'What the tool should do, in a few words.' } },
    required: ['query'],
  },
};

export const forgetResultsTool: ToolDefinition = {
  name: 'forget_results',
  description:
    'Frees room: leaves out old results of tools that you no longer need. First say what you learnt from them; they can be read again.',
  inputSchema: {
    type: 'object',
    properties: { keep: { type: 'integer', minimum: 0, description: 'How many of the latest results stay.' } },
    required: ['keep'],
  },
};

export function isOwnTool(name: string): boolean {
  return name === findToolsTool.name || name === forgetResultsTool.name;
}

/** @param input valid for the tool's schema @returns what the model is told */
export function callOwnTool(
  name: string,
  input: Readonly<Record<string, Json>>,
  shown: ShownTools,
  log: RunLog,
): string {
  if (name === findToolsTool.name) {
    const found = shown.find(typeof input.query === 'string' ? input.query : '');
    if (found.length === 0) return 'No tool fits these words. Try others, or go on with what there is.';
    return found.map((tool) => `${tool.name}: ${tool.description.split('\n')[0] ?? ''}`).join('\n');
  }
  const all = forgettable(log.steps);
  const gone = all.slice(0, Math.max(0, all.length - Number(input.keep)));
  if (gone.length === 0) return 'There is nothing to leave out.';
  const calls = gone.map(({ id }) => id);
  log.note('context', `The model left out ${gone.length} results of tools.`, { calls });
  return `${gone.length} results are left out from now on.`;
}
