/** Servers of a workspace's `.vscode/mcp.json` as a task can have them: in a folder of its own each time, never in the workspace itself. */
import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { McpServerConfig } from '../../../runtime/agent/protocol';
import { readConfiguration } from '../../../runtime/tools/mcp';
import { WORKSPACE, type ServerSource } from './serverSetup';

export interface ConfiguredSource {
  readonly name: string;
  readonly source: ServerSource['source'];
  /** Why tasks cannot be made of it, and what to do; undefined: they can. */
  readonly problem: string | undefined;
}

/** @param root absolute folder of the workspace; without a configuration it has no servers */
export async function configuredSources(root: string): Promise<readonly ConfiguredSource[]> {
  const file = path.join(root, '.vscode', 'mcp.json');
  const text = existsSync(file) ? await readFile(file, 'utf8') : '{ "servers": {} }';
  return [...readConfiguration(text, file).servers].map(([name, config]) => configuredSource(name, config, root));
}

/** Exported for tests of single configurations. */
export function configuredSource(name: string, config: McpServerConfig, root: string): ConfiguredSource {
  if (config.type !== 'stdio') {
    const problem = 'It is reached over the network, and servers of tasks have none.';
    return { name, source: { url: config.url, headers: { ...config.headers } }, problem };
  }
  const env = Object.fromEntries(
    Object.entries(config.env ?? {}).flatMap(([key, value]) =>
      value === null ? [] : [[key, placed(value, root, root)]],
    ),
  );
  const base = config.cwd === undefined ? root : path.resolve(root, withRoot(config.cwd, root));
  const args = (config.args ?? []).map((arg) => placed(arg, root, base));
  const packaged = packageOf(config.command, args);
  const source: ServerSource['source'] =
    packaged === undefined
      ? { command: program(config.command, root, base), args: [...args], env }
      : { package: packaged.name, from: root, args: [...packaged.args], env };
  return { name, source, problem: problemOf(config) };
}

function problemOf({
  args = [],
  env,
  envFile,
  command,
  cwd,
}: Extract<McpServerConfig, { type: 'stdio' }>): string | undefined {
  const texts = [command, cwd ?? '', ...args, ...Object.values(env ?? {})];
  if (texts.some((text) => text?.includes('${input:') === true))
    return 'It asks for an input (${input:…}), and a task has nobody to give it.';
  return envFile === undefined ? undefined : 'It has an envFile, whose secrets have no place in a set of tasks.';
}

/**
 * A file of the workspace is where it is: it is the program, or belongs to it. The workspace's folder itself is the task's own one: a
 * server works there, and must not write into the user's files.
 */
function placed(text: string, root: string, base: string): string {
  const written = withRoot(text, root);
  const absolute = path.resolve(base, written);
  if (looksLikePath(written) && isFile(absolute)) return absolute;
  return written.replaceAll(root, WORKSPACE);
}

const withRoot = (text: string, root: string) => text.replaceAll(WORKSPACE, root);
const looksLikePath = (text: string) => /[\\/.]/.test(text);
const isFile = (file: string) => existsSync(file) && statSync(file).isFile();

function program(command: string, root: string, base: string): string {
  const written = withRoot(command, root);
  return /[\\/]/.test(written) ? path.resolve(base, written) : written;
}

/** `npx -y PACKAGE args`: what is installed is run, nothing is fetched. */
function packageOf(
  command: string,
  args: readonly string[],
): { readonly name: string; readonly args: readonly string[] } | undefined {
  if (!/^npx(\.cmd)?$/i.test(path.basename(command))) return undefined;
  const at = args.findIndex((arg) => !arg.startsWith('-'));
  const name = args[at];
  return name === undefined ? undefined : { name, args: args.slice(at + 1) };
}
