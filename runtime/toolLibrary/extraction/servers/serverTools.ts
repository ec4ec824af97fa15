/** Tools of running MCP servers: their schemas alone. */
import type { ToolSource } from '../../../tools/types';
import type { CollectionProblem, ServerTools, ToolRecord } from '../../types';
import { parametersOfSchema } from '../schemas';
import { summaryOf, withId } from '../toolRecord';

export interface ListedTools {
  readonly tools: readonly ToolRecord[];
  /** `path` is `mcp:<server>`. */
  readonly problems: readonly CollectionProblem[];
}

/** What a server said that it has, as records. A tool that is told twice is one. */
export function recordsOfServer({ server, tools, problem }: ServerTools): ListedTools {
  const provenance = `mcp:${server}`;
  const records = tools.map(({ name, description, inputSchema }) =>
    withId({
      ...{ kind: 'mcp' as const, name, description, summary: summaryOf(description), provenance },
      parameters: parametersOfSchema(inputSchema, 'field'),
      effects: ['unknown'],
      dependencies: { helpers: [], imports: [] },
      examples: [],
    }),
  );
  return {
    tools: [...new Map(records.map((record) => [record.id, record])).values()],
    problems: problem === undefined ? [] : [{ path: provenance, problem }],
  };
}

/**
 * @param sources of `openMcpServers`: they start what the user allowed, in a workspace that is trusted, and nothing else
 * @throws AbortError
 */
export async function serverTools(sources: readonly ToolSource[], signal: AbortSignal): Promise<ListedTools> {
  const parts: ListedTools[] = [];
  for (const source of sources) {
    const listed = await source.tools(signal);
    signal.throwIfAborted();
    parts.push(recordsOfServer({ ...listed, server: source.origin.title }));
  }
  return { tools: parts.flatMap(({ tools }) => tools), problems: parts.flatMap(({ problems }) => problems) };
}
