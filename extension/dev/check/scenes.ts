/** Places in code where the check types and expects a suggestion: what a developer would write next is evident. */

export interface Scene {
  /** Path inside the sample workspace of the file that is written for the scene. */
  readonly file: string;
  /** Text of the file before the cursor, what is typed there, and the text after it. */
  readonly before: string;
  readonly typed: string;
  readonly after: string;
}

const python: Scene = {
  file: 'reports/extremes.py',
  before: `"""The smallest and the largest order of a month."""

from orders import Order


def largest_order(orders: list[Order]) -> Order | None:
    largest = None
    for order in orders:
        if largest is None or order.total > largest.total:
            largest = order
    return largest


def smallest_order(orders: list[Order]) -> Order | None:
    smallest = None
    for order in orders:
        `,
  typed: 'if ',
  after: `
            smallest = order
    return smallest
`,
};

const typescript: Scene = {
  file: 'shop/discount.ts',
  before: `import type { CartItem } from './cart';

/** Sum of all items, in cents. */
export function total(items: readonly CartItem[]): number {
  let sum = 0;
  for (const item of items) {
    sum += item.quantity * item.unitPrice;
  }
  return sum;
}

/** Number of pieces of all items. */
export function count(items: readonly CartItem[]): number {
  let sum = 0;
  for (const item of items) {
    `,
  typed: 'sum ',
  after: `
  }
  return sum;
}
`,
};

/** Tried in this order until one gets a suggestion. */
export const scenes: readonly Scene[] = [python, typescript];
