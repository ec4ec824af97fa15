import type { Scorer } from '../../../core/runs/types';
import { asJson } from '../../solving/taskContent';
import { checkNames } from '../blueprint';
import { making } from './makingContent';

/** 1 where a draft was taken. Metrics: how far drafts came, so that a report shows where they fail. */
export const blueprintScorer: Scorer = {
  name: 'blueprint-checks',
  version: '1',
  score(_scenario, solution) {
    const { attempts, taken } = making.parse(solution.content);
    const complete = taken !== undefined;
    const last = attempts.at(-1);
    const failed = last?.rejected?.failures[0]?.check;
    const passed = (check: (typeof checkNames)[number]) =>
      last?.reached.includes(check) !== true ? undefined : Number(failed !== check);
    return Promise.resolve({
      value: Number(complete),
      complete,
      milestones: checkNames.map((check) => ({
        ...{ id: check, text: `The last draft passed: ${check}`, weight: 1 / checkNames.length },
        achieved: passed(check),
      })),
      metrics: {
        tries: attempts.length,
        firstTry: Number(complete && attempts.length === 1),
        ...Object.fromEntries(checkNames.map((check) => [`${check}Passed`, passed(check)])),
        committeeScore: taken?.generator.committee?.score,
        calls: taken?.actions.length,
        outputs: taken?.outputs.length,
      },
      evidence: asJson({ attempts, taken: taken ?? null }),
    });
  },
};
