/** What checks need that lives longer than one answer. */
import type { CommandLimits, CommandSandbox } from '../../../../runtime/tools/sandbox';
import type { RepositoryTools } from '../../scenarios';
import type { Checkout } from '../checkout/checkouts';
import type { TestRun } from '../tests/types';
import type { WeaknessScanner } from './expectationsCheck';
import type { TypeChecker } from './typeCheck';

export interface CheckTools {
  /** undefined with the reason: nothing is run. */
  readonly sandbox: CommandSandbox | { readonly unavailable: string };
  /** Made when it is first needed. */
  readonly checkout: () => Promise<Checkout>;
  readonly tools: RepositoryTools;
  readonly types: TypeChecker;
  /** Runs of tests that ended by themselves, by state and files, which are not done again; undefined: each is done anew. */
  readonly runs: Map<string, TestRun> | undefined;
  readonly testLimits: Partial<CommandLimits>;
  readonly scan: WeaknessScanner | undefined;
  /** false: the linter, which only metrics need, is left out. */
  readonly lint: boolean;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

export interface StepLog {
  readonly step: string;
  readonly text: string;
}
