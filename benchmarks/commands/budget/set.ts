import { Option, type Command } from 'commander';
import type { Budget, BudgetScope } from '../../../runtime/gateway/types';
import { BadInputError } from '../../core/badInputError';
import type { CommandOutput } from '../../core/commandOutput';
import { budgetScope, microDollars, warningShares } from './budgetValues';
import { withBooks, withLedger, type BooksOptions } from './openBooks';

interface SetOptions extends BooksOptions {
  readonly period: Budget['period'];
  readonly unit: Budget['unit'];
  readonly scope: BudgetScope;
  readonly warn: readonly number[];
}

export function addSetCommands(budget: Command, output: CommandOutput): void {
  withBooks(budget.command('set'))
    .description('make a budget, or change that of the same scope, period and unit; calls above it are never sent')
    .argument('<limit>', 'dollars (10, 2.50), or a whole number of requests')
    .addOption(new Option('--period <period>', 'when it renews').choices(['day', 'month', 'total']).default('month'))
    .addOption(new Option('--unit <unit>', 'what is counted').choices(['usd', 'requests']).default('usd'))
    .option(
      '--scope <scope>',
      'calls that count: all, purpose:NAME, project:ID, task:ID, provider:NAME',
      budgetScope,
      budgetScope('all'),
    )
    .option('--warn <percentages>', 'shares at which to warn', warningShares, warningShares('50,80'))
    .action(async (given: string, options: SetOptions) => {
      const { period, unit, scope } = options;
      const limit = unit === 'usd' ? dollarsOf(given) : requestsOf(given);
      const made = await withLedger(options, async (ledger) => {
        const { id } = await ledger.setBudget({ scope, period, unit, limit, warnAt: options.warn });
        return (await ledger.allStates()).find((state) => state.budget.id === id);
      });
      const { budgetText } = await import('../../../runtime/gateway/ledger');
      output.answer(options.json === true, made, () =>
        made === undefined ? '' : `${budgetText(made.budget)} is set (${made.budget.id}).`,
      );
    });

  withBooks(budget.command('remove'))
    .description('remove a budget; what was spent stays in the books')
    .argument('<id>', 'its id in `whetstone budget status`, or enough of its beginning')
    .action(async (id: string, options: BooksOptions) => {
      const removed = await withLedger(options, async (ledger) => {
        const found = (await ledger.allStates()).filter((state) => state.budget.id.startsWith(id));
        const [only] = found;
        if (only === undefined || found.length > 1) {
          throw new BadInputError(
            `${found.length === 0 ? 'No budget has' : `${found.length} budgets have`} the id ${id}. ` +
              '`whetstone budget status` lists them.',
          );
        }
        await ledger.removeBudget(only.budget.id);
        return only.budget;
      });
      const { budgetText } = await import('../../../runtime/gateway/ledger');
      output.answer(options.json === true, removed, () => `${budgetText(removed)} is removed.`);
    });
}

function dollarsOf(given: string): number {
  try {
    return microDollars(given);
  } catch {
    throw new BadInputError(`"${given}" is no amount of dollars. Give e.g. 10 or 2.50, with six decimals at most.`);
  }
}

function requestsOf(given: string): number {
  if (/^\d{1,12}$/.test(given)) return Number(given);
  throw new BadInputError(`"${given}" is no whole number of requests.`);
}
