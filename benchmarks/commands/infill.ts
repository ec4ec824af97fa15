/** `whetstone infill`: what would be suggested at a place of a file, or written in place of a range or of marked gaps. */
import { Option, type Command } from 'commander';
import path from 'node:path';
import { defaultThreads } from '../../runtime/host/threadCount';
import type { InfillExtent, InfillResult, ModelRunner, RunnerChoice } from '../../runtime/protocol';
import { BadInputError } from '../core/badInputError';
import type { CommandOutput } from '../core/commandOutput';
import { openEngine } from '../core/openEngine';
import { readUserFile } from '../core/userFile';
import { clipContext, splitAtCursor } from '../infilling/cursor';
import { DEFAULT_THRESHOLD, MAX_TOKENS } from '../infilling/defaults';
import { repositorySnippets } from '../infilling/suite/repositories/repositorySnippets';
import { languageOfFile } from '../infilling/languageOfFile';
import type { Place } from '../infilling/markedText';
import { chosenModel } from './chosenModel';
import { addDenoisingOptions, checkDenoising, denoisingOf, type DenoisingChoices } from './denoisingOptions';
import { integer, lengthPolicyOf, placeRange, probability, searchedLength, type LengthChoice } from './optionValues';
import { providerOption, runnerOptions } from './providerOption';
import { rewriteAnswer, rewriteFile, rewriteText } from './rewriteFile';

/** VS Code does not open larger files as text without asking either. */
const MAX_FILE_BYTES = 50 * 1024 * 1024;

export interface InfillOptions extends DenoisingChoices {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  readonly range?: readonly [Place, Place];
  readonly keep?: number;
  readonly gapMarker?: string;
  readonly model: string;
  readonly extent: InfillExtent;
  readonly alternatives: number;
  readonly length: Exclude<LengthChoice, 'oracle'>;
  readonly threshold: number;
  readonly seed: number;
  readonly threads: number;
  readonly provider: RunnerChoice;
  readonly language?: string;
  readonly repo?: string;
  readonly json?: true;
}

export function addInfillCommand(program: Command, output: CommandOutput, signal: AbortSignal): void {
  const command = program
    .command('infill')
    .description('suggest what to insert at a place of a file, or rewrite a range or marked gaps of it')
    .requiredOption('--file <file>', 'text file, UTF-8')
    .option('--line <n>', 'line, from 1', integer(1, 2 ** 31))
    .option('--column <n>', 'column, from 1, in UTF-16 code units; a tab is one column', integer(1, 2 ** 31))
    .option('--range <l1:c1-l2:c2>', 'write this range anew, up to and without its end', placeRange)
    .option(
      '--keep <ratio>',
      'with --range: this share of its words stays, the surest ones; of the others those that the model can better',
      probability,
    )
    .option('--gap-marker <text>', 'fill all places where the file holds this text, in one run')
    .option('--model <id>', 'embedded, a model folder, or a GGUF file that fills in the middle', 'embedded')
    .addOption(new Option('--extent <extent>', 'where a suggestion may end').choices(['line', 'block']).default('line'))
    .option('--alternatives <n>', 'number of distinct suggestions', integer(1, 8), 1)
    .option('--language <id>', "VS Code language id; default: by the file's extension")
    .option(
      '--repo <folder>',
      'show or copy from declarations of other files of this repository, as the extension does',
    )
    .option('--length <length>', 'how the number of tokens is found, or the number itself', searchedLength, 'found')
    .option(
      '--threshold <p>',
      'denoising only: accept tokens of at least this probability in parallel',
      probability,
      DEFAULT_THRESHOLD,
    );
  addDenoisingOptions(command)
    .option('--seed <n>', 'makes alternatives reproducible', integer(0, 2 ** 31), 0)
    .option('--threads <n>', 'threads of a forward pass', integer(1, 256), defaultThreads())
    .addOption(providerOption())
    .option('--json', 'print one JSON document')
    .action(async (options: InfillOptions) => {
      const json = options.json === true;
      checkPlace(options);
      if (options.range || options.gapMarker !== undefined) {
        const rewritten = await rewriteFile(options, await textOfFile(options.file), output, signal);
        output.answer(json, rewriteAnswer(rewritten), () => rewriteText(rewritten));
        return;
      }
      const result = await infillFile(options, output, signal);
      output.answer(json, answerOf(result), () => textOf(result));
    });
}

