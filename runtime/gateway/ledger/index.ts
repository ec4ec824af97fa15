/** The books of what model calls cost. README.md has the rules. */
export type { BudgetTerms } from './books';
export { budgetText } from './budgetText';
export { dollars } from './money';
export { ledgerName, openLedger, type LedgerOptions } from './openLedger';
export type { SqliteLedger } from './sqliteLedger';
