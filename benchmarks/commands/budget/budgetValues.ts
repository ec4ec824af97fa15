/** Parsers of option values about money and time; what they refuse ends the command with status 2. */
import { InvalidArgumentError } from 'commander';
import type { BudgetScope, Purpose } from '../../../runtime/gateway/types';

/** Parser for dollars, exact to the micro-dollar: "10", "$2.50", "0.000001". @returns micro-dollars */
export function microDollars(value: string): number {
  const match = /^\$?(\d{1,9})(?:\.(\d{1,6}))?$/.exec(value);
  if (match === null) throw new InvalidArgumentError('Give dollars, e.g. 10 or 2.50, with six decimals at most.');
  const [, whole = '', decimals = ''] = match;
  return Number(whole) * 1_000_000 + Number(decimals.padEnd(6, '0'));
}

const purposes: readonly Purpose[] = ['chat', 'edit', 'tool-use', 'evaluation'];

/** Parser for --scope: all, purpose:chat, project:ID, task:ID, provider:ID. */
export function budgetScope(value: string): BudgetScope {
  if (value === 'all') return { kind: 'all' };
  const [kind = '', ...rest] = value.split(':');
  const name = rest.join(':');
  if (name !== '') {
    const purpose = purposes.find((known) => known === name);
    if (kind === 'purpose' && purpose !== undefined) return { kind, purpose };
    if (kind === 'project') return { kind, project: name };
    if (kind === 'task') return { kind, task: name };
    if (kind === 'provider') return { kind, provider: name };
  }
  throw new InvalidArgumentError(
    `Give all, purpose:NAME (${purposes.join(', ')}), project:ID, task:ID or provider:NAME.`,
  );
}

/** Parser for --warn: percentages with commas between; an empty text for none. @returns shares, ascending */
export function warningShares(value: string): readonly number[] {
  if (value.trim() === '') return [];
  const shares = value.split(',').map((part) => Number(part) / 100);
  if (shares.some((share) => !(share > 0 && share <= 1))) {
    throw new InvalidArgumentError('Give percentages above 0 and up to 100, with commas between: 50,80.');
  }
  return [...new Set(shares)].sort((a, b) => a - b);
}

/** Parser for points in time: a day here (2026-11-01), or ISO 8601 with a time zone. @returns milliseconds since 1970 */
export function pointInTime(value: string): number {
  const day = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  if (day !== null) {
    const [year, month, date] = [Number(day[1]), Number(day[2]), Number(day[3])];
    const midnight = new Date(year, month - 1, date);
    if (midnight.getMonth() === month - 1 && midnight.getDate() === date) return midnight.getTime();
  } else if (/^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/.test(value) && !Number.isNaN(Date.parse(value))) {
    return Date.parse(value);
  }
  throw new InvalidArgumentError('Give a day (2026-11-01), or a time with its zone (2026-11-01T08:00:00+01:00).');
}
