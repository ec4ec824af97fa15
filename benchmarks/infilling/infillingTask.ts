/**
 * How a task becomes a request, and how an answer is judged. The form is that of the data set, not of the task, so that
 * nothing of a single true middle is given away.
 */
import { z } from 'zod';
import type { InfillExtent } from '../../runtime/protocol';
import { wilsonInterval, type Interval } from '../core/statistics';
import type { CursorContext } from './cursor';
import type { InfillingTask } from './dataset';

export interface TaskForm {
  /** 'line' when every middle of the set is one line with its line end, else 'block'. */
  readonly extent: InfillExtent;
  /**
   * Whether the middles of the set are whole lines. The cursor then stands on a line of its own, as in an editor: the
   * model sees a line end before the suffix, and the line end after its answer is added. Otherwise the model sees
   * prompt and suffix as they are, and its answer is the middle.
   */
  readonly wholeLines: boolean;
}

export function formOfSet(tasks: readonly InfillingTask[]): TaskForm {
  const wholeLines = tasks.every(
    ({ prompt, canonical_solution: middle }) => /(^|[\r\n])$/.test(prompt) && middle.endsWith('\n'),
  );
  const singleLines = tasks.every((task) => /^[^\r\n]*\r?\n$/.test(task.canonical_solution));
  return { extent: wholeLines && singleLines ? 'line' : 'block', wholeLines };
}

/** What the model sees. */
export function contextOf({ prompt, suffix }: InfillingTask, form: TaskForm): CursorContext {
  return { prefix: toLf(prompt), suffix: form.wholeLines ? `\n${toLf(suffix)}` : toLf(suffix) };
}

/** The middle that the model writes when it inserts the text at the cursor. */
export function middleOf(text: string, form: TaskForm): string {
  return form.wholeLines ? `${text}\n` : text;
}

/** What the model has to write at the cursor to be right. */
export function wantedText({ canonical_solution: middle }: InfillingTask, form: TaskForm): string {
  return form.wholeLines ? toLf(middle).slice(0, -1) : toLf(middle);
}

/**
 * The form in which the model's middle and the true one are compared: LF line ends, no blanks at the ends of lines,
 * no white space at the end. Indentation and blank lines before the content count.
 */
export function normalised(middle: string): string {
  return toLf(middle)
    .replace(/[ \t]+$/gm, '')
    .trimEnd();
}

/** Exit status of a program that reached its end. Not 0, which a middle that calls exit() would give as well. */
export const PASS_STATUS = 42;

/** The program whose run decides: as in human-eval-infilling's execution.py, and PASS_STATUS at its end. */
export function programOf(task: InfillingTask, middle: string): string {
  return `${task.prompt}${middle}${task.suffix}\n${task.test}\ncheck(${task.entry_point})\n__import__('sys').exit(${PASS_STATUS})\n`;
}

/** One task's outcome, as it is kept in a file. */
export const taskResultSchema = z.object({
  task_id: z.string(),
  /** The model's middle. */
  middle: z.string(),
  exact: z.boolean(),
  /** 0..1, of the normalised middles. */
  editSimilarity: z.number(),
  /** Only when the program was run. */
  passed: z.boolean().optional(),
  forwardPasses: z.number(),
  /** Wall milliseconds of the request. */
  ms: z.number(),
});
export type TaskResult = Readonly<z.infer<typeof taskResultSchema>>;

/** Share of passes with its 95 % interval; undefined when nothing was run. */
export function passRate(results: readonly TaskResult[]): Interval | undefined {
  const run = results.filter((result) => result.passed !== undefined);
  return run.length === 0 ? undefined : wilsonInterval(run.filter((result) => result.passed).length, run.length);
}

function toLf(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}
