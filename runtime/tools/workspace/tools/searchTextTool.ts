import path from 'node:path';
import { z } from 'zod';
import { defineTool, textResult } from '../../defineTool';
import { ToolError } from '../../toolError';
import type { SourceTool } from '../../types';
import type { SearchArea, TextAnswer, TextRequest } from '../search/searchProtocol';
import type { WorkspaceEnvironment } from '../workspaceEnvironment';

/** Milliseconds. */
const budget = 10_000;
/** Open documents that are looked at. */
const mostUnsaved = 100;

export function searchTextTool(environment: WorkspaceEnvironment): SourceTool {
  return defineTool({
    name: 'search_text',
    title: 'Search Text',
    description: 'Finds text in the files of the workspace. Gives paths, line numbers and lines, best first.',
    risk: 'read',
    input: z.object({
      pattern: z.string().min(1).max(1000).describe('The text to find, as it stands in the files.'),
      is_regex: z.boolean().optional().describe('Whether pattern is a JavaScript regular expression.'),
      case_sensitive: z.boolean().optional(),
      path: z.string().optional().describe('Folder to search in. Default: the whole workspace.'),
      include: z.string().optional().describe('Glob of files to search, like "*.ts" or "src/**".'),
      context_lines: z.int().min(0).max(10).optional().describe('Lines around each match. Default 0.'),
      limit: z.int().min(1).max(200).optional().describe('Matching lines at most. Default 40.'),
    }),
    run: async (input, { signal }) => {
      const { pattern, is_regex: regex = false, case_sensitive: caseSensitive = false } = input;
      const area = await environment.area(input.path, false, budget);
      const request: TextRequest = {
        kind: 'text',
        ...area,
        include: input.include === undefined ? [] : splitGlobs(input.include),
        pattern,
        regex,
        caseSensitive,
        context: input.context_lines ?? 0,
        limit: input.limit ?? 40,
        unsaved: await unsavedTexts(environment, (await environment.host.unsavedFiles?.()) ?? []),
      };
      let answer = await ask(environment, request, signal);
      if (environment.host.unsavedFiles === undefined) {
        // What was found on the disk may stand elsewhere, or not at all, in an open document.
        const files = answer.files.map((file) => path.join(area.roots[file.root]!.root, file.path));
        const unsaved = await unsavedTexts(environment, files);
        if (Object.keys(unsaved).length > 0) answer = await ask(environment, { ...request, unsaved }, signal);
      }
      if (answer.files.length === 0) return textResult(nothing(answer, input.include, regex));
      return textResult(textOf(environment, area, answer), { cut: cutOf(answer) });
    },
  });
}

/** `a,b` and `{a,b}` both mean two. */
function splitGlobs(include: string): readonly string[] {
  return include.includes('{') ? [include] : include.split(',').filter((glob) => glob.trim() !== '');
}

async function ask(environment: WorkspaceEnvironment, request: TextRequest, signal: AbortSignal): Promise<TextAnswer> {
  const answer = await environment.search.ask(request, signal);
  if (answer.kind !== 'text') throw new ToolError('The search failed. Try it again.');
  return answer;
}

async function unsavedTexts(
  environment: WorkspaceEnvironment,
  files: readonly string[],
): Promise<Record<string, string>> {
  const texts = await Promise.all(
    files.slice(0, mostUnsaved).map(async (file) => [file, await environment.host.unsaved(file)] as const),
  );
  return Object.fromEntries(texts.flatMap(([file, text]) => (text === undefined ? [] : [[file, text]])));
}

function textOf(environment: WorkspaceEnvironment, area: SearchArea, { files }: TextAnswer): string {
  return files
    .map(({ root, path: relative, lines }) => {
      const shown = environment.paths.shown(path.join(area.roots[root]!.root, relative));
      const numbered = lines.map(({ line, text, match }, at) => {
        const gap = at > 0 && line > lines[at - 1]!.line + 1 && !lines.every((each) => each.match) ? '  ...\n' : '';
        return `${gap}  ${line}${match ? ':' : '-'} ${text}`;
      });
      return [shown, ...numbered].join('\n');
    })
    .join('\n');
}

function cutOf({ files, matches, matchingFiles, late, large }: TextAnswer): string | undefined {
  const shown = files.reduce((sum, { lines }) => sum + lines.filter(({ match }) => match).length, 0);
  const notes = [
    late ? 'The search was ended before all files were looked at.' : undefined,
    shown < matches ? `${shown} of ${matches} matching lines in ${matchingFiles} files are shown.` : undefined,
    large.length > 0
      ? `Too large and left out: ${large.slice(0, 5).join(', ')}${large.length > 5 ? ', ...' : ''}.`
      : undefined,
  ].filter((note) => note !== undefined);
  return notes.length === 0
    ? undefined
    : `${notes.join(' ')} Give include or path, or a longer pattern, to see others.`;
}

function nothing({ searched, late }: TextAnswer, include: string | undefined, regex: boolean): string {
  const where = include === undefined ? '' : ` that fit ${include}`;
  const hint = regex ? 'Try a simpler expression.' : 'Try a shorter text, or another word for it.';
  return `Nothing was found in ${searched} files${where}${late ? ' (not all were looked at)' : ''}. ${hint}`;
}
