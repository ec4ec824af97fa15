/** `whetstone tools refactor`: a smaller library of the tools of a folder, verified. */
import type { Command } from 'commander';
import path from 'node:path';
import { stateFolder } from '../../../runtime/store/stateFolder';
import { LibraryFolderError, writeLibrary } from '../../../runtime/toolLibrary/merging';
import { RunnerStartError } from '../../../runtime/toolLibrary/execution';
import { ExtractionError } from '../../../runtime/toolLibrary/extraction';
import {
  refactorCollection,
  type RefactorCollectionOptions,
  type RefactoredCollection,
} from '../../../runtime/toolLibrary/refactorCollection';
import { openTokenCounter } from '../../../runtime/toolLibrary/tokenCounter';
import { BadInputError } from '../../core/badInputError';
import type { CommandOutput } from '../../core/commandOutput';
import { FailedCheckError } from '../../core/failedCheckError';
import { modelsFolder } from '../../core/packageRoot';
import { userPath } from '../../core/userFile';
import { askThroughGateway } from '../../toolLibrary/askThroughGateway';
import { openCommandGateway } from '../commandGateway';
import { integer, probability } from '../optionValues';
import { withFiles, type FilesOptions } from './collection';
import { tellMissingPackages, withPython, workspacePython, type PythonOptions } from './pythonOption';

interface RefactorOptions extends FilesOptions, PythonOptions {
  readonly path: string;
  readonly families: boolean;
  readonly out: string;
  readonly model?: string;
  readonly candidates: number;
  readonly rounds: number;
  readonly height: number;
  readonly seed: number;
  readonly acceptWeak?: true;
  readonly config?: string;
  readonly json?: true;
}

/** Wider than groups that people look at: tools that differ in a constant have other words, and a model may leave what does not belong. */
const modelHeight = 0.7;

export function addRefactorCommand(tools: Command, output: CommandOutput, signal: AbortSignal): void {
  withPython(withFiles(tools.command('refactor')))
    .description(
      'merge tools that do the same, verify it in the sandbox, and write the library; the folder itself is not changed',
    )
    .requiredOption('--path <path>', 'folder or file with the tools')
    .requiredOption('--out <dir>', 'folder of the library: before/, after/, library.json, coverage.json, tools.json')
    .option(
      '--model <id>',
      'also join related tools, by a model of the gateway; what it writes must pass the same checks',
    )
    .option('--candidates <n>', 'of the model for a group; the shortest that passes is taken', integer(1, 10), 2)
    .option('--rounds <n>', 'of changes after what the checks found', integer(1, 3), 3)
    .option(
      '--height <share>',
      'distance from 0 to 1 above which tools are not given to the model together',
      probability,
      modelHeight,
    )
    .option('--seed <n>', 'of the arguments that tools are run on', integer(0, 2 ** 31), 1)
    .option('--no-families', 'leave functions that differ in constants alone to the model')
    .option('--accept-weak', 'also merge what the cases notice few faults of')
    .option('--config <file>', 'settings of the gateway (JSON)')
    .option('--json', 'print one JSON document: {before, after, merged, rejected, descriptionLength, coverageMap}')
    .action(async (options: RefactorOptions) => {
      await userPath(options.path);
      const log = (message: string) => output.log(message);
      const python = await workspacePython(options, options.path, log);
      const maker =
        options.model === undefined ? undefined : await openCommandGateway(options.model, options.config, output);
      try {
        const folder = path.join(stateFolder(), 'toolLibrary', 'answers');
        const { candidates, rounds } = options;
        const model = maker && {
          ...{ name: maker.model, candidates, rounds },
          ask: askThroughGateway({ gateway: maker.gateway, model: maker.model, folder }),
        };
        const { content, fingerprints } = await refactored({
          ...{ root: options.path, seed: options.seed, python, signal, exclude: options.exclude },
          ...(options.include.length > 0 && { include: options.include }),
          ...(model !== undefined && { model }),
          cut: { height: options.height },
          acceptWeak: options.acceptWeak === true,
          families: options.families,
          tokens: await openTokenCounter(path.join(modelsFolder(), 'embedded')),
          progress: log,
        });
        tellMissingPackages(fingerprints, python, log);
        await write(options.out, content);
        const { counts, merged, rejected, descriptionLength } = content.description;
        const answer = {
          ...{ before: counts.before, after: counts.after, merged, rejected, descriptionLength },
          coverageMap: content.coverage,
        };
        output.answer(options.json === true, answer, () =>
          [
            ...merged.map(
              ({ ids, into, verdict, cases }) =>
                `${into}: ${ids.length + 1} tools (${verdict}, ${cases} calls compared)`,
            ),
            ...rejected.map(({ name, reason }) => `! ${name} stays: ${reason}`),
            `${counts.before} tools before, ${counts.after} after` +
              (descriptionLength === undefined
                ? ''
                : `; ${descriptionLength.before} and ${descriptionLength.after} tokens`) +
              `. The library is in ${path.resolve(options.out)}.`,
          ].join('\n'),
        );
      } finally {
        await maker?.close();
      }
    });
}

async function refactored(options: RefactorCollectionOptions): Promise<RefactoredCollection> {
  try {
    const done = await refactorCollection(options);
    if (done.collection.tools.length > 0) return done;
  } catch (error) {
    if (error instanceof ExtractionError || error instanceof RangeError) {
      throw new BadInputError(error.message, { cause: error });
    }
    if (error instanceof RunnerStartError) throw new FailedCheckError(error.message);
    throw error;
  }
  throw new BadInputError(
    `${options.root} holds no tool. Name a folder with functions in Python, TypeScript or JavaScript.`,
  );
}

async function write(out: string, content: RefactoredCollection['content']): Promise<void> {
  try {
    await writeLibrary(path.resolve(out), content);
  } catch (error) {
    if (error instanceof LibraryFolderError) throw new BadInputError(error.message, { cause: error });
    throw error;
  }
}
