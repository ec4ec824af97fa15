/** Runs a set of infilling tasks through a model and sums up. */
import type {
  CopyReach,
  DenoisingOptions,
  InfillExtent,
  InfillParams,
  InfillResult,
  LengthPolicy,
} from '../../runtime/protocol';
import type { PythonSandbox } from '../../runtime/tools/sandbox';
import { mean, percentile, wilsonInterval, type Interval } from '../core/statistics';
import { clipContext } from './cursor';
import { MAX_TOKENS } from './defaults';
import type { InfillingDataset, InfillingTask } from './dataset';
import { editSimilarity } from './editSimilarity';
import {
  contextOf,
  formOfSet,
  middleOf,
  normalised,
  PASS_STATUS,
  passRate,
  programOf,
  type TaskForm,
  type TaskResult,
} from './infillingTask';
import type { ResultFile } from './resultFile';

/** The part of the engine that an evaluation uses. */
export interface Infiller {
  infill(params: InfillParams, signal: AbortSignal): Promise<InfillResult>;
  closeSession(session: string): void;
}

export interface InfillingEvaluationOptions {
  /** 'embedded', or the absolute path of a model folder. */
  readonly model: string;
  /** Language id of the tasks that do not name one. */
  readonly languageId: string;
  /** Undefined: by the data, see formOfSet. */
  readonly extent: InfillExtent | undefined;
  /** The first so many tasks; undefined: all. */
  readonly limit: number | undefined;
  readonly threshold: number;
  readonly copy: CopyReach;
  readonly seed: number;
  readonly denoising?: DenoisingOptions | undefined;
  /** How many tokens the middle of this task gets. */
  readonly lengthOf: (task: InfillingTask, form: TaskForm) => LengthPolicy;
  /** Runs the tests; undefined: exact match and edit similarity only. */
  readonly sandbox: PythonSandbox | undefined;
  readonly results: ResultFile<TaskResult> | undefined;
  readonly onProgress: (done: number, total: number, results: readonly TaskResult[]) => void;
  readonly signal: AbortSignal;
}

export interface InfillingSummary {
  readonly n: number;
  /** Share 0..1 with its Wilson interval (95 %). */
  readonly exactMatch: Interval;
  /** Mean, 0..1. */
  readonly editSimilarity: number;
  /** Share 0..1 of programs that pass their tests, one try each; only when they were run. */
  readonly passAt1?: number;
  readonly passAt1Interval?: { readonly low: number; readonly high: number };
  /** Mean a task. */
  readonly forwardPasses: number;
  /** Wall milliseconds of a request with a cold context. */
  readonly msP50: number;
  readonly msP95: number;
  readonly extent: InfillExtent;
}

export async function evaluateInfilling(
  infiller: Infiller,
  data: InfillingDataset,
  options: InfillingEvaluationOptions,
): Promise<InfillingSummary> {
  const found = formOfSet(data.tasks);
  const form = { ...found, extent: options.extent ?? found.extent };
  const tasks = data.tasks.slice(0, options.limit);
  const results: TaskResult[] = [];
  for (const task of tasks) {
    let result = options.results?.done.get(task.task_id);
    if (result === undefined || (options.sandbox !== undefined && result.passed === undefined)) {
      result = await evaluateTask(infiller, task, form, options);
      await options.results?.append(result);
    }
    results.push(result);
    options.onProgress(results.length, tasks.length, results);
  }
  return summarise(results, form.extent);
}

async function evaluateTask(
  infiller: Infiller,
  task: InfillingTask,
  form: TaskForm,
  options: InfillingEvaluationOptions,
): Promise<TaskResult> {
  const length = options.lengthOf(task, form);
  const result = await infiller.infill(
    {
      model: options.model,
      session: task.task_id,
      languageId: task.language ?? options.languageId,
      ...clipContext(contextOf(task, form)),
      snippets: [],
      extent: form.extent,
      alternatives: 1,
      // A length that is given is no subject to the product's bound.
      maxTokens: Math.max(MAX_TOKENS[form.extent], length.kind === 'fixed' ? length.tokens : 0),
      length,
      threshold: options.threshold,
      copy: options.copy,
      seed: options.seed,
      denoising: options.denoising,
    },
    options.signal,
  );
  // Tasks share prompts: every task begins cold, so that the times do not depend on the order of the file.
  infiller.closeSession(task.task_id);
  const middle = middleOf(result.suggestions[0]?.text ?? '', form);
  const [ours, truth] = [normalised(middle), normalised(task.canonical_solution)];
  const outcome = await options.sandbox?.run(programOf(task, middle), options.signal);
  options.signal.throwIfAborted();
  if (outcome?.ended === 'set-up') {
    throw new Error(`The sandbox stopped working at ${task.task_id}: ${outcome.stderr.trim()}`);
  }
  return {
    task_id: task.task_id,
    middle,
    exact: ours === truth,
    editSimilarity: editSimilarity(ours, truth),
    passed: outcome === undefined ? undefined : outcome.code === PASS_STATUS,
    forwardPasses: result.forwardPasses,
    ms: result.ms.total,
  };
}

function summarise(results: readonly TaskResult[], extent: InfillExtent): InfillingSummary {
  const passes = passRate(results);
  const times = results.map((result) => result.ms);
  return {
    n: results.length,
    exactMatch: wilsonInterval(results.filter((result) => result.exact).length, results.length),
    editSimilarity: mean(results.map((result) => result.editSimilarity)),
    ...(passes && { passAt1: passes.mean, passAt1Interval: { low: passes.low, high: passes.high } }),
    forwardPasses: mean(results.map((result) => result.forwardPasses)),
    msP50: percentile(times, 0.5),
    msP95: percentile(times, 0.95),
    extent,
  };
}
