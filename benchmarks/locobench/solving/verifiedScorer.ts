import { EvaluationError } from '../../core/runs/evaluationError';
import type { Score, Scorer } from '../../core/runs/types';
import type { Grade, Grader } from '../grading/types';
import type { ScenarioSet } from '../scenarios';
import { json, readAnswerContent, scenarioOf } from './locobenchContent';

export const SCORER_VERSION = '1';
const LOG_CHARACTERS = 20_000;

/** The verified score, and milestones as the value that rankings use. */
export function verifiedScorer(parts: {
  readonly set: ScenarioSet;
  readonly folder: string;
  readonly grader: Grader;
}): Scorer {
  return {
    name: 'locobench-verified',
    version: SCORER_VERSION,
    async score(core, solution, { signal, log }) {
      const answer = readAnswerContent(solution.content);
      const grade = await parts.grader.grade({ ...parts, scenario: scenarioOf(core), answer, signal, log });
      if (!grade.measured) {
        throw new EvaluationError('not-measured', `What decides was not measured: ${grade.notMeasured.join('; ')}`);
      }
      return scoreOf(grade);
    },
  };
}

/** The answer as it was read lies in the solution. */
function scoreOf(grade: Grade): Score {
  const { score, dimensions, metrics } = grade.verified;
  return {
    ...{ value: grade.value, complete: grade.complete, milestones: grade.milestones },
    metrics: { verified: score, ...dimensions, ...metrics },
    evidence: json({
      diff: grade.diff,
      notMeasured: grade.notMeasured,
      logs: grade.logs.map(({ step, text }) => ({ step, text: text.slice(-LOG_CHARACTERS) })),
    }),
  };
}
