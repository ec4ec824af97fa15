import type { Settlement } from '../types';
import type { Entry } from './contribution';
import { requireAmount } from './requireAmount';

/** How a call stands in the books once it has ended. */
export function entryOf({ outcome, cost }: Settlement, reserved: number): Entry {
  switch (outcome) {
    case 'unknown':
      return { state: 'unreconciled', reserved, cost: reserved };
    case 'not-sent':
      return { state: 'not-sent', reserved, cost: 0 };
    default:
      requireAmount(cost, 'cost');
      return { state: outcome, reserved, cost };
  }
}
