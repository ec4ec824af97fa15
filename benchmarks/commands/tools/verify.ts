/** `whetstone tools verify`: every merged behaviour of a library again, with fresh seeds. */
import { randomInt } from 'node:crypto';
import type { Command } from 'commander';
import { extractTools } from '../../../runtime/toolLibrary/extraction';
import { RunnerStartError, type WorkspacePython } from '../../../runtime/toolLibrary/execution';
import { verifyLibrary } from '../../../runtime/toolLibrary/verification';
import type { CommandOutput } from '../../core/commandOutput';
import { FailedCheckError } from '../../core/failedCheckError';
import { integer } from '../optionValues';
import { withPython, workspacePython, type PythonOptions } from './pythonOption';
import { libraryPlace, openLibrary } from './verifiedLibrary';

interface VerifyOptions extends PythonOptions {
  readonly library: string;
  readonly seed?: number;
  readonly cases: number;
  readonly json?: true;
}

export function addVerifyCommand(tools: Command, output: CommandOutput, signal: AbortSignal): void {
  withPython(tools.command('verify'))
    .description('replay what was merged against the tools as they were, with fresh seeds, in the sandbox')
    .requiredOption('--library <dir>', 'folder that tools refactor wrote')
    .option('--seed <n>', 'default: drawn by chance', integer(0, 2 ** 31))
    .option('--cases <n>', 'made-up calls of each tool', integer(200, 100_000), 200)
    .option('--json', 'print one JSON document: {tools, cases, regressions, notRun, seed}')
    .action(async (options: VerifyOptions) => {
      const library = await openLibrary(options.library);
      const seed = options.seed ?? randomInt(2 ** 31);
      const before = await extractTools({
        root: library.before,
        include: library.description.include,
        exclude: library.description.exclude,
        signal,
      });
      const python = await workspacePython(options, libraryPlace(library, options.library), (message) =>
        output.log(message),
      );
      const found = await verified({ library, before, seed, cases: options.cases, python, signal });
      const { coverageProblem, regressions, notRun } = found;
      const answer = {
        ...{ tools: found.tools, cases: found.cases, regressions, notRun, seed },
        ...(coverageProblem !== undefined && { coverageProblem }),
      };
      output.answer(options.json === true, answer, () =>
        [
          ...regressions.map(({ tool, reason }) => `! ${tool}: ${reason}`),
          ...notRun.map(({ tool, reason }) => `? ${tool} was not run: ${reason}`),
          `${found.tools} merged tools, ${found.cases} calls compared, ${regressions.length} regressions (seed ${seed})`,
        ].join('\n'),
      );
      if (regressions.length > 0) throw new FailedCheckError(`${regressions.length} merged tools behave otherwise.`);
      if (coverageProblem !== undefined) throw new FailedCheckError(coverageProblem);
    });
}

async function verified({
  library,
  before,
  ...rest
}: {
  readonly library: Awaited<ReturnType<typeof openLibrary>>;
  readonly before: Awaited<ReturnType<typeof extractTools>>;
  readonly seed: number;
  readonly cases: number;
  readonly python: WorkspacePython | undefined;
  readonly signal: AbortSignal;
}): ReturnType<typeof verifyLibrary> {
  try {
    const after = { root: library.after, texts: new Map<string, string>() };
    return await verifyLibrary({ ...rest, before, after, coverage: library.coverage });
  } catch (error) {
    if (error instanceof RunnerStartError) throw new FailedCheckError(error.message);
    throw error;
  }
}
