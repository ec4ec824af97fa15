/** Tools of running MCP servers: their schemas alone. */
import type { ToolSource } from '../../../tools/types';
import type { CollectionProblem, ToolRecord } from '../../types';
import { parametersOfSchema } from '../schemas';
import { summaryOf, withId } from '../toolRecord';

export interface ServerTools {
  readonly tools: readonly ToolRecord[];
  /** `path` is `mcp:<server>`. */
  readonly problems: readonly CollectionProblem[];
}

/**
 * @param sources of `openMcpServers`: they start what the user allowed, in a workspace that is trusted, and nothing else
 * @throws AbortError
 */
export async function serverTools(sources: readonly ToolSource[], signal: AbortSignal): Promise<ServerTools> {
  const tools: ToolRecord[] = [];
  const problems: CollectionProblem[] = [];
  for (const source of sources) {
    const provenance = `mcp:${source.origin.title}`;
    const listed = await source.tools(signal);
    signal.throwIfAborted();
    if (listed.problem !== undefined) problems.push({ path: provenance, problem: listed.problem });
    for (const { name, description, inputSchema } of listed.tools) {
      tools.push(
        withId({
          ...{ kind: 'mcp', name, description, summary: summaryOf(description), provenance },
          parameters: parametersOfSchema(inputSchema, 'field'),
          effects: ['unknown'],
          dependencies: { helpers: [], imports: [] },
          examples: [],
        }),
      );
    }
  }
  return { tools, problems };
}
