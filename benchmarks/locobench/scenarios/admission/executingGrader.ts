import { openGrader } from '../../grading/openGrader';
import type { GraderSource } from '../generate/types';

/** Tries answers with the repository's own tools, in throw-away checkouts inside the sandbox. */
export const executingGrader: GraderSource = (set, folder) => {
  const grader = openGrader();
  return {
    grade: async (scenario, answer, signal) => {
      const { value, measured, notMeasured } = await grader.grade({
        ...{ set, folder, scenario, answer, signal },
        log: () => undefined,
      });
      return { value, measured, notMeasured };
    },
    close: () => grader.close(),
  };
};
