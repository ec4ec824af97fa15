/** Lists of tools in JSON, JSON with comments, JSON lines and YAML. */
import { load, YAMLException } from 'js-yaml';
import {
  findNodeAtLocation,
  type Node,
  type ParseError,
  parse,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser/lib/esm/main.js'; // Bundlers cannot follow its other form (UMD).
import type { CollectionProblem } from '../../types';
import type { ToolDraft } from '../draft';
import { lineAt } from '../syntaxNode';
import { findToolLists, type FoundLists, type FoundTool } from './findToolLists';

export interface ListFile {
  readonly tools: readonly ToolDraft[];
  readonly problems: readonly CollectionProblem[];
}

/** Files that no list of tools is called. */
const never =
  /(^|\/)(package(-lock)?|tsconfig.*|jsconfig.*|composer|\.eslintrc|\.prettierrc|launch|settings|extensions|tasks|keybindings|pnpm-lock|openapi|swagger)\.(jsonc?|ya?ml)$/;
/** Where a file that does not parse is worth a word. */
const likely = /(tools?|functions?|mcp|plugins?|apis?)[^/]*\.(jsonc?|jsonl|ya?ml)$/i;

export function mayBeList(path: string): boolean {
  return /\.(jsonc?|jsonl|ndjson|ya?ml)$/.test(path) && !never.test(path);
}

export function listFile(path: string, text: string): ListFile {
  if (/\.(jsonl|ndjson)$/.test(path)) return linesFile(path, text);
  return /\.ya?ml$/.test(path) ? yamlFile(path, text) : jsonFile(path, text);
}

function jsonFile(path: string, text: string): ListFile {
  // Some call a file of lines `.json` too.
  if (/^\s*\{.*\}\s*\n\s*\{.*\}\s*$/m.test(text.slice(0, 100_000)) && isJsonLine(text.slice(0, text.indexOf('\n'))))
    return linesFile(path, text);
  // Most files are something else; reading them to their end would cost more than all the sources.
  if (!/"(parameters|inputSchema|input_schema|args_schema|arguments|args)"/.test(text)) return ifBroken(path, text);
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  const problems: CollectionProblem[] = [];
  const found = findToolLists(value);
  if (error !== undefined && (found.tools.length > 0 || likely.test(path)))
    problems.push(brokenJson(path, text, error));
  if (found.tools.length === 0) return { tools: [], problems };
  const tree = parseTree(text, [], { allowTrailingComma: true });
  const place = (at: FoundTool['path']): Node | undefined =>
    tree === undefined ? undefined : findNodeAtLocation(tree, [...at]);
  const tools = found.tools.map(({ tool, path: at }) => {
    const node = place(at);
    const start = node?.offset ?? 0;
    return draftOf(path, tool, start, start + (node?.length ?? text.length), text);
  });
  problems.push(...entryProblems(path, found, (at) => lineAt(text, place(at)?.offset ?? 0)));
  return { tools, problems };
}

function isJsonLine(line: string): boolean {
  try {
    return typeof JSON.parse(line) === 'object';
  } catch {
    return false;
  }
}

function ifBroken(path: string, text: string): ListFile {
  if (!likely.test(path)) return { tools: [], problems: [] };
  const errors: ParseError[] = [];
  parse(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  return { tools: [], problems: error === undefined ? [] : [brokenJson(path, text, error)] };
}

function brokenJson(path: string, text: string, error: ParseError): CollectionProblem {
  const problem = `it is no valid JSON: ${printParseErrorCode(error.error)}.`;
  return { path, line: lineAt(text, error.offset), problem };
}

/** One value a line. A line that is broken is told, the others stand. */
function linesFile(path: string, text: string): ListFile {
  const tools: ToolDraft[] = [];
  const problems: CollectionProblem[] = [];
  let start = 0;
  for (const [at, line] of text.split('\n').entries()) {
    if (/"(parameters|inputSchema|input_schema|arguments|api_name)"/.test(line)) {
      try {
        const found = findToolLists(JSON.parse(line));
        tools.push(...found.tools.map(({ tool }) => draftOf(path, tool, start, start + line.length, text)));
        problems.push(...entryProblems(path, found, () => at + 1));
      } catch {
        problems.push({ path, line: at + 1, problem: 'the line is no valid JSON.' });
      }
    }
    start += line.length + 1;
  }
  return { tools, problems };
}

function yamlFile(path: string, text: string): ListFile {
  if (!/^[ \t-]*["']?(parameters|inputSchema|input_schema|args_schema|arguments|args)["']?:/m.test(text)) {
    return { tools: [], problems: [] };
  }
  let value: unknown;
  try {
    value = load(text);
  } catch (error) {
    if (!likely.test(path)) return { tools: [], problems: [] };
    const line = error instanceof YAMLException ? error.mark?.line : undefined;
    const reason = error instanceof YAMLException ? error.reason : String(error);
    return {
      tools: [],
      problems: [
        { path, ...(line === undefined ? {} : { line: line + 1 }), problem: `it is no valid YAML: ${reason}.` },
      ],
    };
  }
  const found = findToolLists(value);
  const tools = found.tools.map(({ tool }) => {
    const { start, end } = yamlPlace(text, tool.name);
    return draftOf(path, tool, start, end, text);
  });
  return { tools, problems: entryProblems(path, found, () => 1) };
}

/** The line that names a tool: YAML's reader does not tell places. */
function yamlPlace(text: string, name: string): { readonly start: number; readonly end: number } {
  const plain = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const match = new RegExp(
    `^[ \\t-]*(?:["']?name["']?:[ \\t]*["']?${plain}["']?|["']?${plain}["']?:)[ \\t]*$`,
    'm',
  ).exec(text);
  const start = match?.index ?? 0;
  return { start, end: start + (match?.[0].length ?? 0) };
}

function entryProblems(
  path: string,
  { problems }: FoundLists,
  line: (at: FoundTool['path']) => number,
): readonly CollectionProblem[] {
  return problems.map(({ path: at, problem }) => ({ path, line: line(at), problem }));
}

function draftOf(path: string, tool: FoundTool['tool'], start: number, end: number, text: string): ToolDraft {
  return {
    kind: 'schema',
    ...tool,
    source: { path, start, end, text: text.slice(start, end), exported: false, asynchronous: false },
    ...{ deprecated: false, also: [], usage: undefined, self: undefined, callName: undefined, calls: [] },
  };
}
