import type { Command } from 'commander';
import { BadInputError } from '../../core/badInputError';
import type { CommandOutput } from '../../core/commandOutput';
import { microDollars } from './budgetValues';
import { withBooks, withLedger, type BooksOptions } from './openBooks';

interface ReconcileOptions extends BooksOptions {
  readonly cost?: number;
  readonly release?: true;
}

export function addReconcileCommand(budget: Command, output: CommandOutput): void {
  withBooks(budget.command('reconcile'))
    .description('correct a call whose process died, which is booked in full; without a call, list them')
    .argument('[call]', 'the call')
    .option('--cost <dollars>', "what the provider's bill says", microDollars)
    .option('--release', 'it was never sent: nothing was spent')
    .action(async (call: string | undefined, options: ReconcileOptions) => {
      const { cost, release } = options;
      if (call !== undefined && (cost === undefined) === (release === undefined)) {
        throw new BadInputError('Say what the call has cost: --cost DOLLARS, or --release when it was never sent.');
      }
      if (call === undefined && (cost !== undefined || release !== undefined)) {
        throw new BadInputError('Name the call. `whetstone budget reconcile` alone lists those that need it.');
      }
      const open = await withLedger(options, async (ledger) => {
        if (call !== undefined) {
          await ledger.reconcile(call, cost === undefined ? { kind: 'released' } : { kind: 'spent', cost });
        }
        return ledger.unreconciled();
      });
      const { dollars } = await import('../../../runtime/gateway/ledger');
      output.answer(options.json === true, { reconciled: call ?? null, unreconciled: open }, () =>
        [
          ...(call === undefined ? [] : [`Reconciled: ${call}.`]),
          ...open.map(
            (record) =>
              `${record.call}  ${new Date(record.at).toISOString()}  ${record.model}  ${dollars(record.cost)}`,
          ),
          ...(open.length === 0 ? ['No call needs a correction.'] : []),
        ].join('\n'),
      );
    });
}
