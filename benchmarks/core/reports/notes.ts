import type { ModelDifference, ModelResult, SliceResult } from '../../host/protocol';
import type { RunRecord } from '../runs/types';
import { normalQuantile, studentQuantile } from '../statistics';
import type { CollectedSamples } from './modelSamples';
import { TOO_FEW } from './reportInput';

export interface NotesInput {
  readonly run: RunRecord;
  readonly collected: CollectedSamples;
  readonly overall: readonly ModelResult[];
  readonly slices: readonly SliceResult[];
  readonly differences: readonly ModelDifference[];
  /** Scenarios of the set, and those with any result. */
  readonly total: number;
  readonly done: number;
}

/** What a reader has to know beside the figures, in sentences. */
export function notesOf(input: NotesInput): readonly string[] {
  return [...stateNotes(input), ...missingNotes(input), ...certaintyNotes(input)];
}

function stateNotes({ run, total, done }: NotesInput): readonly string[] {
  const notes: string[] = [];
  const { repeats, sampling } = run.configuration;
  if (run.state !== 'done') {
    const left = run.counts.waiting + run.counts.running;
    notes.push(`The run is not done (${run.state}): ${left} samples are missing${said(run.reason)}.`);
  } else if (sampling !== undefined) {
    const why = said(run.reason);
    notes.push(
      `Run in batches with looks in between: ${done} of ${total} scenarios were done${why}. Means weigh each kind of scenario by its share of the set, and p values and intervals of differences allow for the looks.`,
    );
  }
  if (repeats > 1)
    notes.push(`Each scenario was answered ${repeats} times; repeats are averaged first, n counts scenarios.`);
  return notes;
}

function missingNotes({ run, collected, overall }: NotesInput): readonly string[] {
  const notes: string[] = [];
  const sum = (of: (result: ModelResult) => number) => overall.reduce((total, result) => total + of(result), 0);
  const errors = sum(({ errors: each }) => each);
  if (errors > 0)
    notes.push(`${samples(errors)} ended in an error of the provider or of ours and count nowhere; rerun them.`);
  const refused = sum((result) => result.refused);
  if (refused > 0)
    notes.push(`${samples(refused)} were not sent, because of the budget or *local only*, and count nowhere.`);
  const notMeasured = sum((result) => result.notMeasured);
  if (notMeasured > 0) {
    notes.push(
      `${samples(notMeasured)} could not be measured, because a tool is missing, and count nowhere: that is not zero.`,
    );
  }
  const truncated = sum((result) => result.truncated);
  if (truncated > 0) {
    notes.push(
      `${samples(truncated)} reached the limit of ${run.configuration.maxOutputTokens} output tokens; they count as they are.`,
    );
  }
  if (collected.strangers > 0) {
    notes.push(
      `${samples(collected.strangers)} belong to scenarios that the set does not have any more, and are left out.`,
    );
  }
  const sizes = new Set(overall.map(({ value }) => value?.n ?? 0));
  if (sizes.size > 1)
    notes.push('Models have scores for different scenarios; go by the differences, which are over shared ones.');
  return notes;
}

function certaintyNotes({ overall, slices, differences }: NotesInput): readonly string[] {
  const notes: string[] = [];
  const few = ({ n, clusters }: { readonly n: number; readonly clusters: number }) => n < TOO_FEW || clusters < TOO_FEW;
  if ([...overall.flatMap(({ value }) => value ?? []), ...slices.map(({ value }) => value)].some(few)) {
    notes.push(`Figures of fewer than ${TOO_FEW} scenarios or ${TOO_FEW} clusters are grey: they say little.`);
  }
  if (differences.length > 1) {
    notes.push(`p values of the ${differences.length} differences are corrected for being several (Holm).`);
  }
  const smallest = smallestSeen(differences);
  if (smallest !== undefined) {
    notes.push(
      `With these scenarios a difference of about ${(smallest * 100).toFixed(0)} points between two models is seen four times in five; smaller ones are often missed.`,
    );
  }
  return notes;
}

/** Minimum detectable difference of one pair with 80 % power, from the middle one of the standard errors. */
function smallestSeen(differences: readonly ModelDifference[]): number | undefined {
  const errors = differences
    .filter(({ value }) => value.clusters >= TOO_FEW && value.low > -1 && value.high < 1)
    .map(({ value }) => (value.high - value.low) / 2 / studentQuantile(0.95, value.clusters - 1))
    .sort((a, b) => a - b);
  const error = errors[Math.floor(errors.length / 2)];
  return error === undefined ? undefined : (normalQuantile(0.975) + normalQuantile(0.8)) * error;
}

function samples(count: number): string {
  return count === 1 ? '1 sample' : `${count} samples`;
}

function said(reason: string | undefined): string {
  return reason === undefined ? '' : ` (${reason.replace(/\.$/, '')})`;
}
