import type { DatabaseSync } from 'node:sqlite';
import { BookStatements } from './bookStatements';
import { periodRow } from './rows';

/**
 * Counts the running totals of all budgets again, from the calls.
 * @returns what does not agree, in words; empty when all is well
 */
export function audit(database: DatabaseSync): readonly string[] {
  const statements = new BookStatements(database);
  // One view of the books, whoever writes meanwhile.
  database.exec('BEGIN');
  try {
    return statements.allBudgets().flatMap((budget) =>
      database
        .prepare('SELECT * FROM periods WHERE budget = ?')
        .all(budget.id)
        .flatMap((row) => {
          const period = periodRow.parse(row);
          const { settled, reserved } = statements.count(budget, period);
          return settled === period.settled && reserved === period.reserved
            ? []
            : [
                `${budget.period} in ${budget.unit}: settled ${period.settled}, counted ${settled}; ` +
                  `reserved ${period.reserved}, counted ${reserved}`,
              ];
        }),
    );
  } finally {
    database.exec('COMMIT');
  }
}
