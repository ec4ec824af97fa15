import type { LoadedBenchmark } from '../../core/runs/benchmark';
import type { Scenario } from '../../core/runs/types';
import { BadInputError } from '../../core/badInputError';
import { openGrader, type GraderOptions } from '../grading/openGrader';
import { estimatedTokens, type TokenCounter } from '../scenarios';
import { openScenarioSet } from '../scenarios';
import { agentSolver } from './agent/agentSolver';
import { coreScenario } from './locobenchContent';
import { promptSolver } from './promptSolver';
import { verifiedScorer } from './verifiedScorer';

export interface LocobenchOptions extends GraderOptions {
  /** 'prompt': all files in the prompt; 'agent': tools that read and edit. Default: prompt. */
  readonly solver?: 'prompt' | 'agent' | undefined;
  /** Of the model; default: an estimate. */
  readonly tokens?: TokenCounter | undefined;
  /** Default: all of the set. */
  readonly scenarios?: readonly string[] | undefined;
}

/**
 * A set of scenarios as the core runs it.
 * @throws BadInputError for a folder without a whole set, and for published scenarios, which have no facts to grade by
 */
export async function loadLocobench(folder: string, options: LocobenchOptions = {}): Promise<LoadedBenchmark> {
  const opened = await openScenarioSet(folder);
  const { set } = opened;
  const wanted = options.scenarios === undefined ? undefined : new Set(options.scenarios);
  const scenarios: Scenario[] = [];
  let executes = false;
  for (const entry of set.scenarios) {
    if (wanted !== undefined && !wanted.has(entry.id)) continue;
    const loaded = await opened.scenario(entry.id);
    if (loaded.kind === 'published') {
      throw new BadInputError(
        `${folder} holds published scenarios: they have no facts to grade by. Use locobench score --mode ref for answers to them.`,
      );
    }
    executes ||= loaded.scenario.whetstone.verification.kind !== 'answers';
    scenarios.push(coreScenario(loaded.scenario, entry));
  }
  const grader = openGrader(options);
  const parts = { folder, set, tokens: options.tokens ?? estimatedTokens };
  return {
    name: 'locobench',
    set: { name: set.name, folder },
    commit: set.repository.commit,
    scenarios,
    executes: executes && options.execute !== false,
    solver: options.solver === 'agent' ? agentSolver(parts) : promptSolver(parts),
    scorer: verifiedScorer({ set, folder, grader }),
    close: () => grader.close(),
  };
}
