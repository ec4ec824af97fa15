import { z } from 'zod';
import type { BudgetState } from '../../types';
import { BudgetPacer, pacerStateSchema } from './budgetPacer';
import { TrafficProfile, trafficStateSchema } from './trafficProfile';

/** A budget without end is spread over this time, again and again. */
const OPEN_END_MS = 30 * 24 * 3_600_000;

export const pacingStateSchema = z.object({
  traffic: trafficStateSchema,
  pacers: z.record(z.string(), pacerStateSchema),
});
export type PacingState = z.infer<typeof pacingStateSchema>;

/** What budgets make a decision cost besides its dollars. */
export interface Prices {
  /** Shadow price of a dollar: the largest of all budgets in dollars. */
  readonly lambda: number;
  /** Share of a success's value that a paid request must bring at least, by budgets that count requests. */
  readonly request: number;
}

export interface Spending {
  /** Micro-dollars; 0 for a local answer. */
  readonly cost: number;
  readonly paid: boolean;
  /** Micro-dollars that the best paid answer was expected to cost. */
  readonly paidCost: number;
  /** Whether it is the first answer to its request. */
  readonly first: boolean;
}

/** Spends each budget evenly over the requests of its period. The largest price of all budgets holds. */
export class Pacing {
  private readonly traffic: TrafficProfile;
  private readonly pacers: Map<string, BudgetPacer>;

  constructor(
    private readonly now: () => number,
    state?: PacingState,
  ) {
    this.traffic = new TrafficProfile(state?.traffic);
    this.pacers = new Map(Object.entries(state?.pacers ?? {}).map(([id, pacer]) => [id, new BudgetPacer(pacer)]));
  }

  get state(): PacingState {
    return {
      traffic: this.traffic.state,
      pacers: Object.fromEntries([...this.pacers].map(([id, pacer]) => [id, pacer.state])),
    };
  }

  /** A request has come. */
  arrived(): void {
    this.traffic.record(this.now());
  }

  /**
   * @param paidCost micro-dollars that the best paid answer is expected to cost; undefined when there is none
   * @param gainValue micro-dollars that its gain over the best free answer is worth
   */
  prices(budgets: readonly BudgetState[], paidCost: number | undefined, gainValue: number): Prices {
    let lambda = 0;
    let request = 0;
    for (const state of budgets) {
      const pacer = this.pacer(state);
      if (paidCost !== undefined && paidCost > 0) {
        const cost = state.budget.unit === 'usd' ? paidCost : 1;
        pacer.begin(cost, state.budget.unit === 'usd' ? gainValue / paidCost : 1, this.target(state));
      }
      if (state.budget.unit === 'usd') lambda = Math.max(lambda, pacer.lambda);
      else request = Math.max(request, 1 - 1 / (1 + pacer.lambda));
    }
    return { lambda, request };
  }

  /** What an answer has cost. */
  spent(budgets: readonly BudgetState[], spending: Spending): void {
    const { cost, paid, paidCost, first } = spending;
    for (const state of budgets) {
      // The second answer to a request adds to its cost; what the request may cost has been counted with the first.
      const target = first ? this.target(state) : 0;
      const pacer = this.pacer(state);
      if (state.budget.unit === 'usd') pacer.update(cost, Math.max(cost, paidCost), target);
      else pacer.update(paid ? 1 : 0, 1, target);
    }
  }

  lambdaOf(budget: string): number {
    return this.pacers.get(budget)?.lambda ?? 0;
  }

  get largestLambda(): number {
    return [...this.pacers.values()].reduce((most, { lambda }) => Math.max(most, lambda), 0);
  }

  /** What is left for each request that is still to come. */
  private target({ headroom, until }: BudgetState): number {
    const now = this.now();
    return Math.max(0, headroom) / this.traffic.expected(now, until ?? now + OPEN_END_MS);
  }

  private pacer({ budget }: BudgetState): BudgetPacer {
    let pacer = this.pacers.get(budget.id);
    if (pacer === undefined) {
      pacer = new BudgetPacer();
      this.pacers.set(budget.id, pacer);
    }
    return pacer;
  }
}
