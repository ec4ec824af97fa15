/** One tool on its way up the ladder. */
import type { CallableTool, CaseArguments } from '../execution';
import type { CoverageEntry, LadderStep, ToolRecord, Verdict, Verification, VerifiedCall } from '../types';
import type { Replacement } from './replacements';

export class Trial {
  readonly steps: LadderStep[] = [];
  /** Calls whose results were compared. */
  compared = 0;
  /** Missing for tools that are never run on their own. */
  original?: CallableTool;
  replacements: readonly Replacement[] = [];
  cases: readonly CaseArguments[] = [];
  /** Canonical results of the original by case. */
  results: readonly string[] = [];
  /** Processor time of the original's calls, or of those of what stands for it, where that is more; a bound for a single one. */
  seconds = 0;
  /** How many of the cases, from the first, are examples of its own. */
  examples = 0;
  /** Cases that tell most, for people and for tests. */
  samples: readonly VerifiedCall[] = [];
  private settled?: Verdict;

  constructor(
    readonly tool: ToolRecord,
    readonly entry: CoverageEntry,
  ) {}

  /** Nothing failed so far, and something of it is run. */
  get goesOn(): boolean {
    return this.settled !== 'rejected';
  }

  get isRun(): boolean {
    return this.goesOn && this.original !== undefined;
  }

  passed(step: LadderStep['step'], detail: string): void {
    this.steps.push({ step, outcome: 'passed', detail });
  }

  skipped(step: LadderStep['step'], detail: string): void {
    this.steps.push({ step, outcome: 'skipped', detail });
  }

  failed(step: LadderStep['step'], detail: string, counterexample?: LadderStep['counterexample']): void {
    this.settled = 'rejected';
    this.steps.push({ step, outcome: 'failed', detail, ...(counterexample === undefined ? {} : { counterexample }) });
  }

  /** It is not run, for this reason. */
  notRun(step: LadderStep['step'], reason: string): void {
    delete this.original;
    this.lower('unverified');
    this.skipped(step, reason);
  }

  /** Lowers the verdict, never raises it. */
  lower(verdict: Verdict): void {
    const order: readonly Verdict[] = ['identical', 'weak', 'unverified', 'rejected'];
    if (order.indexOf(verdict) > order.indexOf(this.settled ?? 'identical')) this.settled = verdict;
  }

  verification(): Verification {
    const { steps, compared: cases, samples } = this;
    const shown = this.goesOn && samples.length > 0 ? { samples } : {};
    return { tool: this.tool.id, verdict: this.settled ?? 'identical', steps, cases, ...shown };
  }
}
