/** Servers of MCP as people name them: a file like mcp.json, an address, a command. Nothing is started. */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { McpServerConfig } from '../../../agent/protocol';
import { ExtractionError } from '../extractionError';

export interface NamedServers {
  /** By name; each configuration once. */
  readonly servers: Readonly<Record<string, McpServerConfig>>;
  /** Workspaces whose own `.vscode/mcp.json` was named, absolute. */
  readonly workspaces: readonly string[];
  /** What of the files cannot be used, with its place, and servers that are named twice. */
  readonly problems: readonly string[];
}

/**
 * @param specs each the path of a JSON file (VS Code's "servers" or the "mcpServers" of others), an address, or a command with its arguments
 * @throws ExtractionError for a file that is not there, or holds no server
 */
export async function namedServers(specs: readonly string[]): Promise<NamedServers> {
  const servers = new Map<string, McpServerConfig>();
  const workspaces: string[] = [];
  const problems: string[] = [];
  const add = (name: string, config: McpServerConfig): void => {
    const { risks: _, ...started } = config;
    const same = [...servers].find(([, { risks: __, ...other }]) => JSON.stringify(other) === JSON.stringify(started));
    // One server under two names has one state: its tools are taken once.
    if (same !== undefined) return void problems.push(`${name} is configured as ${same[0]} is, and taken once.`);
    servers.set(freeName(name, servers), config);
  };
  for (const spec of specs) {
    const text = spec.trim();
    if (text === '')
      throw new ExtractionError('A server is named by nothing. Name a file like mcp.json, an address, or a command.');
    if (/^https?:\/\//i.test(text)) add(hostOf(text), { type: 'http', url: text });
    else if (/\.jsonc?$/i.test(text) && !/\s/.test(text)) {
      const workspace = workspaceOf(text);
      const read = await readServers(text);
      problems.push(...read.problems);
      if (workspace !== undefined) workspaces.push(workspace);
      else for (const [name, config] of read.servers) add(name, config);
    } else {
      const [command = '', ...args] = wordsOf(text);
      add(commandName(command, args), { type: 'stdio', command, args });
    }
  }
  return { servers: Object.fromEntries(servers), workspaces, problems };
}

/** Servers of a workspace stay its own: their consent and variables go by its folder. */
function workspaceOf(file: string): string | undefined {
  const absolute = path.resolve(file);
  return absolute.endsWith(path.join(path.sep, '.vscode', 'mcp.json'))
    ? path.dirname(path.dirname(absolute))
    : undefined;
}

async function readServers(file: string): Promise<{
  readonly servers: ReadonlyMap<string, McpServerConfig>;
  readonly problems: readonly string[];
}> {
  const status = await stat(file).catch(() => undefined);
  if (status?.isFile() !== true) throw new ExtractionError(`There is no file ${file}. Name a file like mcp.json.`);
  if (status.size > largest) throw new ExtractionError(`${file} is larger than 1 MiB, and no list of servers.`);
  const { readConfiguration } = await import('../../../tools/mcp');
  const { servers, problems } = readConfiguration(await readFile(file, 'utf8'), file, { otherNames: true });
  const told = problems.map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`);
  if (servers.size === 0)
    throw new ExtractionError(told.join('\n') || `${file} holds no server. Add one to "servers".`);
  return { servers, problems: told };
}

const largest = 2 ** 20;

function hostOf(address: string): string {
  try {
    return new URL(address).host;
  } catch {
    throw new ExtractionError(`${address} is no address. Write it as http://127.0.0.1:PORT/mcp.`);
  }
}

/** Words as a shell would split them; nothing is filled in. */
function wordsOf(text: string): readonly string[] {
  const words = [...text.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([word]) =>
    word.replaceAll(/"([^"]*)"|'([^']*)'/g, '$1$2'),
  );
  if (/["']/.test(text.replaceAll(/"[^"]*"|'[^']*'/g, '')))
    throw new ExtractionError(`A quote is not closed in: ${text}`);
  return words;
}

const starters = /^(?:npx|node|bunx?|deno|python[\d.]*|uvx?|uv|pipx|run|exec|tsx|dlx|pnpm|yarn)$/;

/** `npx -y @scope/server-memory` is called `server-memory`. */
function commandName(command: string, args: readonly string[]): string {
  const word = [command, ...args].find((each) => !each.startsWith('-') && !starters.test(path.basename(each)));
  const name = path
    .basename(word ?? command)
    .replace(/@[\d.^~]+$/, '')
    .replace(/\.\w+$/, '');
  return name === '' ? 'server' : name;
}

function freeName(name: string, taken: ReadonlyMap<string, unknown>): string {
  for (let number = 1; ; number++) {
    const free = number === 1 ? name : `${name} ${number}`;
    if (!taken.has(free)) return free;
  }
}
