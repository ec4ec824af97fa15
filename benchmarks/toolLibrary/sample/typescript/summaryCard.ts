/** A card of the dashboard: call sites of the tools, as they are found in real projects. */
import { hexColour } from './colours';
import { daysFromTo } from './dates';
import { distinct } from './lists';
import { applyDiscount, withTax } from './money';
import { meanOf, percentage } from './numbers';
import { capitalise, slugify, truncateText } from './text';

/** Lines of the summary card. */
export function summaryCard(): string[] {
  return [
    slugify('Summary of May'),
    capitalise('sales'),
    truncateText('Sales went up again, and nobody knows why.', 12),
    String(meanOf([12, 18, 30])),
    `${percentage(45, 60)} %`,
    String(withTax(49.9, 20)),
    String(applyDiscount(80, 25)),
    String(daysFromTo('2024-05-01', '2024-05-31')),
    distinct(['a', 'b', 'a']).join(),
    hexColour(0, 128, 255),
  ];
}
