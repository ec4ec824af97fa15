import type { Command } from 'commander';
import type { CallRecord } from '../../../runtime/gateway/protocol';
import type { BudgetState } from '../../../runtime/gateway/types';
import type { CommandOutput } from '../../core/commandOutput';
import { booksFolder, withBooks, withLedger, type BooksOptions } from './openBooks';

export interface BudgetStatus {
  readonly folder: string;
  /** Tightest first. */
  readonly budgets: readonly BudgetState[];
  /** Calls of processes that died: booked in full until they are reconciled. */
  readonly unreconciled: readonly CallRecord[];
  /** Milliseconds by which the books are ahead of this machine's clock. */
  readonly clockLead: number;
}

export function addStatusCommand(budget: Command, output: CommandOutput): void {
  withBooks(budget.command('status'))
    .description('budgets, how full they are, and calls that need a correction')
    .action(async (options: BooksOptions) => {
      const status = await withLedger(options, async (ledger): Promise<BudgetStatus> => {
        const [budgets, unreconciled, clockLead] = await Promise.all([
          ledger.allStates(),
          ledger.unreconciled(),
          ledger.clockLead(),
        ]);
        return { folder: booksFolder(options), budgets, unreconciled, clockLead };
      });
      const { budgetText, dollars } = await import('../../../runtime/gateway/ledger');
      output.answer(options.json === true, status, () => textOf(status, budgetText, dollars));
    });
}

function textOf(
  { folder, budgets, unreconciled, clockLead }: BudgetStatus,
  budgetText: (budget: BudgetState['budget']) => string,
  dollars: (microDollars: number) => string,
): string {
  const amount = (state: BudgetState, value: number) => (state.budget.unit === 'usd' ? dollars(value) : String(value));
  const lines = budgets.map((state) => {
    const until = state.until === undefined ? 'does not renew' : `renews ${new Date(state.until).toLocaleString()}`;
    const parts = [
      `${amount(state, state.settled)} spent`,
      ...(state.reserved === 0 ? [] : [`${amount(state, state.reserved)} held for calls under way`]),
      state.headroom < 0 ? `overdrawn by ${amount(state, -state.headroom)}` : `${amount(state, state.headroom)} left`,
      until,
    ];
    return `${budgetText(state.budget)} (${state.budget.id}): ${parts.join(', ')}`;
  });
  return [
    ...(lines.length === 0
      ? [`No budget is set in ${folder}: \`whetstone budget set 10 --period month\` sets one.`]
      : lines),
    ...unreconciled.map(
      ({ call, model, cost }) =>
        `Unreconciled: ${call} of ${model}, booked with ${dollars(cost)}. See \`whetstone budget reconcile\`.`,
    ),
    ...(clockLead > 60_000
      ? [
          `The books have seen a time ${Math.round(clockLead / 60_000)} minutes ahead of this machine's clock, and go by it. ` +
            'If this clock is right: `whetstone budget accept-clock`.',
        ]
      : []),
  ].join('\n');
}
