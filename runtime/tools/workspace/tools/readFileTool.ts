import { z } from 'zod';
import { defineTool, textResult } from '../../defineTool';
import { nearestNames } from '../../../functionCalling';
import { ToolError } from '../../toolError';
import type { SourceTool } from '../../types';
import { outlineOf, type OutlineSymbol } from '../outline/outlineOf';
import type { WorkspaceEnvironment } from '../workspaceEnvironment';
import { outlineText } from './outlineFile';

/** Lines that are shown when none are named; a file with more is shown by its outline. */
const whole = 300;
const most = 600;
const longestLine = 500;
/** Lines of a long file that stand above its outline. */
const beginning = 40;

export function readFileTool(environment: WorkspaceEnvironment): SourceTool {
  return defineTool({
    name: 'read_file',
    title: 'Read File',
    description:
      'Reads a file with line numbers: all of it, some lines, or one symbol or section. A long file is answered with its outline; then read parts.',
    risk: 'read',
    input: z.object({
      path: z.string().min(1).describe('File, relative to the workspace.'),
      start_line: z.int().min(1).optional().describe('First line, from 1.'),
      end_line: z.int().min(1).optional().describe('Last line.'),
      symbol: z.string().optional().describe('Function, class, method ("Parser.next") or Markdown heading to read.'),
    }),
    run: async ({ path, start_line, end_line, symbol }) => {
      const file = await environment.read(path);
      const lines = file.text.replaceAll('\r\n', '\n').split('\n');
      if (lines.at(-1) === '') lines.pop();
      if (lines.length === 0) return textResult(`${file.path} is empty.`);
      if (symbol !== undefined && symbol.trim() !== '') {
        const { start, end, path: name } = symbolIn(file.path, file.text, symbol);
        return part(lines, start, end, `${file.path}, ${name}`, ' The lines of the symbol go on');
      }
      if (start_line === undefined && end_line === undefined) {
        if (lines.length <= whole) return part(lines, 1, lines.length, file.path, '');
        return longFile(file.path, file.text, lines);
      }
      const start = start_line ?? Math.max(1, (end_line ?? 1) - whole + 1);
      if (start > lines.length)
        throw new ToolError(`${file.path} has ${lines.length} lines. Give a smaller start_line.`);
      if (end_line !== undefined && end_line < start)
        throw new ToolError('end_line must not be smaller than start_line.');
      return part(lines, start, Math.min(end_line ?? start + whole - 1, lines.length), file.path, '');
    },
  });
}

function part(lines: readonly string[], start: number, wanted: number, title: string, more: string) {
  const end = Math.min(wanted, start + most - 1, lines.length);
  const text = `${title}, lines ${start} to ${end} of ${lines.length}:\n${numbered(lines, start, end)}`;
  const cut =
    end < wanted ? `Cut at line ${end}.${more}: go on with start_line ${end + 1} and end_line ${wanted}.` : undefined;
  return textResult(text, { cut });
}

function longFile(path: string, text: string, lines: readonly string[]) {
  const symbols = outlineOf(path, text);
  if (symbols === undefined || symbols.length === 0) {
    const cut = `Lines 1 to ${whole} of ${lines.length}. Go on with start_line ${whole + 1}, or use search_text.`;
    return textResult(`${path}:\n${numbered(lines, 1, whole)}`, { cut });
  }
  const head = `${path} has ${lines.length} lines. Its beginning:\n${numbered(lines, 1, beginning)}`;
  const cut = 'Only the beginning and the outline are shown. Read a part with symbol, or with start_line and end_line.';
  return textResult(`${head}\n\nOutline:\n${outlineText(symbols)}`, { cut });
}

/** As `12: text`, so that a line can be named. */
function numbered(lines: readonly string[], start: number, end: number): string {
  return lines
    .slice(start - 1, end)
    .map((line, at) => {
      const shown =
        line.length > longestLine
          ? `${line.slice(0, longestLine)} [... ${line.length - longestLine} more characters]`
          : line;
      return `${start + at}: ${shown}`;
    })
    .join('\n');
}

/** @throws ToolError with the names that there are */
function symbolIn(path: string, text: string, wanted: string): OutlineSymbol {
  const symbols = outlineOf(path, text);
  if (symbols === undefined)
    throw new ToolError(`${path} has no outline. Read it by start_line and end_line, or use search_text.`);
  const plain = (name: string) =>
    name
      .trim()
      .toLowerCase()
      .replace(/^#+\s*/, '')
      .replace(/\(.*\)$/, '')
      .replaceAll(/::|#/g, '.');
  const [name, found] = [plain(wanted), (test: (symbol: OutlineSymbol) => boolean) => symbols.filter(test)];
  const exact = found((symbol) => plain(symbol.path) === name);
  const ending = found((symbol) => plain(symbol.path).endsWith(`.${name}`) || plain(symbol.name) === name);
  const [first, ...others] = exact.length > 0 ? exact : ending;
  if (first === undefined) {
    const names = symbols.map((symbol) => symbol.path);
    const near = nearestNames(wanted, names);
    const hint =
      near.length > 0 ? `Did you mean ${near.join(', ')}?` : `There are: ${names.slice(0, 30).join(', ') || 'none'}.`;
    throw new ToolError(`There is no ${wanted} in ${path}. ${hint}`);
  }
  const parts = [first, ...others];
  // Overloads, or the parts of one thing, stand one after the other.
  if (others.length === 0 || others.every((each, at) => each.path === first.path && each.start <= parts[at]!.end + 2)) {
    return { ...first, end: Math.max(...parts.map(({ end }) => end)) };
  }
  const places = parts.map((each) => `${each.path} (line ${each.line})`).join(', ');
  throw new ToolError(`There are several: ${places}. Read one by start_line and end_line.`);
}
