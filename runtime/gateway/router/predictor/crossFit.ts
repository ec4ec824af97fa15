import { SeededRandom } from '../seededRandom';
import { fitPosterior } from './fitPosterior';
import { sigmoid, type PriorOf } from './modelPrior';
import type { Observation } from './observation';
import type { LogitParts } from './posterior';
import type { PriorScales } from './priorScales';

const FOLDS = 4;

export interface CrossFit {
  readonly scales: PriorScales;
  /** What was predicted of each observation by a fit without it. */
  readonly heldOut: readonly LogitParts[];
}

/**
 * Chooses the prior scales by cross-validation: those whose predictions of held-out requests have the least log loss.
 * Observations of one request are held out together.
 *
 * @param grid at least one
 */
export function* crossFit(
  observations: readonly Observation[],
  priorOf: PriorOf,
  grid: readonly PriorScales[],
): Generator<undefined, CrossFit> {
  const requests = new SeededRandom(observations.length).shuffled([
    ...new Set(observations.map(({ features }) => features)),
  ]);
  const fold = new Map(requests.map((features, i) => [features, i % FOLDS]));
  let best: (CrossFit & { readonly loss: number }) | undefined;
  for (const scales of grid) {
    const heldOut = new Array<LogitParts>(observations.length);
    let loss = 0;
    for (let left = 0; left < FOLDS; left++) {
      const kept = observations.filter(({ features }) => fold.get(features) !== left);
      const posterior = yield* fitPosterior(kept, priorOf, scales);
      observations.forEach(({ model, taskType, features, success, weight }, i) => {
        if (fold.get(features) !== left) return;
        const parts = posterior.predict(model, taskType, features);
        heldOut[i] = parts;
        const chance = chanceOf(parts.offset + parts.features, parts.variance);
        loss -= weight * Math.log(success ? chance : 1 - chance);
      });
    }
    if (best === undefined || loss < best.loss) best = { scales, heldOut, loss };
  }
  if (best === undefined) throw new RangeError('No prior scales to choose from.');
  return best;
}

/** Mean of the logistic function of a Gaussian logit, by MacKay's approximation (1992), within what a label can tell. */
export function chanceOf(logit: number, variance: number): number {
  return Math.min(1 - 1e-4, Math.max(1e-4, sigmoid(logit / Math.sqrt(1 + (Math.PI * variance) / 8))));
}