/** @throws BadInputError unless exactly one place is given, with what goes with it */
function checkPlace({ line, column, range, gapMarker, keep, length, alternatives, repo }: InfillOptions): void {
  const cursor = line !== undefined || column !== undefined;
  const ways = [cursor, range !== undefined, gapMarker !== undefined].filter(Boolean).length;
  if (ways !== 1) {
    throw new BadInputError('Say where: --line and --column, or --range, or --gap-marker; one of the three.');
  }
  if (cursor && (line === undefined || column === undefined)) {
    throw new BadInputError(`Give --line and --column; ${line === undefined ? '--line' : '--column'} is missing.`);
  }
  if (keep !== undefined && !range)
    throw new BadInputError('--keep goes with --range: elsewhere nothing is there to keep.');
  if (gapMarker === '') throw new BadInputError('--gap-marker needs a text, e.g. --gap-marker "<gap>".');
  if (!cursor && repo !== undefined) {
    throw new BadInputError('--repo goes with --line and --column; a rewrite reads its own file only.');
  }
  if (!cursor && (length !== 'found' || alternatives !== 1)) {
    throw new BadInputError(
      '--length and --alternatives go with --line and --column; a rewrite finds its lengths itself.',
    );
  }
}

async function textOfFile(file: string): Promise<string> {
  const bytes = await readUserFile(file, MAX_FILE_BYTES);
  if (bytes.subarray(0, 8192).includes(0)) {
    throw new BadInputError(`${file} is not a text file in UTF-8 (it has zero bytes). Name a source file.`);
  }
  return bytes.toString('utf8');
}

async function infillFile(
  options: InfillOptions,
  output: CommandOutput,
  signal: AbortSignal,
): Promise<InfillResult & { readonly provider: ModelRunner | undefined; readonly files: readonly string[] }> {
  const text = await textOfFile(options.file);
  const context = clipContext(splitAtCursor(text, options.line ?? 1, options.column ?? 1));
  const model = await chosenModel(options.model);
  const engine = await openEngine(options.threads, runnerOptions(options.provider, output));
  try {
    const info = await engine.load(model);
    checkDenoising(options, info, 'infill');
    const languageId = options.language ?? languageOfFile(options.file);
    const place = { file: options.file, languageId, ...context };
    const snippets = options.repo === undefined ? [] : await repositorySnippets(options.repo, place, info, signal);
    const result = await engine.infill(
      {
        model,
        session: path.resolve(options.file),
        languageId,
        ...context,
        snippets,
        extent: options.extent,
        alternatives: options.alternatives,
        maxTokens: MAX_TOKENS[options.extent],
        length: lengthPolicyOf(options.length),
        threshold: options.threshold,
        copy: 'file',
        seed: options.seed,
        denoising: denoisingOf(options),
      },
      signal,
    );
    return {
      ...result,
      provider: engine.models()[0]?.provider,
      files: [...new Set(snippets.map(({ path: file }) => file))],
    };
  } finally {
    await engine.dispose();
  }
}

/** The documented form of the answer. */
function answerOf(result: Awaited<ReturnType<typeof infillFile>>) {
  const [first, ...others] = result.suggestions;
  return {
    model: result.model,
    provider: result.provider,
    text: first?.text ?? '',
    alternatives: others.map((suggestion) => suggestion.text),
    tokens: first?.tokens ?? 0,
    forwardPasses: result.forwardPasses,
    contextTokens: result.contextTokens,
    contextReused: result.contextReused,
    ...(result.files.length > 0 && { files: result.files }),
    ...(result.length && { length: result.length }),
    ms: result.ms,
  };
}

function textOf(result: InfillResult): string {
  const { ms, length } = result;
  const tokens = length?.kind === 'fixed' ? `, ${length.tokens} masks` : '';
  const summary =
    `${result.model}: ${result.forwardPasses} forward passes, ${result.contextTokens} context tokens${tokens}, ` +
    `${ms.total.toFixed(0)} ms (context ${ms.context.toFixed(0)}, denoising ${ms.denoise.toFixed(0)})`;
  const texts = result.suggestions.map(({ text, confidence }) => `--- confidence ${confidence.toFixed(2)}\n${text}`);
  return [...(texts.length > 0 ? texts : ['No suggestion here.']), '---', summary].join('\n');
}
