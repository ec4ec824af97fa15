/** `whetstone infill`: what would be suggested at a place of a file. */
import { Option, type Command } from 'commander';
import path from 'node:path';
import { defaultThreads } from '../../runtime/host/threadCount';
import type { InfillExtent, InfillResult } from '../../runtime/protocol';
import { BadInputError } from '../core/badInputError';
import type { CommandOutput } from '../core/commandOutput';
import { openEngine } from '../core/openEngine';
import { readUserFile } from '../core/userFile';
import { clipContext, splitAtCursor } from '../infilling/cursor';
import { DEFAULT_THRESHOLD, MAX_TOKENS } from '../infilling/defaults';
import { languageOfFile } from '../infilling/languageOfFile';
import { chosenModel } from './chosenModel';
import { integer, probability } from './optionValues';

/** VS Code does not open larger files as text without asking either. */
const MAX_FILE_BYTES = 50 * 1024 * 1024;

interface InfillOptions {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly model: string;
  readonly extent: InfillExtent;
  readonly alternatives: number;
  readonly threshold: number;
  readonly seed: number;
  readonly threads: number;
  readonly language?: string;
  readonly json?: true;
}

export function addInfillCommand(program: Command, output: CommandOutput, signal: AbortSignal): void {
  program
    .command('infill')
    .description('suggest what to insert at a place of a file')
    .requiredOption('--file <file>', 'text file, UTF-8')
    .requiredOption('--line <n>', 'line, from 1', integer(1, 2 ** 31))
    .requiredOption('--column <n>', 'column, from 1, in UTF-16 code units; a tab is one column', integer(1, 2 ** 31))
    .option('--model <id>', 'embedded, or a model folder', 'embedded')
    .addOption(new Option('--extent <extent>', 'where a suggestion may end').choices(['line', 'block']).default('line'))
    .option('--alternatives <n>', 'number of distinct suggestions', integer(1, 8), 1)
    .option('--language <id>', "VS Code language id; default: by the file's extension")
    .option(
      '--threshold <p>',
      'denoising order only: accept tokens of at least this probability in parallel',
      probability,
      DEFAULT_THRESHOLD,
    )
    .option('--seed <n>', 'makes alternatives reproducible', integer(0, 2 ** 31), 0)
    .option('--threads <n>', 'threads of a forward pass', integer(1, 256), defaultThreads())
    .option('--json', 'print one JSON document')
    .action(async (options: InfillOptions) => {
      const result = await infillFile(options, signal);
      output.answer(options.json === true, answerOf(result), () => textOf(result));
    });
}

async function infillFile(options: InfillOptions, signal: AbortSignal): Promise<InfillResult> {
  const bytes = await readUserFile(options.file, MAX_FILE_BYTES);
  if (bytes.subarray(0, 8192).includes(0)) {
    throw new BadInputError(`${options.file} is not a text file in UTF-8 (it has zero bytes). Name a source file.`);
  }
  const context = clipContext(splitAtCursor(bytes.toString('utf8'), options.line, options.column));
  const model = await chosenModel(options.model);
  const engine = await openEngine(options.threads);
  try {
    return await engine.infill(
      {
        model,
        session: path.resolve(options.file),
        languageId: options.language ?? languageOfFile(options.file),
        ...context,
        snippets: [],
        extent: options.extent,
        alternatives: options.alternatives,
        maxTokens: MAX_TOKENS[options.extent],
        length: { kind: 'found' },
        threshold: options.threshold,
        copy: 'file',
        seed: options.seed,
      },
      signal,
    );
  } finally {
    await engine.dispose();
  }
}

/** The documented form of the answer. */
function answerOf(result: InfillResult) {
  const [first, ...others] = result.suggestions;
  return {
    model: result.model,
    text: first?.text ?? '',
    alternatives: others.map((suggestion) => suggestion.text),
    tokens: first?.tokens ?? 0,
    forwardPasses: result.forwardPasses,
    contextTokens: result.contextTokens,
    contextReused: result.contextReused,
    ms: result.ms,
  };
}

function textOf(result: InfillResult): string {
  const { ms } = result;
  const summary =
    `${result.model}: ${result.forwardPasses} forward passes, ${result.contextTokens} context tokens, ` +
    `${ms.total.toFixed(0)} ms (context ${ms.context.toFixed(0)}, denoising ${ms.denoise.toFixed(0)})`;
  const texts = result.suggestions.map(({ text, confidence }) => `--- confidence ${confidence.toFixed(2)}\n${text}`);
  return [...(texts.length > 0 ? texts : ['No suggestion here.']), '---', summary].join('\n');
}
