import { z } from 'zod';
import { defineTool, textResult } from '../../defineTool';
import { ToolError } from '../../toolError';
import type { SourceTool } from '../../types';
import { outlineOf, type OutlineSymbol } from '../outline/outlineOf';
import type { WorkspaceEnvironment } from '../workspaceEnvironment';

/** Symbols that are shown at once; then only the outer ones. */
const most = 150;

export function outlineFile(environment: WorkspaceEnvironment): SourceTool {
  return defineTool({
    name: 'outline_file',
    title: 'Outline File',
    description:
      'Lists the classes, functions and methods of a file, or the headings of a Markdown file, with their lines.',
    risk: 'read',
    input: z.object({ path: z.string().min(1).describe('File, relative to the workspace.') }),
    run: async ({ path }) => {
      const file = await environment.read(path);
      const symbols = outlineOf(file.path, file.text);
      if (symbols === undefined) throw new ToolError(`There is no outline for files like ${file.path}. Use read_file.`);
      if (symbols.length === 0) return textResult(`No symbols were found in ${file.path}. Use read_file.`);
      return textResult(`${file.path}:\n${outlineText(symbols)}`);
    },
  });
}

export function outlineText(symbols: readonly OutlineSymbol[]): string {
  const levels = [3, 2, 1, 0].find((level) => symbols.filter((each) => each.level <= level).length <= most) ?? 0;
  const chosen = symbols.filter(({ level }) => level <= levels);
  const lines = chosen
    .slice(0, most)
    .map(({ name, kind, start, end, level }) => `${'  '.repeat(level)}${start}-${end} ${kind} ${name}`);
  const left = symbols.length - lines.length;
  return [...lines, ...(left > 0 ? [`(${left} inner or later ones are not listed)`] : [])].join('\n');
}
