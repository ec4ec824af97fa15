/** The tools of patch mode: those of the workspace, over the worktree alone. */
import { openToolRegistry, resultText } from '../../../../runtime/tools/registry';
import type { Json, ToolDefinition } from '../../../../runtime/gateway/types';
import { workspaceTools } from '../../../../runtime/tools/workspace';
import type { PatchWorktree } from './patchWorktree';

/** Git and diagnostics have nothing to say in a folder that is neither a repository nor open in an editor. */
const OFFERED = [
  'list_files',
  'find_files',
  'search_text',
  'read_file',
  'outline_file',
  'edit_file',
  'create_file',
  'delete_file',
];

export interface ToolAnswer {
  readonly text: string;
  readonly isError: boolean;
}

export interface PatchTools {
  readonly definitions: readonly ToolDefinition[];
  /** Never throws for what a model did wrong. @throws what the signal was aborted with */
  call(name: string, input: Json, signal: AbortSignal): Promise<ToolAnswer>;
  dispose(): Promise<void>;
}

export async function openPatchTools({ host }: Pick<PatchWorktree, 'host'>): Promise<PatchTools> {
  const registry = openToolRegistry({ sources: [workspaceTools(host)], mode: 'allow-writes', trusted: true });
  await registry.refresh(new AbortController().signal);
  const definitions = registry
    .entries()
    .filter(({ sourceName, disabled }) => OFFERED.includes(sourceName) && disabled === undefined)
    .map(({ name, description, inputSchema }) => ({ name, description, inputSchema }));
  const offered = new Set(definitions.map(({ name }) => name));
  return {
    definitions,
    call: async (name, input, signal) => {
      if (!offered.has(name)) {
        return { text: `There is no tool ${name.slice(0, 80)}. Tools: ${[...offered].join(', ')}.`, isError: true };
      }
      const result = await registry.call(name, input, {
        signal,
        conversation: 'episode',
        // Nothing that is offered asks: reads are free, and writes stay in the worktree.
        approve: () => Promise.resolve({ kind: 'refused', reason: 'Nobody is there to be asked.' }),
      });
      return { text: resultText(result), isError: result.isError };
    },
    dispose: () => registry.dispose(),
  };
}
