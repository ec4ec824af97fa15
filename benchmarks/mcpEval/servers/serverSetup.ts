/** Which servers a task has: named on a command line, or kept in a set. */
import path from 'node:path';
import { z } from 'zod';
import type { McpServerConfig } from '../../../runtime/agent/protocol';
import { BadInputError } from '../../core/badInputError';
import { installedServer } from './installedServer';
import type { SpecParts } from './referenceSpecs';
import { serverSpecs } from './serverSpecs';

const texts = z.record(z.string(), z.string());
const programSource = z.strictObject({
  command: z.string().min(1),
  args: z.array(z.string()).optional(),
  env: texts.optional(),
  cwd: z.string().optional(),
});
const remoteSource = z.strictObject({ url: z.url({ protocol: /^https?$/ }), headers: texts.optional() });
const packageSource = z.strictObject({
  package: z.string().min(1),
  /** Folder of the project that it is installed for; then the working folder, then Whetstone's own are looked through. */
  from: z.string().optional(),
  args: z.array(z.string()).optional(),
  env: texts.optional(),
});

/** A server as it is kept in a set: programs and addresses as they are, packages by name, so that each machine finds its own copy. */
export const serverSource = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9_-]{1,32}$/),
  source: z.union([programSource, remoteSource, packageSource]),
});

export type ServerSource = z.infer<typeof serverSource>;

export interface ServerSetup {
  readonly name: string;
  readonly config: McpServerConfig;
}

/** Where a task's folders stand in a configuration; both are new for each task. */
export const WORKSPACE = '${workspaceFolder}';
export const STATE = '${workspaceFolder}/../state';

/** Where this process is VS Code's own, its program runs scripts only when it is told so. */
const asNode: Readonly<Record<string, string>> =
  process.versions.electron === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' };

/** Short names of the servers that the protocol's authors publish. */
export const published: ReadonlyMap<string, string> = new Map(
  ['filesystem', 'memory', 'everything', 'sequential-thinking'].map((name) => [
    name,
    `@modelcontextprotocol/server-${name}`,
  ]),
);

/**
 * @param specs texts as in `serverSpecs`, short names of published servers, or JSON objects as in `mcp.json`
 * @throws BadInputError
 */
export function serverSources(specs: readonly string[]): readonly ServerSource[] {
  const sources: ServerSource[] = [];
  const add = (name: string, source: ServerSource['source']) => {
    const plain = name.replace(/[^A-Za-z0-9_-]+/g, '_').slice(0, 28) || 'server';
    const taken = (each: string) => sources.some((other) => other.name === each);
    let free = plain;
    for (let number = 2; taken(free); number++) free = `${plain}_${number}`;
    sources.push({ name: free, source });
  };
  for (const spec of specs) {
    if (spec.trimStart().startsWith('{')) {
      const { name, source } = fromJson(spec);
      add(name, source);
    } else {
      for (const parts of serverSpecs([spec])) add(nameOf(parts.path), fromParts(parts));
    }
  }
  if (sources.length > 0) return sources;
  throw new BadInputError('Name a server: --server filesystem, a package, a script, an address, or a JSON object.');
}

/** How a server is started on this machine. @throws BadInputError where its package is not installed */
export async function setupOf({ name, source }: ServerSource): Promise<ServerSetup> {
  if ('url' in source) return { name, config: { type: 'http', ...source } };
  if ('command' in source) return { name, config: { type: 'stdio', ...source } };
  const program = await installedServer(source.package, source.from);
  const standard = standardOf(source.package);
  const args = source.args === undefined || source.args.length === 0 ? standard.args : source.args;
  const env = { ...asNode, ...standard.env, ...source.env };
  return { name, config: { type: 'stdio', command: process.execPath, args: [program, ...args], env } };
}

/** What makes a published server work in a task's own folders. */
function standardOf(name: string): {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
} {
  if (name === published.get('filesystem')) return { args: [WORKSPACE], env: {} };
  if (name === published.get('memory')) return { args: [], env: { MEMORY_FILE_PATH: `${STATE}/memory.jsonl` } };
  return { args: [], env: {} };
}

function fromParts({ path: called, args, env }: SpecParts): ServerSource['source'] {
  if (/^https?:\/\//i.test(called)) return { url: called, headers: { ...env } };
  const rest = { args: [...args], env: { ...env } };
  if (/\.py$/i.test(called)) return { command: 'uv', args: ['run', path.resolve(called), ...args], env: { ...env } };
  if (/\.[cm]?js$/i.test(called))
    return { command: process.execPath, args: [path.resolve(called), ...args], env: { ...env } };
  return { package: published.get(called) ?? called, ...rest };
}

function nameOf(called: string): string {
  const plain = /^https?:\/\//i.test(called) ? new URL(called).hostname : path.basename(called);
  return plain.replace(/^server-/, '').replace(/\.(py|[cm]?js)$/i, '');
}

function fromJson(text: string): ServerSource {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new BadInputError(`A server that begins with { must be JSON: ${String(error)}.`, { cause: error });
  }
  const form = z.union([
    programSource.extend({ name: z.string().optional() }),
    remoteSource.extend({ name: z.string().optional() }),
  ]);
  const parsed = form.safeParse(value);
  if (!parsed.success) {
    throw new BadInputError(
      `A server has "command" (with args, env, cwd) or "url" (with headers): ${z.prettifyError(parsed.error)}`,
    );
  }
  const { name, ...source } = parsed.data;
  return { name: name ?? ('url' in source ? nameOf(source.url) : nameOf(source.args?.[0] ?? source.command)), source };
}
