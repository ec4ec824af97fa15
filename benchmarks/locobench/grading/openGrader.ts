import {
  openSandbox,
  SandboxUnavailableError,
  type CommandLimits,
  type CommandSandbox,
} from '../../../runtime/tools/sandbox';
import { Checkouts } from './checkout/checkouts';
import type { WeaknessScanner } from './checks/expectationsCheck';
import type { CheckTools } from './checks/tools';
import { TypeChecker } from './checks/typeCheck';
import { gradeScenario } from './gradeScenario';
import { RepositoryState } from './state/repositoryState';
import type { TestRun } from './tests/types';
import type { Grader, GradingRequest } from './types';
import { scanWeaknesses } from './weaknesses';

export interface GraderOptions {
  /** false: nothing of the repository is run, and what needs that is not measured; default: true. */
  readonly execute?: boolean | undefined;
  /** Default: the sandbox of this system, opened when it is first needed. */
  readonly open?: (() => Promise<CommandSandbox>) | undefined;
  readonly testLimits?: Partial<CommandLimits> | undefined;
  readonly typeCheckLimits?: Partial<CommandLimits> | undefined;
  /** Finds weaknesses by CWE. Default: `scanWeaknesses`. */
  readonly scan?: WeaknessScanner | undefined;
  /** false: code quality is not measured by the repository's linter, which decides nothing and takes long; default: true. */
  readonly lint?: boolean | undefined;
  /** true: tests run once for a state of the repository, however many answers come to it; default: for each answer. */
  readonly runOnce?: boolean | undefined;
}

/** Grades answers of any number of sets; many may be graded at the same time. `close` removes its checkouts. */
export function openGrader(options: GraderOptions = {}): Grader {
  const checkouts = new Checkouts();
  const types = new TypeChecker(options.typeCheckLimits);
  const runsOf = new Map<string, NonNullable<CheckTools['runs']>>();
  const runs = (folder: string) => {
    const known = runsOf.get(folder) ?? new Map<string, TestRun>();
    runsOf.set(folder, known);
    return known;
  };
  let opened: Promise<CheckTools['sandbox']> | undefined;
  const sandbox = () => (opened ??= openOrReason(options));
  return {
    async grade({ set, folder, scenario, answer, signal, log }: GradingRequest) {
      signal.throwIfAborted();
      return gradeScenario(scenario, answer, RepositoryState.ofSnapshot({ folder, set }), {
        sandbox: scenario.whetstone.verification.kind === 'answers' ? NOT_NEEDED : await sandbox(),
        checkout: () => checkouts.of(folder, set),
        tools: set.tools,
        testLimits: options.testLimits ?? {},
        scan: options.scan ?? scanWeaknesses,
        lint: options.lint ?? true,
        runs: options.runOnce === true ? runs(folder) : undefined,
        ...{ types, signal, log },
      });
    },
    close: () => checkouts.close(),
  };
}

const NOT_NEEDED = { unavailable: 'nothing is run for answers to questions' } as const;

async function openOrReason({ execute = true, open = openSandbox }: GraderOptions): Promise<CheckTools['sandbox']> {
  if (!execute) return { unavailable: 'running the repository’s own tools was not allowed' };
  try {
    return await open();
  } catch (error) {
    if (error instanceof SandboxUnavailableError) return { unavailable: error.message };
    throw error;
  }
}
