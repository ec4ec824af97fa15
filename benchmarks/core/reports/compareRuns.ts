import type { CompareRunsResult } from '../../host/protocol';
import { BadInputError } from '../badInputError';
import { compared, corrected } from './differences';
import { collectSamples, type ScenarioMeans } from './modelSamples';
import type { ReportInput } from './reportInput';

/**
 * Two runs, e.g. of two commits or two releases of a prompt: model by model, later less earlier, over the scenarios that both have scores
 * for. A scenario of the same id whose content changed is another one.
 *
 * @returns in each difference `a` is the later run and `b` the earlier one, by the time that they were made
 * @throws BadInputError where they have no model in common
 */
export function compareRuns(runs: readonly [ReportInput, ReportInput]): CompareRunsResult {
  const [x, y] = runs;
  const [earlier, later] = x.run.created <= y.run.created ? [x, y] : [y, x];
  const hashes = new Map(earlier.scenarios.map(({ id, hash }) => [id, hash]));
  const changed = new Set(
    later.scenarios
      .filter(({ id, hash }) => hash !== undefined && hashes.get(id) !== undefined && hashes.get(id) !== hash)
      .map(({ id }) => id),
  );
  const before = new Map(collectSamples(earlier).models.map((each) => [each.model, each.scenarios]));
  const after = collectSamples(later).models.filter(({ model }) => before.has(model));
  if (after.length === 0) {
    const models = [earlier, later].map(({ run }) => run.configuration.models.join(', '));
    throw new BadInputError(
      `The two runs have no model in common (${models.join('; ')}). Compare runs of the same model.`,
    );
  }
  const results = after.flatMap(({ model, scenarios }) => {
    const same = new Map([...scenarios].filter(([id]) => !changed.has(id)));
    const result = compared(later.run.id, same, earlier.run.id, before.get(model)!, new Map());
    return result === undefined ? [] : [{ ...result, model }];
  });
  const ids = (scenarios: ReadonlyMap<string, ScenarioMeans>) => [...scenarios.keys()];
  const all = new Set(after.flatMap(({ model, scenarios }) => [...ids(scenarios), ...ids(before.get(model)!)]));
  const shared = [...all].filter(
    (id) => !changed.has(id) && after.some(({ model, scenarios }) => scenarios.has(id) && before.get(model)!.has(id)),
  );
  return {
    runs: [earlier.run, later.run],
    differences: corrected(results),
    notShared: all.size - shared.length,
  };
}
