/** Asks a model for one suggestion a task, as the editor does, and judges it. */
import type { CopyReach, SuggestionEvidence } from '../../runtime/protocol';
import type { Judged } from './calibration';
import { clipContext } from './cursor';
import { DEFAULT_THRESHOLD, MAX_TOKENS } from './defaults';
import type { Infiller } from './evaluateInfilling';
import { contextOf, middleOf, normalised, wantedText } from './infillingTask';
import type { SuiteTask } from './suite/suiteTasks';
import { hasGrammar } from '../../runtime/syntax';
import { syntaxValid } from './suite/syntax';

/** One task's suggestion; one without text was not made and is not in the calibration. */
export interface CalibrationRow extends Judged {
  readonly task_id: string;
  /** VS Code language id. */
  readonly language: string;
  readonly kind: string;
  readonly text: string;
  readonly evidence: SuggestionEvidence;
  /** What the user was going to write there. */
  readonly truth: string;
}

export interface CalibrationRunOptions {
  /** 'embedded', or the absolute path of a model folder. */
  readonly model: string;
  readonly copy: CopyReach;
  readonly seed: number;
  /** Whether to look for syntax errors; takes longer than the suggestion. */
  readonly syntax: boolean;
  readonly onProgress: (done: number, rows: readonly CalibrationRow[]) => void;
  readonly signal: AbortSignal;
}

/** @returns a row for each task that got a suggestion */
export async function runCalibration(
  infiller: Infiller,
  tasks: readonly SuiteTask[],
  options: CalibrationRunOptions,
): Promise<readonly CalibrationRow[]> {
  const rows: CalibrationRow[] = [];
  for (const [index, task] of tasks.entries()) {
    const row = await rowOf(infiller, task, options);
    if (row) rows.push(row);
    options.onProgress(index + 1, rows);
  }
  return rows;
}

async function rowOf(
  infiller: Infiller,
  { task, language, kind, form, key }: SuiteTask,
  { model, copy, seed, syntax, signal }: CalibrationRunOptions,
): Promise<CalibrationRow | undefined> {
  const { suggestions } = await infiller.infill(
    {
      model,
      session: key,
      languageId: language,
      ...clipContext(contextOf(task, form)),
      snippets: [],
      extent: form.extent,
      alternatives: 1,
      maxTokens: MAX_TOKENS[form.extent],
      length: { kind: 'found' },
      threshold: DEFAULT_THRESHOLD,
      copy,
      seed,
    },
    signal,
  );
  infiller.closeSession(key);
  const [suggestion] = suggestions;
  // The editor shows no blanks.
  if (!suggestion || suggestion.text.trim() === '') return undefined;
  const { text, chance, evidence } = suggestion;
  const truth = wantedText(task, form);
  const middle = middleOf(text, form);
  const exact = normalised(middle) === normalised(task.canonical_solution);
  const judgeable = syntax && hasGrammar(language);
  return {
    task_id: task.task_id,
    language,
    kind,
    text,
    truth,
    chance,
    evidence,
    exact,
    kept: exact || truth.startsWith(`${normalised(text)}\n`),
    prefix: isWholePrefix(text, truth),
    valid: judgeable
      ? await syntaxValid(language, task.prompt, middle, task.suffix, task.canonical_solution)
      : undefined,
  };
}

/** Whether a text is right as far as it goes: the truth begins with it, and it does not end inside a word. */
export function isWholePrefix(text: string, truth: string): boolean {
  const ours = normalised(text);
  if (ours.trim() === '' || !truth.startsWith(ours)) return false;
  const word = /[\p{L}\p{N}_]/u;
  return !(word.test(ours.slice(-1)) && word.test(truth.charAt(ours.length)));
}
