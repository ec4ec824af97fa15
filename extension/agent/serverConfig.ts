// The small form: the whole library would be half of the extension's bundle, which every window reads.
import * as z from 'zod/mini';
import type { McpServerConfig } from '../../runtime/agent/protocol';

z.config(z.locales.en());

const risks = z.optional(z.record(z.string(), z.enum(['read', 'write', 'execute', 'network'])));

const stdio = z.strictObject({
  type: z.literal('stdio'),
  command: z.string().check(z.minLength(1, 'must name a program')),
  args: z.optional(z.array(z.string())),
  env: z.optional(z.record(z.string(), z.nullable(z.string()))),
  envFile: z.optional(z.string()),
  cwd: z.optional(z.string()),
  risks,
});

const remote = z.strictObject({
  type: z.enum(['http', 'sse']),
  url: z.string().check(z.regex(/^https?:\/\/|^\$\{/i, 'must begin with http:// or https://')),
  headers: z.optional(z.record(z.string(), z.string())),
  risks,
});

const server: z.ZodMiniType<McpServerConfig> = z.discriminatedUnion('type', [stdio, remote]);

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
