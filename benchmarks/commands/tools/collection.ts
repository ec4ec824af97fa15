import { stat } from 'node:fs/promises';
import type { Command } from 'commander';
import { fingerprint, RunnerStartError } from '../../../runtime/toolLibrary/execution';
import { extractTools, ExtractionError } from '../../../runtime/toolLibrary/extraction';
import type { Fingerprint, ToolCollection } from '../../../runtime/toolLibrary/types';
import { SandboxUnavailableError } from '../../../runtime/tools/sandbox';
import { BadInputError } from '../../core/badInputError';
import type { CommandOutput } from '../../core/commandOutput';
import { userPath } from '../../core/userFile';
import { readLibraryFile } from '../../toolLibrary/readLibrary';

export interface CollectionOptions {
  readonly path: string;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

export const withCollection = (command: Command): Command =>
  command
    .requiredOption('--path <path>', 'folder or file with the tools, or a JSON or JSONL list of tools')
    .option('--include <glob>', 'paths that are taken, from the folder; repeatable', collect, [])
    .option('--exclude <glob>', 'paths that are left out; repeatable', collect, []);

const collect = (value: string, all: readonly string[]) => [...all, value];

/** @throws BadInputError where there is nothing to read */
export async function openCollection(
  { path, include, exclude }: CollectionOptions,
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
    `${options.path} holds no tool: no function in Python, TypeScript or JavaScript that others can call, and no list of tools.`,
  );
}

export interface RunOptions {
  readonly run: boolean;
  readonly seed: number;
}

/** What running shows; nothing where nothing may be run, or can be contained. Why is told. */
export async function fingerprintsOf(
  collection: ToolCollection,
  { run, seed }: RunOptions,
  output: CommandOutput,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Fingerprint>> {
  if (!run || collection.tools.every(({ source }) => source === undefined)) return new Map();
  try {
    const onProgress = (share: number) => output.progress(`running tools: ${Math.floor(100 * share)} %`, share >= 1);
    return await fingerprint(collection, { seed, signal, onProgress });
  } catch (error) {
    if (!(error instanceof SandboxUnavailableError || error instanceof RunnerStartError)) throw error;
    output.log(`Nothing was run: ${error.message} Tools are compared by what their code and texts say.`);
    return new Map();
  }
}
