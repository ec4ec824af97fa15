import type { Scorer } from '../../../core/runs/types';
import { asJson } from '../../solving/taskContent';
import { judgeTrajectory, rejectionReasons } from './rejections';
import { blueprintIn, trajectoryContent } from './trajectoryContent';

/** Complete where a dialogue is kept: the final state and what was told are those of the blueprint, and no rule was broken. */
export const trajectoryScorer: Scorer = {
  name: 'blueprint-agreement',
  version: '1',
  score(scenario, solution) {
    const each = blueprintIn(scenario);
    const made = trajectoryContent.parse(solution.content);
    const { rejections, grade } = judgeTrajectory(each, made);
    const complete = rejections.length === 0;
    const reasons = new Set(rejections.map(({ reason }) => reason));
    return Promise.resolve({
      ...{ value: complete ? 1 : grade.complete ? 0 : grade.value, complete, milestones: grade.milestones },
      metrics: {
        kept: Number(complete),
        stateAgrees: Number(!reasons.has('state')),
        outputsAgree: Number(!reasons.has('outputs')),
        ...Object.fromEntries(rejectionReasons.map((reason) => [`rejected: ${reason}`, Number(reasons.has(reason))])),
        userTurns: made.turns.filter(({ role }) => role === 'user').length,
        calls: made.records.length,
        failedCalls: made.records.filter(({ isError }) => isError).length,
      },
      evidence: asJson({ ended: made.ended, rejections, changes: made.changes, expected: each.changes }),
    });
  },
};
