import type { Budget, BudgetState } from '../types';
import { passedShares } from './budgetAccount';
import { firstSpan, holds, nextSpan } from './budgetPeriod';
import type { BookStatements } from './bookStatements';

/** How full a budget is now; a period that begins with the next call is told as having begun. Writes nothing. */
export function stateOf(budget: Budget, statements: BookStatements, now: number, zone: string): BudgetState {
  const last = statements.lastPeriod(budget.id);
  let start: number;
  let finish: number | null;
  let totals = { settled: 0, reserved: 0 };
  if (last !== undefined && holds(last, now)) {
    ({ start, finish } = last);
    totals = { settled: last.settled, reserved: last.reserved };
  } else if (last !== undefined && last.finish !== null && budget.period !== 'total') {
    ({ start, finish } = nextSpan(budget.period, { ...last, finish: last.finish }, now, zone));
  } else {
    ({ start, finish } = firstSpan(budget.period, now, zone));
    totals = { ...statements.count(budget, { start, finish }) };
  }
  return {
    budget,
    from: start,
    until: finish ?? undefined,
    settled: totals.settled,
    reserved: totals.reserved,
    headroom: budget.limit - totals.settled - totals.reserved,
    passed: passedShares(budget, totals.settled),
  };
}
