/** Tools in a value that JSON or YAML hold, wherever in it they stand. */
import { isPlainObject } from '../literal';
import { type ListedTool, readToolEntry } from './readToolEntry';

export interface FoundTool {
  readonly tool: ListedTool;
  /** Keys from the root of the value. */
  readonly path: readonly (string | number)[];
}

export interface FoundLists {
  readonly tools: readonly FoundTool[];
  /** Entries of lists that look like tools and are none. */
  readonly problems: readonly { readonly path: readonly (string | number)[]; readonly problem: string }[];
}

/** Levels that are looked into. */
const deepest = 8;
/** Entries that are looked at. */
const most = 100_000;

/**
 * A list counts where most of its entries are tools, an object whose values are (tools by name), and one tool that stands alone.
 * Answers of `tools/list`, `{ tools: […] }`, servers with tools, and requests that hold a list are all found by this.
 */
export function findToolLists(value: unknown): FoundLists {
  const tools: FoundTool[] = [];
  const problems: { path: readonly (string | number)[]; problem: string }[] = [];
  let left = most;

  function visit(at: unknown, path: readonly (string | number)[]): void {
    if (path.length > deepest || left-- <= 0) return;
    if (Array.isArray(at))
      list(
        at.map((each: unknown, index) => [index, each] as const),
        path,
      );
    else if (isPlainObject(at)) {
      const entry = isListedTool(at) ? entryOf(at) : undefined;
      if (entry?.outcome === 'tool') tools.push({ tool: entry.tool, path });
      else list(namedEntries(at), path);
    }
  }

  function list(entries: readonly (readonly [string | number, unknown])[], path: readonly (string | number)[]): void {
    const read = entries.map(([key, each]) => ({ key, each, entry: entryOf(each) }));
    const found = read.filter(({ entry }) => entry?.outcome === 'tool').length;
    for (const { key, each, entry } of read) {
      const here = [...path, key];
      if (entry?.outcome === 'tool') tools.push({ tool: entry.tool, path: here });
      // Beside tools, what is none is a mistake; elsewhere it is something else.
      else if (entry !== undefined && (found > 0 || entry.isTool === true))
        problems.push({ path: here, problem: entry.problem });
      else visit(each, here);
    }
  }

  visit(value, []);
  return { tools, problems };
}

/** Values that a tool may hold in all: YAML can write more with a few anchors than fits into memory, and values inside themselves. */
const largestTool = 20_000;

function entryOf(value: unknown): ReturnType<typeof readToolEntry> {
  const entry = readToolEntry(value);
  if (entry?.outcome !== 'tool' || isBounded(value)) return entry;
  return { outcome: 'problem', problem: `the tool “${entry.tool.name}” is too large, or holds itself.`, isTool: true };
}

function isBounded(value: unknown): boolean {
  let left = largestTool;
  const pending: unknown[] = [value];
  while (pending.length > 0) {
    if (left-- <= 0) return false;
    const at = pending.pop();
    if (Array.isArray(at)) pending.push(...(at as readonly unknown[]));
    else if (isPlainObject(at)) pending.push(...Object.values(at));
  }
  return true;
}

/** Whether an object that stands alone is a tool: a schema beside a name is not enough, whole specifications have that. */
function isListedTool(value: Readonly<Record<string, unknown>>): boolean {
  const inner = isPlainObject(value.function) ? value.function : value;
  return (
    typeof (inner.name ?? inner.api_name ?? inner.tool_name) === 'string' &&
    typeof (inner.description ?? inner.api_description) === 'string'
  );
}

/** `{ "add": { "description": …, "parameters": … } }`: the key is the name. */
function namedEntries(value: Readonly<Record<string, unknown>>): readonly (readonly [string, unknown])[] {
  return Object.entries(value).map(([key, each]) => {
    const isNameless = isPlainObject(each) && each.name === undefined && typeof each.description === 'string';
    const hasSchema =
      isNameless &&
      (each.parameters !== undefined || each.inputSchema !== undefined || each.input_schema !== undefined);
    return [key, hasSchema ? { name: key, ...each } : each] as const;
  });
}
