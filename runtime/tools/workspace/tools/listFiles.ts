import { stat } from 'node:fs/promises';
import { z } from 'zod';
import { defineTool, textResult } from '../../defineTool';
import { ToolError } from '../../toolError';
import type { SourceTool } from '../../types';
import type { FilesAnswer, FoundFile } from '../search/searchProtocol';
import type { WorkspaceEnvironment } from '../workspaceEnvironment';

const limit = 300;
/** Milliseconds. */
const budget = 5000;

export function listFiles(environment: WorkspaceEnvironment): SourceTool {
  return defineTool({
    name: 'list_files',
    title: 'List Files',
    description: 'Lists the files and folders of a folder, without ignored ones.',
    risk: 'read',
    input: z.object({
      path: z.string().optional().describe('Folder, relative to the workspace. Default: the whole workspace.'),
      depth: z.int().min(1).max(20).optional().describe('How many levels of folders are opened. Default 2.'),
      include_ignored: z.boolean().optional().describe('Also what .gitignore names.'),
    }),
    run: async ({ path, depth = 2, include_ignored = false }, { signal }) => {
      const area = await environment.area(path, include_ignored, budget);
      if (path !== undefined) await requireFolder(environment, path);
      const request = { kind: 'files', ...area, depth: depth - 1, listing: true, limit } as const;
      const answer = await environment.search.ask(request, signal);
      if (answer.kind !== 'files') throw new ToolError('The listing failed. Try it again.');
      if (answer.files.length === 0) return textResult('The folder is empty, or all in it is ignored.');
      const text = answer.files.map((file) => lineOf(environment, area.roots, file)).join('\n');
      return textResult(text, { cut: cutOf(answer) });
    },
  });
}

async function requireFolder(environment: WorkspaceEnvironment, path: string): Promise<void> {
  const place = await environment.paths.readable(path);
  const found = await stat(place.file).catch(() => undefined);
  if (found === undefined)
    throw new ToolError(`There is no ${place.path}. Use find_files to find it by a part of its name.`);
  if (!found.isDirectory()) throw new ToolError(`${place.path} is a file. Use read_file to read it.`);
}

/** Whole paths, not trees: a model can use them as they are. */
export function lineOf(
  environment: WorkspaceEnvironment,
  roots: readonly { readonly root: string }[],
  { root, path, folder, note }: FoundFile,
): string {
  const shown = environment.paths.shown(`${roots[root]!.root}/${path}`);
  return `${shown}${folder ? '/' : ''}${note === undefined ? '' : `  (${note})`}`;
}

export function cutOf({ files, total, late }: FilesAnswer): string | undefined {
  if (late) return `Looking took too long; ${total} were found until then. Name a folder or a narrower pattern.`;
  if (total <= files.length) return undefined;
  return `${files.length} of ${total} are shown. Name a folder in it, or use find_files.`;
}
