import type { BudgetRange } from '../../webviews/budget/protocol';

/** The time that a range means now, milliseconds since 1970; days and months are those of this machine's time zone. */
export function timeOf(range: BudgetRange, now: number): { readonly from: number; readonly until: number } {
  const start = new Date(now);
  start.setHours(0, 0, 0, 0);
  switch (range) {
    case 'today':
      break;
    case 'month':
      start.setDate(1);
      break;
    case 'days30':
      start.setDate(start.getDate() - 29);
      break;
    case 'days90':
      start.setDate(start.getDate() - 89);
      break;
  }
  return { from: start.getTime(), until: now };
}
