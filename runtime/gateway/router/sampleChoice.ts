import type { SeededRandom } from './seededRandom';
import { utilityOf, type Terms, type WeighedArm } from './weighArms';

/** Draws by which the chance of the choice is estimated. */
const DRAWS = 64;

export interface SampledChoice {
  readonly chosen: WeighedArm;
  /** Best by the mean predictions. */
  readonly best: WeighedArm;
  /** Chance that `chosen` is chosen. */
  readonly propensity: number;
}

/**
 * Thompson sampling: chances are drawn from their posteriors, within two deviations below and one above the mean, and
 * the best arm of the draw is chosen. A draw that would pay more than the best arm by means is an exploration that costs
 * money; where that is not allowed, the best arm by means is taken.
 *
 * @param arms eligible ones, at least one
 */
export function sampleChoice(
  arms: readonly WeighedArm[],
  terms: Terms,
  mayPayToExplore: boolean,
  random: SeededRandom,
): SampledChoice {
  const best = bestOf(
    arms,
    arms.map((arm) => utilityOf(arm, arm.success, terms)),
  );
  const choose = () => {
    const drawn = bestOf(
      arms,
      arms.map((arm) => utilityOf(arm, drawOf(arm, random), terms)),
    );
    return drawn.expectedCost > best.expectedCost && !mayPayToExplore ? best : drawn;
  };
  const chosen = choose();
  let same = 1;
  for (let i = 1; i < DRAWS; i++) if (choose() === chosen) same++;
  return { chosen, best, propensity: same / DRAWS };
}

function drawOf({ success, deviation }: WeighedArm, random: SeededRandom): number {
  const drawn = success + deviation * Math.max(-2, Math.min(1, random.normal()));
  return Math.min(1, Math.max(0, drawn));
}

function bestOf(arms: readonly WeighedArm[], utilities: readonly number[]): WeighedArm {
  return arms[utilities.indexOf(Math.max(...utilities))]!;
}
