/** The form of servers and inputs in `.vscode/mcp.json` and in the user's settings (VS Code's form). */
import { z } from 'zod';
import type { McpInput, McpServerConfig } from '../../agent/protocol';

const text = z.string().max(32_768);
const risk = z.enum(['read', 'write', 'execute', 'network']);
const risks = z.record(z.string(), risk).optional();

const stdio = z.object({
  type: z.literal('stdio'),
  command: text.min(1, 'must name a program'),
  args: z.array(text).max(1_000).optional(),
  env: z.record(z.string(), z.union([text, z.number().transform(String), z.null()])).optional(),
  envFile: text.optional(),
  cwd: text.optional(),
  risks,
});

const remote = z.object({
  type: z.enum(['http', 'sse']),
  url: text.refine(
    (url) => /^https?:\/\//i.test(url) || url.startsWith('${'),
    'must be an address that begins with http:// or https://',
  ),
  headers: z.record(z.string(), text).optional(),
  risks,
});

const typed = z.discriminatedUnion('type', [stdio, remote], {
  error: 'must be "stdio" (with "command"), "http" or "sse" (with "url")',
});

/** A server without `type` is told by what it has, as VS Code does. */
export const serverSchema: z.ZodType<McpServerConfig> = z.preprocess((value) => {
  if (typeof value !== 'object' || value === null || 'type' in value) return value;
  return { ...value, type: 'command' in value ? 'stdio' : 'url' in value ? 'http' : undefined };
}, typed);

export const inputSchema: z.ZodType<McpInput> = z.object({
  id: z.string().min(1).max(256),
  type: z.enum(['promptString', 'pickString'], { error: 'must be "promptString" or "pickString"' }),
  description: text.optional(),
  password: z.boolean().optional(),
  default: text.optional(),
  options: z.array(text).max(1_000).optional(),
});

/** What VS Code knows as well and is nothing to us, beside what the schemas read. */
const knownKeys = new Set([
  ...Object.keys(stdio.shape),
  ...Object.keys(remote.shape),
  ...['dev', 'gallery', 'version', 'sandbox', 'sandboxEnabled', 'oauth', 'disabled'],
]);

/** Keys of a server that nobody reads: most likely written wrongly. */
export function unknownKeys(server: unknown): readonly string[] {
  if (typeof server !== 'object' || server === null) return [];
  return Object.keys(server).filter((key) => !knownKeys.has(key));
}
