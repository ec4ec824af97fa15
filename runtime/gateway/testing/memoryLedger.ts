/** Books in memory for tests of what stands above them. The durable ones have tests of their own. */
import type { GatewayLedger } from '../gateway';
import type {
  BudgetState,
  LedgerScope,
  Outcome,
  Refusal,
  ReservationAnswer,
  ReservationRequest,
  RouteDecision,
  Settlement,
} from '../types';

export class MemoryLedger implements GatewayLedger {
  readonly reservations: ReservationRequest[] = [];
  readonly settlements: Settlement[] = [];
  readonly decisions: RouteDecision[] = [];
  readonly outcomes: Outcome[] = [];
  readonly refusals: Refusal[] = [];
  /** Micro-dollars; undefined: no budget. */
  limit: number | undefined;

  constructor(limit?: number) {
    this.limit = limit;
  }

  get settled(): number {
    return this.settlements.reduce((sum, each) => sum + this.booked(each), 0);
  }

  get reserved(): number {
    const open = this.reservations.filter(({ call }) => !this.settlements.some((each) => each.call === call));
    return open.reduce((sum, { cost }) => sum + cost, 0);
  }

  async reserve(request: ReservationRequest): Promise<ReservationAnswer> {
    const headroom = (this.limit ?? Infinity) - this.settled - this.reserved;
    if (request.cost > headroom || request.cost > (request.ceiling ?? Infinity)) {
      const message = `The budget has ${headroom} left, and the call may cost ${request.cost}.`;
      return { kind: 'refused', refusal: { reason: 'budget', message, action: 'Raise the budget.', budget: 'all' } };
    }
    this.reservations.push(request);
    return { kind: 'reserved', warnings: [] };
  }

  async settle(settlement: Settlement): Promise<void> {
    this.settlements.push(settlement);
  }

  async states(_scope: LedgerScope): Promise<readonly BudgetState[]> {
    if (this.limit === undefined) return [];
    const { settled, reserved, limit } = this;
    return [
      {
        budget: { id: 'all', scope: { kind: 'all' }, period: 'month', unit: 'usd', limit, warnAt: [] },
        from: 0,
        until: undefined,
        settled,
        reserved,
        headroom: limit - settled - reserved,
        passed: [],
      },
    ];
  }

  async recordDecision(decision: RouteDecision): Promise<void> {
    this.decisions.push(decision);
  }

  async recordRefusal(refusal: Refusal): Promise<void> {
    this.refusals.push(refusal);
  }

  async recordOutcome(outcome: Outcome): Promise<void> {
    this.outcomes.push(outcome);
  }

  private booked({ call, outcome, cost }: Settlement): number {
    if (outcome === 'not-sent') return 0;
    return outcome === 'unknown' ? (this.reservations.find((each) => each.call === call)?.cost ?? 0) : cost;
  }
}
