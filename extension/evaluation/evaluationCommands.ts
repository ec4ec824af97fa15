import type { WhetstoneCommands } from '../contributions/commandMap';
import type { EvaluationFeature } from './evaluationFeature';

type EvaluationCommand = Extract<
  keyof WhetstoneCommands,
  `whetstone.${'locobench' | 'userbench' | 'mcpEval'}.${string}`
>;

/** What the commands of evaluations do. */
export function evaluationCommands(evaluation: EvaluationFeature): Pick<WhetstoneCommands, EvaluationCommand> {
  return {
    'whetstone.locobench.show': (target) => evaluation.show('locobench', target),
    'whetstone.userbench.show': (target) => evaluation.show('userbench', target),
    'whetstone.mcpEval.show': (target) => evaluation.show('mcpeval', target),
    'whetstone.locobench.stop': (target) => evaluation.stop(target),
    'whetstone.locobench.export': (target) => evaluation.export(target),
    'whetstone.locobench.revokeExecution': () => evaluation.revokeExecution(),
  };
}
