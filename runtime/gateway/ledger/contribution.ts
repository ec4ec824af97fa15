import type { Budget, Locality } from '../types';
import type { CallState } from './rows';

/** What decides how much a call takes of budgets. Micro-dollars. */
export interface Entry {
  readonly state: CallState;
  readonly reserved: number;
  /** 0 while reserved; the whole reservation while 'unreconciled'. */
  readonly cost: number;
}

/** In the unit of a budget. */
export interface Totals {
  readonly settled: number;
  readonly reserved: number;
}

/**
 * What one call takes of a budget that counts it. Local calls are free, so budgets of requests leave them out, except one
 * for that very provider.
 */
export function contribution({ unit, scope }: Budget, locality: Locality, { state, reserved, cost }: Entry): Totals {
  const isReserved = state === 'reserved';
  if (unit === 'usd') return { settled: isReserved ? 0 : cost, reserved: isReserved ? reserved : 0 };
  const counts = state !== 'not-sent' && (locality === 'cloud' || scope.kind === 'provider');
  return { settled: counts && !isReserved ? 1 : 0, reserved: counts && isReserved ? 1 : 0 };
}
