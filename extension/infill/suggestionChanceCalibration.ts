import { chanceOfLogOdds, logOdds } from './suggestionChance';

/** Upper ends of the bins of chances; the first begins at 0. */
export const binEnds = [0.05, 0.1, 0.2, 0.3, 0.45, 0.6, 0.8, 1] as const;
/** Outcomes after which an old one counts half. */
const halfLife = 500;
const keepShare = 0.5 ** (1 / halfLife);
/** How far shift and scale of the log odds usually are from 0 and 1: standard deviations of their normal priors. */
const shiftDeviation = 0.7;
const scaleDeviation = 0.3;
/** Whatever came of them, a suggestion of more chance stays before one of less. */
const leastScale = 0.2;
/** Log odds are never moved by more than this: an odd hour cannot silence what the model is sure of, nor let all noise through. */
const mostShift = 1;

/** Outcomes of suggestions whose chances lay in one bin; sums of discounted counts. */
export interface ChanceBin {
  readonly n: number;
  /** Sum of the chances that the model gave. */
  readonly predicted: number;
  /** Sum of what came of them: 1 for kept, 0 for not. */
  readonly kept: number;
}

/**
 * Corrects the chances of one model by what became of its suggestions on this machine: shift and scale of the log odds (Platt
 * scaling, here with normal priors around "no correction", so that a few outcomes change little). Old outcomes fade.
 */
export class ChanceCalibration {
  private bins: readonly ChanceBin[];
  private correction: { readonly shift: number; readonly scale: number } | undefined;

  /** @param bins as an earlier calibration gave them; anything else means none */
  constructor(bins: readonly ChanceBin[] = []) {
    this.bins = bins.length === binEnds.length ? bins : binEnds.map(() => ({ n: 0, predicted: 0, kept: 0 }));
  }

  get outcomes(): readonly ChanceBin[] {
    return this.bins;
  }

  /** @param chance what the model gave, 0..1 */
  correct(chance: number): number {
    this.correction ??= fit(this.bins);
    const own = logOdds(chance);
    const moved = this.correction.shift + this.correction.scale * own;
    return chanceOfLogOdds(Math.min(own + mostShift, Math.max(own - mostShift, moved)));
  }

  /** @param chance what the model gave @param kept 1 when all of the suggestion was kept, 0 when not, between for a part */
  learn(chance: number, kept: number): void {
    const at = binEnds.findIndex((end) => chance <= end);
    this.bins = this.bins.map((bin, index) => {
      const [n, predicted, sum] = [bin.n * keepShare, bin.predicted * keepShare, bin.kept * keepShare];
      return index === at ? { n: n + 1, predicted: predicted + chance, kept: sum + kept } : { n, predicted, kept: sum };
    });
    this.correction = undefined;
  }
}

/**
 * Most probable shift and scale: Newton's method in each alone, in turn. The penalised likelihood has one maximum, and the bound of
 * the scale, which keeps the order of chances, cannot mislead a search along the axes.
 */
function fit(bins: readonly ChanceBin[]): { shift: number; scale: number } {
  const points = bins
    .filter(({ n }) => n > 0)
    .map(({ n, predicted, kept }) => ({ x: logOdds(predicted / n), n, kept }));
  let [shift, scale] = [0, 1];
  const step = (value: number, usual: number, deviation: number, weightOf: (x: number) => number): number => {
    let [slope, curvature] = [(usual - value) / deviation ** 2, deviation ** -2];
    for (const { x, n, kept } of points) {
      const chance = chanceOfLogOdds(shift + scale * x);
      slope += (kept - n * chance) * weightOf(x);
      curvature += n * chance * (1 - chance) * weightOf(x) ** 2;
    }
    // Far from the maximum a full step can overshoot.
    return value + Math.max(-0.5, Math.min(0.5, slope / curvature));
  };
  for (let round = 0; round < 60; round++) {
    shift = step(shift, 0, shiftDeviation, () => 1);
    scale = Math.max(
      leastScale,
      step(scale, 1, scaleDeviation, (x) => x),
    );
  }
  return { shift, scale };
}
