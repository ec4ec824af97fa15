/** Results that a model is shown no longer, so that what is left fits its context. Texts of system, user and tools always stay. */
import type { TraceStep } from '../types';

export type ToolStep = Extract<TraceStep, { readonly kind: 'tool' }>;

/** Shorter results are not worth the line that would stand for them. */
const shortest = 400;

/** Ids of calls whose results the model is shown no longer. */
export function forgottenCalls(steps: readonly TraceStep[]): ReadonlySet<string> {
  return new Set(steps.flatMap((step) => (step.kind === 'note' && step.note === 'context' ? (step.calls ?? []) : [])));
}

/** What stands for a result: what it was, and how to read it again. */
export function stubOf({ name, input, output }: ToolStep): string {
  const args = JSON.stringify(input);
  const call = `${name}(${args.length <= 200 ? args : `${args.slice(0, 197)}...`})`;
  return `[Left out to save room: the result of ${call}, ${output.length} characters. Call it again if you need it.]`;
}

/** Results that could be left out, oldest first. */
export function forgettable(steps: readonly TraceStep[]): readonly ToolStep[] {
  const forgotten = forgottenCalls(steps);
  return steps.filter(
    (step): step is ToolStep =>
      step.kind === 'tool' && !forgotten.has(step.id) && step.output.length - stubOf(step).length > shortest,
  );
}

/**
 * What to leave out when the context is too long: the oldest results, half of all characters of results and at least one. Those that
 * came last, which the model has not answered to yet, are the last to go.
 */
export function oldestHalf(steps: readonly TraceStep[]): readonly ToolStep[] {
  const all = forgettable(steps);
  const half = all.reduce((sum, { output }) => sum + output.length, 0) / 2;
  const chosen: ToolStep[] = [];
  let sum = 0;
  for (const step of all) {
    if (chosen.length > 0 && sum >= half) break;
    chosen.push(step);
    sum += step.output.length;
  }
  return chosen;
}

/** Characters of results that the model is still shown. */
export function resultCharacters(steps: readonly TraceStep[]): number {
  return forgettable(steps).reduce((sum, { output }) => sum + output.length, 0);
}
