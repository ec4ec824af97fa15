import { stat } from 'node:fs/promises';
import type { Command } from 'commander';
import { fingerprint, RunnerStartError, type WorkspacePython } from '../../../runtime/toolLibrary/execution';
import { extractTools, ExtractionError } from '../../../runtime/toolLibrary/extraction';
import type { Fingerprint, ToolCollection } from '../../../runtime/toolLibrary/types';
import { SandboxUnavailableError } from '../../../runtime/tools/sandbox';
import { BadInputError } from '../../core/badInputError';
import type { CommandOutput } from '../../core/commandOutput';
import { userPath } from '../../core/userFile';
import { readLibraryFile } from '../../toolLibrary/readLibrary';
import { serversRoot, toolsOfServers, withMcp, type McpOptions } from './mcpOption';
import { tellMissingPackages, workspacePython, type PythonOptions } from './pythonOption';

export interface FilesOptions {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

export interface CollectionOptions extends FilesOptions, McpOptions {
  readonly path?: string | undefined;
}

export const withCollection = (command: Command): Command =>
  withMcp(
    withFiles(command.option('--path <path>', 'folder or file with the tools, or a JSON or JSONL list of tools')),
  );

export const withFiles = (command: Command): Command =>
  command
    .option('--include <glob>', 'paths that are taken, from the folder; repeatable', collect, [])
    .option('--exclude <glob>', 'paths that are left out; repeatable', collect, []);

const collect = (value: string, all: readonly string[]) => [...all, value];

/** @throws BadInputError where there is nothing to read */
export async function openCollection(
  options: CollectionOptions,
  output: CommandOutput,
  signal: AbortSignal,
): Promise<ToolCollection> {
  const { path, mcp } = options;
  if (path === undefined && mcp.length === 0) {
    throw new BadInputError('Give --path with a folder or file of tools, or --mcp with a server.');
  }
  const files = path === undefined ? undefined : await collectionOfFiles(path, options, output, signal);
  if (mcp.length === 0 && files !== undefined) return files;
  const { tools, problems } = await toolsOfServers(options, output, signal);
  return {
    root: files?.root ?? serversRoot(),
    tools: [...(files?.tools ?? []), ...tools],
    problems: [...(files?.problems ?? []), ...problems],
  };
}

async function collectionOfFiles(
  path: string,
  { include, exclude }: CollectionOptions,
  output: CommandOutput,
  signal: AbortSignal,
): Promise<ToolCollection> {
  await userPath(path);
  if ((await stat(path)).isFile() && /\.jsonl?$/i.test(path)) {
    return { root: path, tools: await readLibraryFile(path), problems: [] };
  }
  try {
    const collection = await extractTools({
      ...{ root: path, include: include.length > 0 ? include : undefined, exclude, signal },
      progress: (done, total) => output.progress(`${done} of ${total} files read`, done === total),
    });
    for (const { path: file, line, problem } of collection.problems) {
      output.log(`${file}${line === undefined ? '' : `, line ${line}`}: ${problem}`);
    }
    return collection;
  } catch (error) {
    if (error instanceof ExtractionError) throw new BadInputError(error.message, { cause: error });
    throw error;
  }
}

/** A collection in which there is something to do. @throws BadInputError where it has no tool */
export async function openTools(
  options: CollectionOptions,
  output: CommandOutput,
  signal: AbortSignal,
): Promise<ToolCollection> {
  const collection = await openCollection(options, output, signal);
  if (collection.tools.length > 0) return collection;
  throw new BadInputError(
    `${options.path ?? 'It'} holds no tool: no function in Python, TypeScript or JavaScript that others can call, and no list of tools.`,
  );
}

export interface RunOptions extends PythonOptions {
  readonly run: boolean;
  readonly seed: number;
}

/** What running shows; nothing where nothing may be run, or can be contained. Why is told. */
export async function fingerprintsOf(
  collection: ToolCollection,
  { run, seed, python: named }: RunOptions,
  output: CommandOutput,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Fingerprint>> {
  if (!run || collection.tools.every(({ source }) => source === undefined)) return new Map();
  const python = await pythonOf(collection, named, output);
  try {
    const onProgress = (share: number) => output.progress(`running tools: ${Math.floor(100 * share)} %`, share >= 1);
    const found = await fingerprint(collection, { seed, signal, onProgress, python });
    tellMissingPackages(found, python, (message) => output.log(message));
    return found;
  } catch (error) {
    if (!(error instanceof SandboxUnavailableError || error instanceof RunnerStartError)) throw error;
    output.log(`Nothing was run: ${error.message} Tools are compared by what their code and texts say.`);
    return new Map();
  }
}

/** The Python that tools of a collection run with; undefined where there are none in Python, or the system's will do. */
export async function pythonOf(
  { tools, root }: ToolCollection,
  named: string | undefined,
  output: CommandOutput,
): Promise<WorkspacePython | undefined> {
  if (tools.every(({ kind }) => kind !== 'python')) return undefined;
  return workspacePython({ ...(named !== undefined && { python: named }) }, root, (message) => output.log(message));
}
