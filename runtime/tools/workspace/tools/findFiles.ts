import { z } from 'zod';
import { defineTool, textResult } from '../../defineTool';
import { ToolError } from '../../toolError';
import type { SourceTool } from '../../types';
import type { WorkspaceEnvironment } from '../workspaceEnvironment';
import { cutOf, lineOf } from './listFiles';

/** Milliseconds. */
const budget = 5000;

export function findFilesTool(environment: WorkspaceEnvironment): SourceTool {
  return defineTool({
    name: 'find_files',
    title: 'Find Files',
    description: 'Finds files by a part of their name or path, or by a glob.',
    risk: 'read',
    input: z.object({
      pattern: z.string().min(1).describe('Part of a name ("parser"), or a glob ("src/**/*.test.ts").'),
      limit: z.int().min(1).max(200).optional().describe('Files at most. Default 50.'),
      include_ignored: z.boolean().optional().describe('Also what .gitignore names.'),
    }),
    run: async ({ pattern, limit = 50, include_ignored = false }, { signal }) => {
      const area = await environment.area(undefined, include_ignored, budget);
      const isGlob = /[*?{}[\]]/.test(pattern);
      const request = {
        kind: 'files',
        ...area,
        include: isGlob ? [pattern] : [],
        words: isGlob ? undefined : pattern.replaceAll('\\', '/'),
        depth: 100,
        listing: false,
        limit,
      } as const;
      const answer = await environment.search.ask(request, signal);
      if (answer.kind !== 'files') throw new ToolError('The search failed. Try it again.');
      if (answer.files.length === 0) {
        return textResult(`No file fits ${pattern}. Try a shorter part of the name, or search_text for what is in it.`);
      }
      const text = answer.files.map((file) => lineOf(environment, area.roots, file)).join('\n');
      return textResult(text, { cut: cutOf(answer) });
    },
  });
}
