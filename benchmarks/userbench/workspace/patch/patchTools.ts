/** The tools of patch mode: those of the workspace, over the worktree alone. */
import { openToolRegistry, resultText } from '../../../../runtime/tools/registry';
import type { Json, ToolDefinition } from '../../../../runtime/gateway/types';
import { workspaceTools } from '../../../../runtime/tools/workspace';
import { sha256 } from '../../../core/runs/sha256';
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

/** @param seed of the episode: marks of results are of it, so that the same episode asks the same again and its kept answers are found */
export async function openPatchTools({ host }: Pick<PatchWorktree, 'host'>, seed: number): Promise<PatchTools> {
  let calls = 0;
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
      calls += 1;
      return { text: resultText(result, sha256(`${seed} result ${calls}`).slice(0, 8)), isError: result.isError };
    },
    dispose: () => registry.dispose(),
  };
}
