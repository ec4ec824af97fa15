import type { RunReport } from '../../host/protocol';
import { sampledPairs, samplingWeights, type SampledScenario } from '../sampling';
import { differences, sequentialDifferences } from './differences';
import { collectSamples, type ModelSamples } from './modelSamples';
import { modelResults, type Weights } from './modelResults';
import { notesOf } from './notes';
import type { ReportInput } from './reportInput';
import { byCategory, byLanguage, byLength } from './slices';

/**
 * The results of a run. Repeats of a scenario are averaged first; errors, refused and not measured samples are counted beside and count for
 * nothing; what has no score is undefined, never 0.
 */
export function buildReport(input: ReportInput): RunReport {
  const { run, scenarios, floors, asking } = input;
  const collected = collectSamples(input);
  const { models } = collected;
  const touched = new Set(models.flatMap((each) => [...each.scenarios.keys()]));
  const done = scenarios.filter(({ id }) => touched.has(id));
  const weights = weightsOf(input, done);
  const overall = modelResults(models, weights, run.configuration.seed);
  const slices = {
    byCategory: byCategory(models, weights),
    byLanguage: byLanguage(models, weights),
    byLength: byLength(models, weights),
  };
  const fixed = differences(models, weights);
  const found = sampled(input, models, fixed);
  const notes = notesOf({
    ...{ run, collected, overall, differences: found, total: scenarios.length, done: done.length },
    slices: [...slices.byCategory, ...slices.byLanguage, ...slices.byLength],
  });
  return { run, overall, ...slices, differences: found, floors, notes, asking };
}

/** All alike, unless a stop rule left scenarios out. */
function weightsOf({ run, scenarios }: ReportInput, done: readonly SampledScenario[]): Weights {
  if (run.configuration.sampling === undefined || done.length === scenarios.length) return new Map();
  return samplingWeights(done, scenarios);
}

function sampled(
  { run, scenarios }: ReportInput,
  models: readonly ModelSamples[],
  fixed: RunReport['differences'],
): RunReport['differences'] {
  const { sampling: plan, seed } = run.configuration;
  if (plan === undefined) return fixed;
  const results = models.flatMap(({ model, scenarios: means }) =>
    [...means].map(([scenario, { value }]) => ({ scenario, model, value })),
  );
  // Scenarios without a value for a model were done all the same where the run is through with them.
  const touched = new Set(results.map(({ scenario }) => scenario));
  const missing = models.flatMap(({ model, scenarios: means }) =>
    [...touched].filter((scenario) => !means.has(scenario)).map((scenario) => ({ scenario, model, value: undefined })),
  );
  const states = sampledPairs({
    ...{ plan, scenarios, seed, models: models.map(({ model }) => model) },
    results: [...missing, ...results],
  });
  return sequentialDifferences(fixed, states, 1 - plan.confidence);
}
