import type { Command } from 'commander';
import { openLocalEmbedder, toolText, type Embedder } from '../../../runtime/toolLibrary/retrieval';
import type { ToolRecord } from '../../../runtime/toolLibrary/types';
import { RuntimeError } from '../../../runtime/runtimeError';
import { BadInputError } from '../../core/badInputError';
import type { CommandOutput } from '../../core/commandOutput';
import { userPath } from '../../core/userFile';

export interface EmbedderOptions {
  readonly embedder?: string;
}

export const withEmbedder = (command: Command): Command =>
  command.option('--embedder <file>', 'GGUF file of an embedding model of this machine');

/** Opens the model for `work` and gives its memory back. @throws BadInputError for a file that is no such model */
export async function useEmbedder<Result>(
  file: string,
  output: CommandOutput,
  signal: AbortSignal,
  work: (embedder: Embedder) => Promise<Result>,
): Promise<Result> {
  await userPath(file);
  const opened = await openLocalEmbedder(file, signal).catch((error: unknown) => {
    if (error instanceof RuntimeError && error.kind.startsWith("model-")) {
      throw new BadInputError(`${error.message} ${error.action}`, { cause: error });
    }
    throw error;
  });
  if (opened.notice !== undefined) output.log(opened.notice);
  try {
    return await work(opened);
  } finally {
    opened.dispose();
  }
}

/** Vectors of tools for grouping; undefined where no model is named. */
export async function embeddingsOf(
  tools: readonly ToolRecord[],
  { embedder: file }: EmbedderOptions,
  output: CommandOutput,
  signal: AbortSignal,
): Promise<readonly Float32Array[] | undefined> {
  if (file === undefined) return undefined;
  output.progress(`reading ${tools.length} tools with ${file}`, true);
  return useEmbedder(file, output, signal, (embedder) => embedder.embed(tools.map(toolText)));
}
