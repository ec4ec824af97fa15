/** Servers for tests: our faulty one and those from npm, in a workspace of its own. */
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { McpServerConfig } from '../../../agent/protocol';
import type { Json } from '../../../gateway/types';
import type { SourceTool, ToolContext, ToolResult } from '../../types';
import { openMcpServers, type McpOptions, type McpServers } from '../mcpServers';

export const faulty = (...args: readonly string[]): McpServerConfig => ({
  type: 'stdio',
  command: process.execPath,
  args: [path.join(__dirname, 'faultyServer.mjs'), ...args],
});

/** @param name of a package that is a server */
export const published = (name: string, ...args: readonly string[]): McpServerConfig => ({
  type: 'stdio',
  command: process.execPath,
  args: [createRequire(__filename).resolve(`@modelcontextprotocol/${name}/dist/index.js`), ...args],
});

export interface Fixture {
  readonly folder: string;
  readonly servers: McpServers;
  readonly log: string[];
  tools(server: string): Promise<readonly SourceTool[]>;
  problem(server: string): Promise<string | undefined>;
  call(server: string, tool: string, input?: Json, context?: Partial<ToolContext>): Promise<ToolResult>;
  close(): Promise<void>;
}

/** Servers of the user, all allowed. */
export async function openFixture(
  userServers: Readonly<Record<string, McpServerConfig>>,
  more: Partial<McpOptions> = {},
): Promise<Fixture> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'mcp-'));
  const log: string[] = [];
  const servers = await openMcpServers({
    roots: [folder],
    trusted: true,
    userServers,
    allowed: [],
    localOnly: false,
    askInput: async () => undefined,
    log: (server, line) => log.push(`${server}: ${line}`),
    ...more,
  });
  for (const name of Object.keys(userServers)) await servers.control(name, 'allow');
  const read = async (server: string) => {
    const source = servers.sources().find(({ origin }) => origin.id === server);
    if (source === undefined) throw new Error(`No source ${server}`);
    return source.tools(new AbortController().signal);
  };
  return {
    folder,
    servers,
    log,
    tools: async (server) => (await read(server)).tools,
    problem: async (server) => (await read(server)).problem,
    call: async (server, name, input = {}, context = {}) => {
      const { tools, problem } = await read(server);
      const tool = tools.find((each) => each.name === name);
      if (tool === undefined) throw new Error(`No tool ${name}: ${problem ?? tools.map((each) => each.name).join()}`);
      return tool.run(input, { ...testContext, ...context });
    },
    close: async () => {
      await servers.dispose();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const testContext: ToolContext = {
  signal: new AbortController().signal,
  approve: async () => ({ kind: 'allowed', remember: 'once' }),
  conversation: 'test',
};

export async function writeMcpFile(folder: string, content: unknown): Promise<string> {
  const file = path.join(folder, '.vscode', 'mcp.json');
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  return file;
}

/** Texts of an answer, one under the other. */
export const textOf = ({ content }: ToolResult): string =>
  content
    .map((part) => (part.type === 'text' ? part.text : part.type === 'json' ? JSON.stringify(part.value) : part.note))
    .join('\n');

/** @throws Error when it does not become true within five seconds */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 5_000; Date.now() < end; await delay(10)) if (await condition()) return;
  throw new Error('It did not become true in time.');
}

export const runs = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
