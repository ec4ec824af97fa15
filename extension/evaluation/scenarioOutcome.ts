import type { SampleRow } from '../../benchmarks/host/protocol';

export type ScenarioEnd =
  | { readonly kind: 'passed'; readonly milliseconds: number | undefined }
  /** A line for each answer that does not do. */
  | {
      readonly kind: 'failed' | 'errored';
      readonly messages: readonly string[];
      readonly milliseconds: number | undefined;
    }
  | { readonly kind: 'skipped' };

export type ScenarioOutcome = ScenarioEnd | { readonly kind: 'running' };

const ended: ReadonlySet<SampleRow['state']> = new Set(['scored', 'error', 'refused', 'not-measured', 'skipped']);

/**
 * What became of a scenario, over the samples of all models: passed when every scored answer is complete; an error of a provider is no
 * failure of a model, and what could not be measured is neither.
 * @param models how many models are asked; with fewer samples it is still under way
 */
export function outcomeOf(samples: readonly SampleRow[], models: number): ScenarioOutcome {
  if (new Set(samples.map(({ model }) => model)).size < models || !samples.every(({ state }) => ended.has(state))) {
    return { kind: 'running' };
  }
  const times = samples.flatMap(({ totalMs }) => (totalMs === undefined ? [] : [totalMs]));
  const milliseconds = times.length === 0 ? undefined : times.reduce((sum, each) => sum + each, 0);
  const wrong = samples.filter(({ state, complete }) => state === 'scored' && complete !== true);
  if (wrong.length > 0) {
    const messages = wrong.map(({ model, value = 0 }) => `${model}: ${(value * 100).toFixed(0)} of 100`);
    return { kind: 'failed', messages, milliseconds };
  }
  const problems = samples.filter(({ state }) => state === 'error' || state === 'refused');
  if (problems.length > 0) {
    const messages = problems.map(({ model, reason }) => `${model}: ${reason ?? ''}`);
    return { kind: 'errored', messages, milliseconds };
  }
  return samples.some(({ state }) => state === 'scored') ? { kind: 'passed', milliseconds } : { kind: 'skipped' };
}
