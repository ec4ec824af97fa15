import type { Command } from 'commander';
import { RuntimeError } from '../../../runtime/runtimeError';
import { moveAside } from '../../../runtime/store/moveAside';
import { BadInputError } from '../../core/badInputError';
import type { CommandOutput } from '../../core/commandOutput';
import { booksFolder, withBooks, withLedger, type BooksOptions } from './openBooks';

export function addRepairCommands(budget: Command, output: CommandOutput): void {
  withBooks(budget.command('move-aside'))
    .description(
      'put damaged books out of the way and begin with empty ones; nothing is deleted, budgets are to be set again',
    )
    .action(async (options: BooksOptions) => {
      const { ledgerName } = await import('../../../runtime/gateway/ledger');
      const { file } = ledgerName(booksFolder(options));
      if (await isSound(options)) {
        throw new BadInputError(`${file} is in order. Only damaged books are moved aside.`);
      }
      const moved = moveAside(file);
      await withLedger(options, () => Promise.resolve());
      output.answer(options.json === true, { moved, file }, () => `Moved to ${moved}. The new books have no budgets.`);
    });

  withBooks(budget.command('accept-clock'))
    .description("take this machine's clock for right, where the books have seen a later time that was wrong")
    .action(async (options: BooksOptions) => {
      const clockLead = await withLedger(options, async (ledger) => {
        const lead = await ledger.clockLead();
        if (lead > 0) await ledger.acceptClock();
        return lead;
      });
      output.answer(options.json === true, { clockLead }, () =>
        clockLead > 0 ? "The books go by this machine's clock again." : 'The books agree with the clock.',
      );
    });
}

async function isSound(options: BooksOptions): Promise<boolean> {
  try {
    await withLedger(options, (ledger) => ledger.check());
    return true;
  } catch (error) {
    if (error instanceof RuntimeError && error.kind === 'store-corrupt') return false;
    throw error;
  }
}
