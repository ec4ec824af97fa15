/** Which servers there are: those of the user's settings, and those of each folder of the workspace. */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { McpInput, McpServerConfig } from '../../agent/protocol';
import { readConfiguration, MAX_FILE_BYTES, type Configuration, type ConfigurationProblem } from './configurationFile';
import type { ConfiguredServer } from './consent';
import { serverSchema } from './serverSchema';

export interface WantedServer {
  readonly server: ConfiguredServer;
  /** undefined: inputs need not be declared, and are asked for like passwords. (The settings have no place for them.) */
  readonly inputs: readonly McpInput[] | undefined;
}

interface Places {
  readonly roots: readonly string[];
  readonly userServers: Readonly<Record<string, McpServerConfig>>;
}

export const configurationFile = (folder: string): string => path.join(folder, '.vscode', 'mcp.json');

/** By name. What cannot be read is told, and costs nothing else. */
export async function configuredServers({ roots, userServers }: Places): Promise<{
  readonly wanted: ReadonlyMap<string, WantedServer>;
  readonly problems: readonly ConfigurationProblem[];
}> {
  const problems: ConfigurationProblem[] = [];
  const wanted = new Map<string, WantedServer>();
  for (const [name, config] of Object.entries(userServers)) {
    const parsed = serverSchema.safeParse(config);
    if (parsed.success) {
      wanted.set(name, { server: { name, from: 'user', config: parsed.data, folder: roots[0] }, inputs: undefined });
    } else {
      const issue = parsed.error.issues[0];
      const message = `Server "${name}": "${issue?.path.join('.') ?? ''}" ${issue?.message ?? 'is no server'}. Correct it.`;
      problems.push({ file: 'settings', line: 1, column: 1, server: name, message });
    }
  }
  for (const folder of roots) {
    const { servers, inputs, problems: inFile } = await readFolder(folder);
    problems.push(...inFile);
    for (const [name, { risks: _, ...config }] of servers) {
      const unique = freeName(name, path.basename(folder), wanted);
      wanted.set(unique, { server: { name: unique, from: 'workspace', config, folder }, inputs });
    }
  }
  return { wanted, problems };
}

/** What the user has set up keeps its name; a repository must not stand in its place. */
function freeName(name: string, folder: string, taken: ReadonlyMap<string, unknown>): string {
  const names = [name, `${name} (${folder})`];
  for (let number = 2; ; number++) {
    const free = names.find((each) => !taken.has(each));
    if (free !== undefined) return free;
    names.push(`${name} (${folder} ${number})`);
  }
}

async function readFolder(folder: string): Promise<Configuration> {
  const file = configurationFile(folder);
  const bad = (message: string): Configuration => ({
    servers: new Map(),
    inputs: [],
    problems: [{ file, line: 1, column: 1, message }],
  });
  try {
    if ((await stat(file)).size > MAX_FILE_BYTES) return bad('The file is larger than 1 MiB. Make it smaller.');
    return readConfiguration(await readFile(file, 'utf8'), file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return { servers: new Map(), inputs: [], problems: [] };
    return bad(`The file cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
}
