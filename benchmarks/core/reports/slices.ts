import type { SliceResult } from '../../host/protocol';
import { lengthGroup, lengthGroups, type SampledScenario } from '../sampling';
import type { ModelSamples, ScenarioMeans } from './modelSamples';
import { estimateOf, observations, type Weights } from './modelResults';

export function byCategory(models: readonly ModelSamples[], weights: Weights): readonly SliceResult[] {
  return sliced(models, weights, ({ category }) => category);
}

/** Scenarios about no language are in no slice. */
export function byLanguage(models: readonly ModelSamples[], weights: Weights): readonly SliceResult[] {
  return sliced(models, weights, ({ language }) => language);
}

export function byLength(models: readonly ModelSamples[], weights: Weights): readonly SliceResult[] {
  const place = (slice: string) => lengthGroups.indexOf(slice);
  return sliced(
    models,
    weights,
    ({ contextTokens }) => lengthGroup(contextTokens),
    (a, b) => place(a) - place(b),
  );
}

/** Only slices in which the model has scores. */
function sliced(
  models: readonly ModelSamples[],
  weights: Weights,
  sliceOf: (scenario: SampledScenario) => string | undefined,
  order: (a: string, b: string) => number = (a, b) => (a < b ? -1 : 1),
): readonly SliceResult[] {
  const results: SliceResult[] = [];
  for (const { model, scenarios } of models) {
    const slices = new Map<string, ScenarioMeans[]>();
    for (const each of scenarios.values()) {
      const slice = sliceOf(each.scenario);
      if (slice === undefined) continue;
      const members = slices.get(slice);
      if (members) members.push(each);
      else slices.set(slice, [each]);
    }
    for (const [slice, members] of slices) {
      const value = estimateOf(
        observations(members, weights, (each) => each.value),
        [0, 1],
      );
      if (value !== undefined) results.push({ slice, model, value });
    }
  }
  // Stable: within a slice models stay in their order.
  return results.sort((a, b) => (a.slice === b.slice ? 0 : order(a.slice, b.slice)));
}
