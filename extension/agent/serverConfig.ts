import { z } from 'zod';
import type { McpServerConfig } from '../../runtime/agent/protocol';

const risks = z.record(z.string(), z.enum(['read', 'write', 'execute', 'network'])).optional();

const stdio = z.strictObject({
  type: z.literal('stdio'),
  command: z.string().min(1, 'must name a program'),
  args: z.array(z.string()).optional(),
  env: z.record(z.string(), z.string().nullable()).optional(),
  envFile: z.string().optional(),
  cwd: z.string().optional(),
  risks,
});

const remote = z.strictObject({
  type: z.enum(['http', 'sse']),
  url: z.string().regex(/^https?:\/\/|^\$\{/i, 'must begin with http:// or https://'),
  headers: z.record(z.string(), z.string()).optional(),
  risks,
});

const server: z.ZodType<McpServerConfig> = z.discriminatedUnion('type', [stdio, remote]);

export interface ParsedServers {
  readonly servers: Readonly<Record<string, McpServerConfig>>;
  /** A sentence for each entry that is left out. */
  readonly problems: readonly string[];
}

/** Servers of the user's settings; a bad entry is left out and named, the others stay. */
export function parseServers(entries: Readonly<Record<string, object>>): ParsedServers {
  const servers: Record<string, McpServerConfig> = {};
  const problems: string[] = [];
  for (const [name, entry] of Object.entries(entries)) {
    const parsed = server.safeParse(withType(entry));
    if (parsed.success) {
      servers[name] = parsed.data;
      continue;
    }
    const [issue] = parsed.error.issues;
    const where = issue && issue.path.length > 0 ? ` (${issue.path.join('.')})` : '';
    problems.push(
      `The MCP server "${name}" of the setting whetstone.agent.mcpServers is left out: ${issue?.message ?? 'not valid'}${where}. Correct it in the settings.`,
    );
  }
  return { servers, problems };
}

/** Without a type it is told by what it has, as VS Code does. */
function withType(entry: object): object {
  if ('type' in entry) return entry;
  return { ...entry, type: 'command' in entry ? 'stdio' : 'url' in entry ? 'http' : undefined };
}
