import type { Ledger, Price, Usage } from '../types';
import type { CallLimits } from './callLimits';
import type { CallPatience } from './callPatience';

/** Arithmetic of prices; micro-dollars, rounded up. */
export interface CallPrices {
  costOf(price: Price, usage: Usage): number;
  /** All input at the dearest rate that it can be billed at, and all output that is allowed. */
  worstCase(price: Price, inputTokens: number, maxOutputTokens: number): number;
}

export interface CallDependencies {
  readonly ledger: Pick<Ledger, 'reserve' | 'settle' | 'states'>;
  readonly prices: CallPrices;
  readonly patience: CallPatience;
  readonly limitsOf: (provider: string) => CallLimits;
  /** Ids of calls. */
  readonly newId: () => string;
}
