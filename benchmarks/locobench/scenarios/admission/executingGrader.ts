import { openGrader } from '../../grading/openGrader';
import type { GraderSource } from '../generate/types';
import { openTestObserver } from './observeTests';

/** Tries answers with the repository's own tools, in throw-away checkouts inside the sandbox. */
export const executingGrader: GraderSource = (set, folder) => {
  const grader = openGrader({ lint: false, runOnce: true });
  const observer = openTestObserver(set, folder);
  return {
    grade: async (scenario, answer, signal) => {
      const { value, measured, notMeasured } = await grader.grade({
        ...{ set, folder, scenario, answer, signal },
        log: () => undefined,
      });
      return { value, measured, notMeasured };
    },
    observe: observer.observe,
    close: async () => {
      await grader.close();
      await observer.close();
    },
  };
};
