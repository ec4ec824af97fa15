import { GatewayError } from '../gatewayError';
import type { Ledger, LedgerScope } from '../types';
import type { Attempt } from './attemptAccount';

/**
 * Stops a call whose running cost would pass what was reserved (a provider that does not keep to its limit), or what a
 * budget still allows after it was lowered.
 */
export class BudgetWatch {
  /** Micro-dollars that this call may come to. */
  private allowed: number;
  private lowered = false;
  private readonly timer: NodeJS.Timeout | undefined;

  /** @param everyMs how often the budgets are looked at; local calls cost nothing and are not watched */
  constructor(
    private readonly reservation: number,
    private readonly attempt: Attempt,
    private readonly ledger: Pick<Ledger, 'states'>,
    everyMs: number,
  ) {
    this.allowed = reservation;
    if (reservation > 0) {
      this.timer = setInterval(() => void this.look(), everyMs);
      this.timer.unref();
    }
  }

  /**
   * @param running micro-dollars so far
   * @throws GatewayError refused
   */
  check(running: number): void {
    if (this.reservation === 0 || running <= this.allowed) return;
    const { model, call } = this.attempt;
    const message = this.lowered
      ? `A budget was lowered while ${model.title} answered, and what it had written has used up the rest; it was stopped.`
      : `${model.title} wrote more than it was allowed to, so it was stopped before it could cost more than was reserved.`;
    const action = this.lowered
      ? 'Raise the budget, or choose a cheaper or a local model.'
      : 'Report this to whoever runs the model; allow more output, or choose another model.';
    const refusal = { reason: this.lowered ? ('budget' as const) : ('ceiling' as const), message, action };
    throw new GatewayError('refused', message, action, { model: model.id, call, refusal, reached: 'maybe' });
  }

  dispose(): void {
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    const { request, model } = this.attempt;
    const scope: LedgerScope = {
      purpose: request.purpose,
      project: request.project,
      task: request.task,
      provider: model.provider,
    };
    // Books that cannot be read for a moment change nothing: the money is reserved.
    const states = await this.ledger.states(scope).catch(() => []);
    const least = states
      .filter(({ budget }) => budget.unit === 'usd')
      .reduce((lowest, { headroom }) => Math.min(lowest, headroom), 0);
    this.lowered = least < 0;
    this.allowed = this.reservation + least;
  }
}
