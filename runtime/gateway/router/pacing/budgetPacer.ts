import { z } from 'zod';

/** Step of the log price for a request that costs its whole mean too much. */
const STEP = 0.05;
const INTEGRAL_STEP = 0.004;
const INTEGRAL_KEPT = 0.98;
const LARGEST_LOG_PRICE = Math.log(200);
/** Share of the mean cost that a new request has. */
const MEAN_STEP = 0.05;

export const pacerStateSchema = z.object({
  logPrice: z.number().nullable(),
  integral: z.number(),
  meanCost: z.number().nonnegative().nullable(),
});
export type PacerState = z.infer<typeof pacerStateSchema>;

/**
 * Price of what one budget counts, so that it lasts until its period ends: dual ascent on the log of the price with a
 * proportional and an integral term on (cost - target), after Balseiro, Lu, Mirrokni and Sivan. The target is what is
 * left for each request that is still to come, so overspending corrects itself.
 */
export class BudgetPacer {
  private logPrice: number | undefined;
  private integral: number;
  private meanCost: number | undefined;

  constructor(state?: PacerState) {
    this.logPrice = state?.logPrice ?? undefined;
    this.integral = state?.integral ?? 0;
    this.meanCost = state?.meanCost ?? undefined;
  }

  get state(): PacerState {
    return { logPrice: this.logPrice ?? null, integral: this.integral, meanCost: this.meanCost ?? null };
  }

  /** What a unit costs over and above itself, at least 0. */
  get lambda(): number {
    return Math.exp(this.logPrice ?? 0) - 1;
  }

  /**
   * Before the first decision: a budget that cannot pay for every request begins at the price at which paying is
   * neither better nor worse for a typical one.
   *
   * @param cost of a paid answer, in the budget's unit
   * @param fairPrice value of its gain divided by its cost
   */
  begin(cost: number, fairPrice: number, target: number): void {
    if (this.logPrice !== undefined) return;
    this.meanCost ??= cost;
    const scarce = target < cost && fairPrice > 1;
    this.logPrice = scarce ? Math.min(LARGEST_LOG_PRICE, Math.log(fairPrice)) : 0;
  }

  /** @param paidCost what the best paid answer would have cost; `cost` is 0 when the answer was local */
  update(cost: number, paidCost: number, target: number): void {
    this.meanCost = this.meanCost === undefined ? paidCost : this.meanCost + MEAN_STEP * (paidCost - this.meanCost);
    if (this.meanCost <= 0) return;
    const error = Math.max(-2, Math.min(2, (cost - target) / this.meanCost));
    const before = this.logPrice ?? 0;
    const wanted = before + STEP * error + INTEGRAL_STEP * this.integral;
    this.logPrice = Math.max(0, Math.min(LARGEST_LOG_PRICE, wanted));
    // Anti-windup: at a bound the integral only moves back.
    if (wanted === this.logPrice || error * this.integral < 0) {
      this.integral = INTEGRAL_KEPT * this.integral + error;
    } else {
      this.integral *= INTEGRAL_KEPT;
    }
  }
}
