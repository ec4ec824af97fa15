/** How many scenarios a comparison needs (Miller 2024, arXiv 2411.00640, section 5). */
import type { ClusterMean } from './clusterMean';
import { normalQuantile } from './normal';

export interface StudyPlan {
  /** Variance of the true differences of two models over scenarios. */
  readonly varianceOfDifferences: number;
  /** Variance of one model's answers to the same scenario. */
  readonly withinA: number;
  readonly withinB: number;
  readonly repeats: number;
  /** Two-sided; default 0.05. */
  readonly alpha?: number | undefined;
  /** Default 0.8. */
  readonly power?: number | undefined;
  /** By how much clusters inflate the variance; default 1. */
  readonly designEffect?: number | undefined;
}

/** Scenarios, rounded up, to see a true difference of `delta` with the power wanted. */
export function scenariosNeeded(plan: StudyPlan, delta: number): number {
  if (!(Math.abs(delta) > 0)) throw new RangeError('A difference of 0 cannot be seen with any number of scenarios');
  return Math.ceil(factor(plan) / delta ** 2);
}

/** The smallest true difference that n scenarios show with the power wanted. @param n at least 1 */
export function minimumDifference(plan: StudyPlan, n: number): number {
  if (!(n >= 1)) throw new RangeError(`${n} are too few scenarios`);
  return Math.sqrt(factor(plan) / n);
}

function factor(plan: StudyPlan): number {
  const { varianceOfDifferences, withinA, withinB, repeats, alpha = 0.05, power = 0.8 } = plan;
  const z = normalQuantile(1 - alpha / 2) + normalQuantile(power);
  const variance = varianceOfDifferences + (withinA + withinB) / repeats;
  return z * z * variance * (plan.designEffect ?? 1);
}

/** Variance with clusters over variance as if independent; undefined where it cannot be told. */
export function designEffect(estimate: ClusterMean): number | undefined {
  const { standardError, naiveError } = estimate;
  if (standardError === undefined || naiveError === undefined || naiveError < 1e-15) return undefined;
  return (standardError / naiveError) ** 2;
}

/** As many independent scenarios would tell as much; never more than there are. */
export function effectiveSize(estimate: ClusterMean): number {
  return estimate.n / Math.max(1, designEffect(estimate) ?? 1);
}
