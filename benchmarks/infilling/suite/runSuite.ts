/** Puts every task to every competitor, keeps what they answer, and judges it. */
import { z } from 'zod';
import type { PythonSandbox } from '../../../runtime/tools/sandbox';
import { clipContext } from '../cursor';
import { editSimilarity } from '../editSimilarity';
import { contextOf, middleOf, normalised, PASS_STATUS, programOf } from '../infillingTask';
import type { ResultFile } from '../resultFile';
import type { Competitor } from './competitor';
import type { SuiteTask } from './suiteTasks';
import { hasGrammar } from '../../../runtime/syntax';
import { syntaxValid } from './syntax';

/** What is kept of a task: the answer. What follows from it is computed again. */
export const keptAnswerSchema = z.object({
  /** Key of the task. */
  task_id: z.string(),
  text: z.string(),
  forwardPasses: z.number(),
  ms: z.number(),
  contextMs: z.number().optional(),
  chance: z.number().optional(),
  copied: z.number().optional(),
  /** Only when the program was run. */
  passed: z.boolean().optional(),
});
export type KeptAnswer = z.infer<typeof keptAnswerSchema>;

/** How a competitor did on a task. */
export interface Outcome {
  readonly task: SuiteTask;
  readonly empty: boolean;
  readonly exact: boolean;
  /** 0..1, of the normalised middles. */
  readonly editSimilarity: number;
  /** Undefined without a suggestion, and for a language without grammar. */
  readonly syntaxValid: boolean | undefined;
  /** Characters at the beginning of the answer that are right. */
  readonly kept: number;
  /** Undefined unless the program was run. */
  readonly passed: boolean | undefined;
  readonly forwardPasses: number;
  readonly ms: number;
  readonly contextMs: number | undefined;
  readonly chance: number | undefined;
}

export interface SuiteRun {
  readonly tasks: readonly SuiteTask[];
  readonly competitors: readonly Competitor[];
  /** Runs the programs of tasks that have tests; undefined: none is run. */
  readonly sandbox: PythonSandbox | undefined;
  /** Where the answers of a competitor are kept; undefined: nowhere. */
  readonly resultsOf: (competitor: Competitor) => Promise<ResultFile<KeptAnswer> | undefined>;
  readonly onProgress: (competitor: Competitor, outcomes: readonly Outcome[], total: number) => void;
  readonly signal: AbortSignal;
}

/** @returns for every competitor its outcomes, in the order of the tasks */
export async function runSuite(run: SuiteRun): Promise<ReadonlyMap<Competitor, readonly Outcome[]>> {
  const all = new Map<Competitor, readonly Outcome[]>();
  for (const competitor of run.competitors) {
    const results = await run.resultsOf(competitor);
    const outcomes: Outcome[] = [];
    for (const task of run.tasks) {
      const kept = results?.done.get(task.key);
      const answer = await completed(kept ?? (await ask(competitor, task, run.signal)), task, run);
      if (answer !== kept) {
        await results?.append(answer);
      }
      outcomes.push(await judge(task, answer));
      run.onProgress(competitor, outcomes, run.tasks.length);
    }
    all.set(competitor, outcomes);
  }
  return all;
}

async function ask(competitor: Competitor, { task, language, form, key }: SuiteTask, signal: AbortSignal) {
  signal.throwIfAborted();
  const { repository, path } = task;
  const place = repository === undefined || path === undefined ? undefined : { repository, path };
  const request = { languageId: language, ...clipContext(contextOf(task, form)), extent: form.extent, place };
  const { text, forwardPasses, ms, contextMs, chance, copied } = await competitor.complete(request, signal);
  return { task_id: key, text, forwardPasses, ms, contextMs, chance, copied };
}

/** The answer with the outcome of its program, where it is to be run and has not been. */
async function completed(answer: KeptAnswer, { task, form }: SuiteTask, run: SuiteRun): Promise<KeptAnswer> {
  if (run.sandbox === undefined || answer.passed !== undefined || task.test.trim() === '') {
    return answer;
  }
  const outcome = await run.sandbox.run(programOf(task, middleOf(answer.text, form)), run.signal);
  run.signal.throwIfAborted();
  if (outcome.ended === 'set-up') {
    throw new Error(`The sandbox stopped working at ${task.task_id}: ${outcome.stderr.trim()}`);
  }
  return { ...answer, passed: outcome.code === PASS_STATUS };
}

async function judge(suiteTask: SuiteTask, answer: KeptAnswer): Promise<Outcome> {
  const { task, language, form } = suiteTask;
  const middle = middleOf(answer.text, form);
  const [ours, truth] = [normalised(middle), normalised(task.canonical_solution)];
  const empty = answer.text.trim() === '';
  return {
    task: suiteTask,
    empty,
    exact: ours === truth,
    editSimilarity: editSimilarity(ours, truth),
    kept: commonPrefix(ours, truth),
    syntaxValid:
      empty || !hasGrammar(language)
        ? undefined
        : await syntaxValid(language, task.prompt, middle, task.suffix, task.canonical_solution),
    passed: answer.passed,
    forwardPasses: answer.forwardPasses,
    ms: answer.ms,
    contextMs: answer.contextMs,
    chance: answer.chance,
  };
}

function commonPrefix(left: string, right: string): number {
  let length = 0;
  while (length < left.length && left[length] === right[length]) length++;
  return length;
}
