import type { WhetstoneCommands } from '../contributions/commandMap';
import type { EvaluationFeature } from './evaluationFeature';

type EvaluationCommand = Extract<keyof WhetstoneCommands, `whetstone.locobench.${string}`>;

/** What the commands of evaluations do. */
export function evaluationCommands(evaluation: EvaluationFeature): Pick<WhetstoneCommands, EvaluationCommand> {
  return {
    'whetstone.locobench.show': (target) => evaluation.show(target),
    'whetstone.locobench.stop': (target) => evaluation.stop(target),
    'whetstone.locobench.export': (target) => evaluation.export(target),
    'whetstone.locobench.revokeExecution': () => evaluation.revokeExecution(),
  };
}
