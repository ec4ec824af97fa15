/** Tasks, answers and outcomes for tests of the suite. */
import type { InfillingTask } from '../../dataset';
import type { Competitor, Completion } from '../competitor';
import type { Outcome } from '../runSuite';
import type { SuiteTask } from '../suiteTasks';

export const infillingTask: InfillingTask = {
  task_id: 'a/1',
  prompt: 'def f():\n    return ',
  suffix: '\n',
  canonical_solution: '1',
  test: '',
  entry_point: 'none',
};

export function suiteTask(key: string, changes: Partial<SuiteTask> = {}): SuiteTask {
  const form = { extent: 'line', wholeLines: false } as const;
  return { task: { ...infillingTask, task_id: key }, language: 'python', kind: 'rest-of-line', form, key, ...changes };
}

export function outcome(task: SuiteTask, changes: Partial<Outcome> = {}): Outcome {
  return {
    ...{
      task,
      empty: false,
      exact: true,
      editSimilarity: 1,
      kept: 1,
      contextMs: undefined,
      syntaxValid: true,
      passed: undefined,
    },
    ...{ forwardPasses: 2, ms: 10, chance: undefined, ...changes },
  };
}

/** Answers from a list, in turn. */
export function listedAnswers(
  name: string,
  answers: readonly (string | Partial<Completion>)[],
): Competitor & {
  readonly asked: string[];
  disposed: boolean;
} {
  const asked: string[] = [];
  return {
    name,
    settings: { name },
    asked,
    disposed: false,
    complete: ({ prefix }) => {
      const answer = answers[asked.length % answers.length] ?? '';
      asked.push(prefix);
      const completion = typeof answer === 'string' ? { text: answer } : answer;
      return Promise.resolve({ text: '', forwardPasses: 3, ms: 7, ...completion });
    },
    dispose() {
      this.disposed = true;
      return Promise.resolve();
    },
  };
}
